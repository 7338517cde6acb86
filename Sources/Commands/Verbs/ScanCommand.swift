import AWS
import Arguments
import Credentials
import Model
import Reports
import Scanner
import Services
import Store
import Terminal

/// `audit scan`: the main job, end to end.
enum ScanCommand {
  private static let buckets = Repeated<BucketArgument>(
    "bucket", short: "b", takes: "name", "Scan this bucket: its name, s3://name/prefix, or its ARN")
  private static let all = Flag("all", "Scan every bucket of the account, and judge its IAM")
  private static let regions = Repeated<RegionNames>(
    "regions", takes: "name,...", "Scan only the buckets in these regions")
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
      us-east-1); --no-listing avoids them. A listing that is interrupted is kept in the
      database, and --resume goes on with it. With --bucket, only the bucket and the
      policies that reach it are judged. --organization and --accounts assume a role in
      each account but the caller's own, bound by a session policy to what an audit
      reads; docs/organizations.md says how to make one. The default database is
      $XDG_DATA_HOME/audit/audit.db.

      Exit status:
        0  nothing at or above --fail-on
        1  findings at or above --fail-on
        2  wrong command line, configuration or rule file
        3  no such finding, but something that a rule at or above --fail-on needed
           stayed unknown, or an account could not be entered (--allow-unknown: 0),
           or the scan was cut short
        4  the run itself failed
      """,
    examples: [
      "--bucket raydenrules-data", "--all --format markdown --format json=report.json",
      "--bucket s3://raydenrules-data/intermediate/ --depth 3 --fail-on never",
      "--all --config audit.yaml --fail-on medium --quiet",
      "--organization --role-name audit --exclude-account 111122223333",
      "--accounts 111122223333,444455556666 --role-name audit --regions eu-west-1",
    ],
    sections: [
      .init("What to scan", [buckets, all, regions, prefix, depth, noListing, noMetrics, iam]), AccountOptions.section,
      ListingSettings.resumableOptions, Shared.connection,
      .init("Judgement", [Shared.configuration, Shared.ruleset, Shared.rules, Shared.failOn, Shared.allowUnknown]),
      .init(
        "Output",
        [Shared.formats, Shared.showPasses, Shared.database, Shared.quiet, Shared.verbose, noColor]),
    ], run: run)

  private static func run(_ input: Input) async throws -> Int32 {
    let selection = try AccountOptions.selection(input)
    let scope = try scope(input, several: selection != nil)
    try ConfigurationProblem.marking { () throws(Problem) in try Output.check(input[Shared.formats]) }
    let configuration = try RuleSelection.configuration(input)
    let rules = try RuleSelection.rules(input, configuration)
    var session = try Session(input)
    if input[noListing], input[ResumeSettings.resume] {
      throw UsageError("--no-listing lists nothing, so there is no listing to go on with", command: input.path)
    }
    if input[ListingSettings.exactDuplicates] {
      guard !input[noListing] else {
        throw UsageError("--no-listing lists nothing, so there is nothing to compare", command: input.path)
      }
      guard !input[ResumeSettings.resume] else {
        throw UsageError(
          "--exact-duplicates compares what one run lists, and cannot go on with --resume", command: input.path)
      }
    }
    if input[noListing], ListingSettings.isLimited(input) {
      throw UsageError("--no-listing sends no LIST request, so there is nothing to limit", command: input.path)
    }
    session.listing = try ConfigurationProblem.marking { () throws(Problem) in
      try ListingSettings(input, prices: session.provider.prices, region: session.client.configuration.region)
    }
    try session.check(input[buckets])
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let talk = Talk(
      isQuiet: input[Shared.quiet], isVerbose: input[Shared.verbose], showsProgress: !input[Shared.debug])

    let store = try SnapshotStore(path: path)
    try await tellUnfinished(store, talk)
    let scan = AccountScan(
      session: session, store: store,
      judgement: Judgement(rules: rules, configuration: configuration, judgesIAM: scope.judgesIAM), scope: scope,
      talk: talk, resume: ResumeSettings(input))
    let code =
      if let selection { try await survey(selection, scan, input) } else { try await account(scan, input) }
    talk.detail("exit status \(code.rawValue): \(code.meaning)")
    return code.rawValue
  }

  /// The account that the credentials belong to.
  private static func account(_ scan: AccountScan, _ input: Input) async throws -> ExitCode {
    let (session, talk) = (scan.session, scan.talk)
    let ticket = try await scan.store.begin(account: session.account, scope: scan.scope, started: Timestamp.now)
    let result = try await Interruption.cancelling(talk) {
      defer { talk.progress.finish() }
      do throws(Problem) { try await session.introduce(talk) } catch {
        await scan.abandon(ticket)
        throw error
      }
      do throws(ScanFailure) {
        return try await scan.run(session.account, session.client, ticket: ticket) { talk.show($0) }
      } catch {
        throw error.problem
      }
    }
    for remark in result.snapshot.remarks { talk.remark(remark) }
    try Output.deliver(
      result.snapshot, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    talk.requests(session.client.requestCounts)
    if let unsaved = result.unsaved { throw unsaved }
    return gate(input).status(of: result.snapshot)
  }

  /// Several accounts, in one report.
  private static func survey(
    _ selection: AccountSelection, _ scan: AccountScan, _ input: Input
  ) async throws -> ExitCode {
    let talk = scan.talk
    let result = try await Interruption.cancelling(talk) {
      defer { talk.progress.finish() }
      try await scan.session.introduce(talk)
      let plan = try await AccountPlan.make(selection, scan.session)
      let entrance = AccountEntrance(
        session: scan.session, partition: plan.partition, roleName: selection.roleName,
        externalID: selection.externalID)
      return await SurveyRun(scan: scan, entrance: entrance, plan: plan).run()
    }
    tell(result.survey, talk)
    try Output.deliver(
      result.survey, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    talk.requests(result.requests)
    if let unsaved = result.unsaved { throw unsaved }
    return gate(input).status(of: result.survey)
  }

  private static func tell(_ survey: Survey, _ talk: Talk) {
    for remark in survey.remarks { talk.remark(remark) }
    for account in survey.closed {
      talk.remark("the account \(account.id) could not be scanned: \(account.gap); \(account.fix)")
    }
    for snapshot in survey.snapshots {
      for remark in snapshot.remarks { talk.remark("account \(snapshot.account.id ?? "?"): \(remark)") }
    }
  }

  private static func gate(_ input: Input) -> Gate {
    Gate(failOn: input[Shared.failOn], allowsUnknown: input[Shared.allowUnknown])
  }

  /// What the command line asks to look at.
  private static func scope(_ input: Input, several: Bool) throws(UsageError) -> ScanScope {
    let named = input[buckets]
    guard !named.isEmpty || input[all] || several else {
      throw UsageError(
        "say what to scan: --bucket <name>, or --all for every bucket of the account, or --organization or --accounts "
          + "for several accounts", command: input.path)
    }
    guard named.isEmpty || !several else {
      throw UsageError(
        "--bucket names buckets of one account, and cannot go with --organization or --accounts: scan them with that "
          + "account's credentials (--profile)", command: input.path)
    }
    guard named.isEmpty || !input[all] else {
      throw UsageError("--bucket and --all exclude each other", command: input.path)
    }
    guard !input[all] && !several || !input[Shared.noSignRequest] else {
      throw UsageError(
        "--no-sign-request needs --bucket: without credentials there is no list of buckets", command: input.path)
    }
    let wanted = Set(input[regions].flatMap(\.names)).sorted()
    guard named.isEmpty || wanted.isEmpty else {
      throw UsageError(
        "--bucket and --regions exclude each other: a named bucket is scanned wherever it is", command: input.path)
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
      buckets: Set(named.map(\.bucket)).sorted(), regions: wanted, prefix: prefixes.first ?? "",
      depth: input[depth].value, includesListing: !input[noListing], includesMetrics: !input[noMetrics],
      includesIAM: true, judgesIAM: named.isEmpty || input[iam])
  }

  private static func tellUnfinished(_ store: SnapshotStore, _ talk: Talk) async throws(Problem) {
    let unfinished = try await store.unfinished()
    for scan in unfinished {
      talk.remark(
        "a scan that started \(scan.started.day) \(scan.started.clock) UTC on \(scan.host) (process \(scan.pid)) was left "
          + "unfinished; it kept no snapshot, and earlier ones are whole")
    }
    try await store.forget(unfinished)
  }
}
