import Arguments
import Model
import Reports
import Store

/// `audit report`: an old snapshot, or the survey of several accounts that it is part of, told again without a request.
enum ReportCommand {
  private static let snapshot = Choice<String>(
    "snapshot", takes: "id|latest", "Report this snapshot of one account alone")
  private static let survey = Choice<String>(
    "survey", takes: "id|latest", "Report this scan of several accounts")

  /// Rendering judges nothing by itself: only who asks for a gate gets one.
  private static let failOn = Choice<FailOn>(
    "fail-on", takes: "severity", "End as a scan would: with 1 on findings of this severity or above (default: 0)")

  static let command: Command = .init(
    "report", "Render a kept snapshot again, without asking AWS anything.",
    discussion: """
      Without --snapshot and --survey, the newest scan is reported: of all its
      accounts, where there were several.
      """,
    examples: ["--format json", "--snapshot 12 --format markdown=report.md --format json=report.json", "--survey 3"],
    sections: [
      .init(
        "Options",
        [
          snapshot, survey, Shared.formats, Shared.showPasses, Shared.database, failOn, Shared.allowUnknown,
        ])
    ]
  ) { input in
    guard input[snapshot] == nil || input[survey] == nil else {
      throw UsageError("--snapshot and --survey exclude each other", command: input.path)
    }
    try ConfigurationProblem.marking { () throws(Problem) in try Output.check(input[Shared.formats]) }
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let store = try SnapshotStore(path: path, creates: false)
    let options = ReportOptions(showsPasses: input[Shared.showPasses])
    let gate = input[failOn].map { Gate(failOn: $0, allowsUnknown: input[Shared.allowUnknown]) }
    switch try await found(input, in: store) {
    case .snapshot(let found):
      try Output.deliver(found, to: input[Shared.formats], options: options)
      return (gate?.status(of: found) ?? .success).rawValue
    case .survey(let found):
      try Output.deliver(found, to: input[Shared.formats], options: options)
      return (gate?.status(of: found) ?? .success).rawValue
    }
  }

  private static func found(_ input: Input, in store: SnapshotStore) async throws -> Kept {
    if let word = input[snapshot] { return .snapshot(try await Snapshots.load(word, from: store, command: input.path)) }
    if let word = input[survey] { return .survey(try await Snapshots.survey(word, from: store, command: input.path)) }
    return try await Snapshots.newest(in: store)
  }
}
