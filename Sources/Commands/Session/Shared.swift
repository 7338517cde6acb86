import Arguments
import Reports
import Rules
import Transport

/// Parameters that several commands share: the same word means the same everywhere.
enum Shared {
  static let database = Choice<String>(
    "db", takes: "file", "Database of the snapshots (default $XDG_DATA_HOME/audit/audit.db)")
  static let formats = Repeated<FormatTarget>(
    "format", short: "f", takes: "name[=file]",
    "Report format: \(FormatTarget.names); with =file it is written there, else to standard output (one only)")
  static let showPasses = Flag("show-passes", "List the checks that passed, too")
  static let configuration = Choice<String>("config", takes: "file", "Configuration file, such as audit.yaml")
  static let ruleset = Choice<String>(
    "ruleset", takes: "name|file", "Rule set: \(RuleSet.builtInSets.joined(separator: ", ")), or a file")
  static let rules = Repeated<String>(
    "rules", takes: "dir", "Directory of rule files that add to or replace the built-in ones")
  static let failOn = Option(
    "fail-on", takes: "severity", "End with 1 on findings of this severity or above (default high)",
    default: FailOn.high)
  static let allowUnknown = Flag("allow-unknown", "Do not end with 3 when something could not be read")
  static let quiet = Flag("quiet", short: "q", "No progress and no remarks on standard error")
  static let verbose = Flag("verbose", short: "v", "Tell on standard error what is done")

  static let profile = Choice<String>("profile", takes: "name", "Profile of the AWS configuration files")
  static let region = Choice<String>("region", takes: "name", "Region to start from; buckets elsewhere are followed")
  static let endpoint = Choice<String>("endpoint-url", takes: "url", "Send all services to this endpoint")
  static let provider = Choice<String>(
    "provider", takes: "name", "S3-compatible provider (default $AUDIT_PROVIDER, else told by the endpoint)")
  static let concurrency = Option(
    "concurrency", takes: "count", "Requests in flight at most, up to 1000 (default 64)", default: Concurrency(64))
  static let maxRPS = Choice<PositiveNumber>(
    "max-rps", takes: "count",
    "Send at most this many requests in any second, to all hosts together (default: no limit)")

  static let requestPayer = Choice<RequestPayer>(
    "request-payer", takes: "who", "Pay for listing a Requester Pays bucket of somebody else")
  static let connectTimeout = Option(
    "connect-timeout", takes: "seconds", "Wait so long for a connection, TLS included (default 10)",
    default: PositiveNumber(10))
  static let readTimeout = Option(
    "read-timeout", takes: "seconds",
    "Wait so long for the next bytes of an answer, ten times for all of it (default 30)",
    default: PositiveNumber(30))

  static let noSignRequest = Flag(
    "no-sign-request", "Ask without credentials, as anybody may: a public bucket of S3")
  static let debug = Flag("debug", "Tell on standard error of every request: what, where, how it ended; no secrets")

  static let connection = Command.Section(
    "Connection",
    [
      profile, region, endpoint, provider, concurrency, maxRPS, noSignRequest, requestPayer, connectTimeout,
      readTimeout, debug,
    ])

  /// The time-outs of each request, as the command line asks for them.
  static func timeouts(_ input: Input) -> Timeouts {
    let (connect, read) = (input[connectTimeout].value, input[readTimeout].value)
    return Timeouts(connectMilliseconds: connect * 1000, idleSeconds: read, totalMilliseconds: read * 10_000)
  }
}

/// A whole number from 1 on.
struct PositiveNumber: Readable, Equatable {
  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), value >= 1, value <= 1_000_000 else { return nil }
    self.value = value
  }

  static var expectation: String { "a whole number from 1 on" }
}

/// How many requests may be under way at once: more than a thousand serve no server.
struct Concurrency: Readable, Equatable {
  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), (1...1000).contains(value) else { return nil }
    self.value = value
  }

  static var expectation: String { "a whole number from 1 to 1000" }
}

/// A whole number from 0 on.
struct Number: Readable, Equatable {
  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), value >= 0, value <= 1_000_000 else { return nil }
    self.value = value
  }

  static var expectation: String { "a whole number from 0 on" }
}

/// `markdown`, or `json=report.json`.
struct FormatTarget: Readable {
  let format: any ReportFormat
  /// Nil for standard output.
  let file: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let format = ReportFormats.named(parts[0]) else { return nil }
    if parts.count == 2, parts[1].isEmpty { return nil }
    self.format = format
    file = parts.count == 2 ? parts[1] : nil
  }

  static var names: String { ReportFormats.all.map(\.name).joined(separator: ", ") }
  static var expectation: String { "a format (\(names)), or format=file" }
}

/// Who is charged for requests to a Requester Pays bucket; the AWS CLI's only word for it.
enum RequestPayer: String, CaseIterable, Readable { case requester }
