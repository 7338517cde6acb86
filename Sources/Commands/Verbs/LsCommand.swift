import AWS
import Arguments
import Listing
import Model
import Reports
import Scanner
import Services
import Terminal

/// `audit ls`: one level of a bucket, or the objects of it that matter most.
enum LsCommand {
  private static let largest = Counted("largest", "The largest objects (20, or as many)", default: 20)
  private static let oldest = Counted("oldest", "Those that were modified first", default: 20)
  private static let newest = Counted("newest", "Those that were modified last", default: 20)
  private static let duplicates = Counted(
    "duplicates", "Contents that are stored more than once, the most wasteful first", default: 20)

  static let command: Command = .init(
    "ls", "List one level, or the largest, oldest, newest or duplicate objects.",
    discussion: """
      Without an option one level is listed, up to the next /. The others list all of
      the target, many parts of it at once, and tell of current objects only. Contents
      count as the same where size and ETag are equal: probably so, and there may be
      more, because ETags of equal contents differ after uploads in parts of another
      size, and with SSE-KMS and SSE-C. What in a name could disturb a terminal is
      written out; --format json has names as they are.

      Exit status:
        0  everything was read
        2  wrong command line
        3  something could not be read, or the listing was cut short
        4  nothing could be read
      """,
    examples: [
      "s3://raydenrules-data/intermediate/", "s3://raydenrules-data --largest",
      "--all --oldest 5 --format csv", "s3://mltrack-models/data/ --duplicates 50 --format json",
    ],
    sections: [
      .init(
        "What to list", [ListingTargets.words, ListingTargets.all, largest, oldest, newest, duplicates]),
      ListingSettings.options, Shared.connection,
      .init("Output", [TableOutput.formats, TableOutput.bytes, Shared.database, Shared.quiet, Shared.verbose]),
    ], run: run)

  private static func run(_ input: Input) async throws -> Int32 {
    let named = try ListingTargets.named(input)
    let (kind, count) = try kind(input)
    try TableOutput.check(input)
    var session = try Session(input)
    try session.check(named, for: "")
    session.listing = try ConfigurationProblem.marking { () throws(Problem) in
      try ListingSettings(input, prices: session.provider.prices, region: session.client.configuration.region)
    }
    let talk = Talk(
      isQuiet: input[Shared.quiet], isVerbose: input[Shared.verbose], showsProgress: !input[Shared.debug])
    let now = Timestamp.now
    let lister = TargetLister(
      session: session, talk: talk, store: kind == .level ? nil : TargetLister.store(input, talk))
    let table = try await Interruption.cancelling(talk) {
      defer { talk.progress.finish() }
      return try await collect(kind, count, named, lister, now)
    }
    for remark in table.remarks { talk.remark(remark) }
    try TableOutput.deliver(input) { format in
      switch format {
      case .text: table.text(inBytes: input[TableOutput.bytes])
      case .csv: table.csv()
      case .json: table.json()
      }
    }
    talk.requests(session.client.requestCounts)
    let isExact =
      !input[ListingSettings.exactDuplicates] || table.targets.allSatisfy { $0.duplicates?.isExact == true }
    return (table.isComplete && isExact ? ExitCode.success : .unknown).rawValue
  }

  private static func kind(_ input: Input) throws(UsageError) -> (ObjectTable.Kind, Int) {
    let asked: [(ObjectTable.Kind, Int?)] = [
      (.largest, input[largest]), (.oldest, input[oldest]), (.newest, input[newest]),
      (.duplicates, input[duplicates]),
    ]
    let given = asked.compactMap { kind, count in count.map { (kind, $0) } }
    guard given.count <= 1 else {
      throw UsageError(
        "--\(given[0].0.rawValue) and --\(given[1].0.rawValue) exclude each other", command: input.path)
    }
    guard given.first?.0 == .duplicates || !input[ListingSettings.exactDuplicates] else {
      throw UsageError("--exact-duplicates goes with --duplicates", command: input.path)
    }
    return given.first ?? (.level, 0)
  }

  private static func collect(
    _ kind: ObjectTable.Kind, _ count: Int, _ named: [BucketArgument], _ lister: TargetLister, _ now: Timestamp
  ) async throws -> ObjectTable {
    let session = lister.session
    try await session.introduce(lister.talk)
    let targets = try await ListingTargets.found(named, session)
    var builder = ObjectTableBuilder(
      table: ObjectTable(
        toolVersion: Version.current, listedAt: now, provider: session.provider.name,
        endpoint: session.account.endpoint, kind: kind))
    if kind == .level {
      let errors = ErrorKeeper(session.caller)
      let levels = session.listing.levels(errors)
      let found = await inOrder(targets, atOnce: 8) { await levels.level(of: $0.bucket, below: $0.prefix) }
      for (target, level) in zip(targets, found) { builder.add(target, level, errors[target.bucket]) }
    } else {
      let unsupported = session.provider.unsupported
      let found = await lister.list(targets) { target in
        ListingOptions(
          prefix: target.prefix, depth: 0, includesUploads: false, unsupported: unsupported, now: now,
          sampleLimit: count)
      }
      for listed in found { builder.add(listed, count) }
    }
    if builder.table.targets.isEmpty, let problem = builder.problem { throw problem }
    return builder.table
  }
}
