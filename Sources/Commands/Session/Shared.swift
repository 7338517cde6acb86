import Arguments
import Reports
import Rules

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
    "fail-on", takes: "severity", "End with 1 on findings of this severity or above", default: FailOn.high)
  static let allowUnknown = Flag("allow-unknown", "Do not end with 3 when something could not be read")
  static let quiet = Flag("quiet", short: "q", "No progress and no remarks on standard error")
  static let verbose = Flag("verbose", short: "v", "Tell on standard error what is done")

  static let profile = Choice<String>("profile", takes: "name", "Profile of the AWS configuration files")
  static let region = Choice<String>("region", takes: "name", "Region to start from; buckets elsewhere are followed")
  static let endpoint = Choice<String>("endpoint-url", takes: "url", "Send all services to this endpoint")
  static let provider = Choice<String>(
    "provider", takes: "name", "S3-compatible provider (default $AUDIT_PROVIDER, else told by the endpoint)")
  static let concurrency = Option(
    "concurrency", takes: "count", "Requests in flight at most", default: PositiveNumber(64))

  static let debug = Flag("debug", "Tell on standard error of every request: what, where, how it ended; no secrets")

  static let connection = Command.Section("Connection", [profile, region, endpoint, provider, concurrency, debug])
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

/// A bucket as people write it: `name`, `s3://name`, `s3://name/prefix`.
struct BucketArgument: Readable, Equatable {
  let bucket: String
  /// Empty for the whole bucket.
  let prefix: String

  init?(argument: String) {
    var rest = argument[...]
    if rest.hasPrefix("s3://") { rest = rest.dropFirst(5) }
    let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty else { return nil }
    // What no bucket can be called is a slip of the hand: an ARN, a URL, a path. Old buckets may have capitals and `_`.
    guard
      name.utf8.allSatisfy({
        $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    bucket = String(name)
    prefix = parts.count == 2 ? String(parts[1]) : ""
  }

  static var expectation: String { "a bucket: its name, or s3://name/prefix" }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}
