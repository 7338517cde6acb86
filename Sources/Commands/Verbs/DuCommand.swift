import AWS
public import Arguments
import Listing
import Model
import Pricing
public import Reports
import Services
import Terminal

/// `audit du`: what buckets and prefixes hold, and nothing else.
enum DuCommand {
  private static let depth = Choice<Number>(
    "depth", short: "d", takes: "levels", "Levels of prefixes to tell (default 1; 0 for sums alone, also with --by)")
  private static let by = Option(
    "by", takes: "what", "One line for each of these", default: UsageTable.Grouping.prefix)
  private static let versions = Flag(
    "versions", "Tell noncurrent versions, delete markers and incomplete uploads, too")
  private static let cost = Flag("cost", "Tell what the storage costs a month")
  private static let sort = Option("sort", takes: "order", "Order of the lines", default: Order.key)

  enum Order: String, CaseIterable, Readable { case key, size }

  static let command: Command = .init(
    "du", "What buckets and prefixes hold: objects, bytes, and what they cost.",
    discussion: """
      Sizes are those of current objects; sums come last. It lists only, many parts of
      a bucket at once, and cuts them where an earlier scan in the database shows.
      --by class and --by age go with --depth; extensions and owners are told for each
      target as a whole. Owners are patterns in audit.yaml (docs/du.md). A figure that
      is a lower bound, because a listing was cut short, begins with ≥.

      Exit status:
        0  everything was read
        2  wrong command line or configuration file
        3  something could not be read, or the listing was cut short
        4  nothing could be read
      """,
    examples: [
      "s3://raydenrules-data", "s3://raydenrules-data/intermediate/ --depth 2 --sort size",
      "--all --depth 0 --versions --cost", "s3://mltrack-models --by class --depth 1 --format csv",
      "--all --by owner-pattern --config audit.yaml --cost",
    ],
    sections: [
      .init(
        "What to list",
        [ListingTargets.words, ListingTargets.all, depth, by, versions, cost, Shared.configuration]),
      ListingSettings.options, Shared.connection,
      .init(
        "Output", [TableOutput.formats, sort, TableOutput.bytes, Shared.database, Shared.quiet, Shared.verbose]),
    ], run: run)

  private static func run(_ input: Input) async throws -> Int32 {
    let named = try ListingTargets.named(input)
    var builder = try builder(input)
    try TableOutput.check(input)
    var session = try Session(input)
    try session.check(named, for: "")
    session.listing = try ConfigurationProblem.marking { () throws(Problem) in
      try ListingSettings(input, prices: session.provider.prices, region: session.client.configuration.region)
    }
    let talk = Talk(
      isQuiet: input[Shared.quiet], isVerbose: input[Shared.verbose], showsProgress: !input[Shared.debug])
    let now = Timestamp.now
    let request = Request(
      named: named, depth: builder.depth, hasVersions: builder.hasVersions,
      owners: builder.grouping == .owner ? builder.owners : nil, now: now)
    let lister = TargetLister(
      session: session, talk: talk, needsRegions: input[cost], store: TargetLister.store(input, talk))
    let listed = try await Interruption.cancelling(talk) {
      defer { talk.progress.finish() }
      return try await list(request, lister)
    }
    if input[cost] {
      builder.prices = try StorageEstimator(
        prices: session.provider.prices, provider: session.provider.name,
        listed: listed.compactMap { one in
          one.usage.value.map { StorageEstimator.Listed(region: one.region, usage: $0.total) }
        })
    }
    let table = builder.table(listed, toolVersion: Version.current, at: now, account: session.account)
    if table.targets.isEmpty, let problem = ListedTarget.problem(listed) { throw problem }
    for remark in table.remarks { talk.remark(remark) }
    let bySize = input[sort] == .size
    try TableOutput.deliver(input) { format in
      switch format {
      case .text: table.text(inBytes: input[TableOutput.bytes], bySize: bySize)
      case .csv: table.csv(bySize: bySize)
      case .json: table.json(bySize: bySize)
      }
    }
    talk.requests(session.client.requestCounts)
    return status(table).rawValue
  }

  /// What is sent.
  private struct Request: Sendable {
    var named: [BucketArgument]
    var depth: Int
    var hasVersions: Bool
    /// Where they decide how deep prefixes are accounted for.
    var owners: Owners?
    var now: Timestamp
  }

  private static func list(_ request: Request, _ lister: TargetLister) async throws -> [ListedTarget] {
    try await lister.session.introduce(lister.talk)
    let targets = try await ListingTargets.found(request.named, lister.session)
    let unsupported = lister.session.provider.unsupported
    return await lister.list(targets) { target in
      ListingOptions(
        prefix: target.prefix,
        depth: request.owners?.depth(bucket: target.bucket, below: target.prefix) ?? request.depth,
        includesVersions: request.hasVersions, includesUploads: request.hasVersions, unsupported: unsupported,
        now: request.now)
    }
  }

  /// What the command line asks to tell.
  private static func builder(_ input: Input) throws -> UsageTableBuilder {
    let grouping = input[by]
    let given = input[depth]?.value
    if let given, given > 0, grouping == .fileExtension || grouping == .owner {
      throw UsageError(
        "--by \(grouping.rawValue) is told for each target as a whole: leave --depth out, and name prefixes as targets",
        command: input.path)
    }
    if input[versions], grouping == .fileExtension || grouping == .age {
      throw UsageError(
        "--by \(grouping.rawValue) tells of current objects only: leave --versions out", command: input.path)
    }
    var builder = UsageTableBuilder(
      grouping: grouping, depth: given ?? (grouping == .prefix ? 1 : 0), hasVersions: input[versions],
      hasDuplicates: input[ListingSettings.exactDuplicates])
    let configuration = try RuleSelection.configuration(input)
    if grouping == .owner {
      guard !configuration.owners.isEmpty else {
        throw ConfigurationProblem(
          problem: Problem(
            "--by owner-pattern needs to know the owners",
            why: input[Shared.configuration].map { "\($0) has no 'owners'" } ?? "there is no --config",
            fix: "list them under 'owners' in audit.yaml, and name it with --config"))
      }
      builder.owners = Owners(configuration.owners)
    }
    return builder
  }

  /// What was asked for and is not known is never a success.
  private static func status(_ table: UsageTable) -> ExitCode {
    func isOpen(_ observation: Observation<Bool>) -> Bool { observation.gap.map { !$0.isUnsupported } ?? false }
    let isOpen = table.targets.contains { target in
      isOpen(target.versions) || isOpen(target.uploads) || (table.grouping == .owner && target.foldedPrefixes > 0)
        || target.duplicates?.isExact == false
    }
    let hasCosts = table.total.monthly?.isComplete ?? true
    return table.isComplete && !isOpen && hasCosts ? .success : .unknown
  }
}

extension UsageTable.Grouping: Readable {}
