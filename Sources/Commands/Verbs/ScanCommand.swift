import AWS
import Arguments
import Credentials
import Model
import Reports
import Store
import Terminal

/// `audit scan`: the main job, end to end.
enum ScanCommand {
  private static let buckets = Repeated<BucketArgument>(
    "bucket", short: "b", takes: "name", "Scan this bucket: its name, or s3://name/prefix")
  private static let all = Flag("all", "Scan every bucket of the account, and judge its IAM")
  private static let prefix = Choice<String>("prefix", takes: "prefix", "List only keys that begin with this")
  private static let depth = Option(
    "depth", takes: "levels", "Prefix levels to account by (default 2)", default: Number(2))
  private static let noListing = Flag("no-listing", "Do not list objects; sizes come from CloudWatch alone")
  private static let noMetrics = Flag("no-metrics", "Do not ask CloudWatch")
  private static let iam = Flag("iam", "Judge all of the account's IAM, also with --bucket")
  private static let noColor = Flag("no-color", "No colours (NO_COLOR does the same)")

  static let command: Command = .init(
    "scan", "Scan buckets: configuration, contents, cost and policy violations.",
    discussion: """
      Requests are reads only. Listing costs LIST requests ($0.005 per 1,000 in
      us-east-1); --no-listing avoids them. With --bucket, only the bucket and the
      policies that reach it are judged. The default database is
      $XDG_DATA_HOME/audit/audit.db.

      Exit status:
        0  nothing at or above --fail-on
        1  findings at or above --fail-on
        2  wrong command line, configuration or rule file
        3  no such finding, but something that a rule at or above --fail-on needed
           stayed unknown (--allow-unknown: 0), or the scan was cut short
        4  the run itself failed
      """,
    examples: [
      "--bucket raydenrules-data", "--all --format markdown --format json=report.json",
      "--bucket s3://raydenrules-data/intermediate/ --depth 3 --fail-on never",
      "--all --config audit.yaml --fail-on medium --quiet",
    ],
    sections: [
      .init("What to scan", [buckets, all, prefix, depth, noListing, noMetrics, iam]), Shared.connection,
      .init("Judgement", [Shared.configuration, Shared.ruleset, Shared.rules, Shared.failOn, Shared.allowUnknown]),
      .init(
        "Output",
        [Shared.formats, Shared.showPasses, Shared.database, Shared.quiet, Shared.verbose, noColor]),
    ], run: run)

  private static func run(_ input: Input) async throws -> Int32 {
    let scope = try scope(input)
    try ConfigurationProblem.marking { () throws(Problem) in try Output.check(input[Shared.formats]) }
    let configuration = try RuleSelection.configuration(input)
    let rules = try RuleSelection.rules(input, configuration)
    let session = try Session(input)
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let talk = Talk(
      isQuiet: input[Shared.quiet], isVerbose: input[Shared.verbose], showsProgress: !input[Shared.debug])

    let store = try SnapshotStore(path: path)
    try await tellUnfinished(store, talk)
    let ticket = try await store.begin(account: session.account, scope: scope, started: Timestamp.now)
    var snapshot: Snapshot
    do {
      snapshot = try await session.scan(scope, talk)
    } catch {
      // Nothing was found, so nothing is left behind. The first failure is the one worth telling as the end.
      do { try await store.abandon(ticket) } catch let second {
        talk.remark("\(second.what); the scan stays noted as unfinished")
      }
      throw error
    }
    let remarks = Judgement(rules: rules, configuration: configuration, judgesIAM: scope.judgesIAM)
      .conclude(&snapshot)
    snapshot.remarks = missing(snapshot) + remarks
    for bucket in snapshot.buckets where !scope.prefix.isEmpty && bucket.usage.value?.isEmpty == true {
      snapshot.remarks.append("no key in \(bucket.name) begins with '\(scope.prefix)'; check the spelling")
    }
    for remark in snapshot.remarks { talk.remark(remark) }

    let failure = await save(&snapshot, in: store, ticket)
    try Output.deliver(
      snapshot, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    session.tellRequests(talk)
    if let failure { throw failure }
    let code = Gate(failOn: input[Shared.failOn], allowsUnknown: input[Shared.allowUnknown]).status(of: snapshot)
    talk.detail("exit status \(code.rawValue): \(code.meaning)")
    return code.rawValue
  }

  /// What the command line asks to look at.
  private static func scope(_ input: Input) throws(UsageError) -> ScanScope {
    let named = input[buckets]
    guard !named.isEmpty || input[all] else {
      throw UsageError(
        "say what to scan: --bucket <name>, or --all for every bucket of the account", command: input.path)
    }
    guard named.isEmpty || !input[all] else {
      throw UsageError("--bucket and --all exclude each other", command: input.path)
    }
    var prefixes = Set(named.map(\.prefix))
    if let prefix = input[prefix] {
      prefixes.remove("")
      prefixes.insert(prefix)
    }
    guard prefixes.count <= 1 else {
      throw UsageError(
        "one scan has one prefix, and here are \(prefixes.sorted().map { "'\($0)'" }.joined(separator: " and "))",
        command: input.path)
    }
    return ScanScope(
      buckets: Set(named.map(\.bucket)).sorted(), prefix: prefixes.first ?? "", depth: input[depth].value,
      includesListing: !input[noListing], includesMetrics: !input[noMetrics], includesIAM: true,
      judgesIAM: input[all] || input[iam])
  }

  private static func missing(_ snapshot: Snapshot) -> [String] {
    Set(snapshot.errors.filter { $0.code == "NoSuchBucket" }.map(\.bucket)).sorted()
      .map { "the bucket \($0) does not exist; check the spelling" }
  }

  private static func tellUnfinished(_ store: SnapshotStore, _ talk: Talk) async throws(Problem) {
    let unfinished = try await store.unfinished()
    for scan in unfinished {
      talk.remark(
        "a scan that started \(scan.started.day) \(scan.started.clock) UTC on \(scan.host) (process \(scan.pid)) was left "
          + "unfinished; it kept nothing, and earlier snapshots are whole")
    }
    try await store.forget(unfinished)
  }

  /// A snapshot that cannot be kept is still reported; the run then ends as failed.
  private static func save(
    _ snapshot: inout Snapshot, in store: SnapshotStore, _ ticket: ScanTicket
  ) async -> Problem? {
    do {
      snapshot.id = try await store.save(snapshot, ticket: ticket)
      return nil
    } catch {
      return error
    }
  }
}
