import Arguments
import Model
import Reports
import Store

/// `audit report`: an old snapshot told again, without a request to AWS.
enum ReportCommand {
  private static let snapshot = Option("snapshot", takes: "id|latest", "Which snapshot to render", default: "latest")

  /// Rendering judges nothing by itself: only who asks for a gate gets one.
  private static let failOn = Choice<FailOn>(
    "fail-on", takes: "severity", "End as a scan would: with 1 on findings of this severity or above (default: 0)")

  static let command: Command = .init(
    "report", "Render a kept snapshot again, without asking AWS anything.",
    examples: ["--format json", "--snapshot 12 --format markdown=report.md --format json=report.json"],
    sections: [
      .init(
        "Options",
        [
          snapshot, Shared.formats, Shared.showPasses, Shared.database, failOn, Shared.allowUnknown,
        ])
    ]
  ) { input in
    try ConfigurationProblem.marking { () throws(Problem) in try Output.check(input[Shared.formats]) }
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let found = try await Snapshots.load(input[snapshot], from: .init(path: path, creates: false))
    try Output.deliver(found, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    guard let failOn = input[failOn] else { return ExitCode.success.rawValue }
    return Gate(failOn: failOn, allowsUnknown: input[Shared.allowUnknown]).status(of: found).rawValue
  }
}
