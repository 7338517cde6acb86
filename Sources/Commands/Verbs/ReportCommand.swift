import Arguments
import Model
import Reports

/// `audit report`: an old snapshot told again, without a request to AWS.
enum ReportCommand {
  private static let snapshot = Option("snapshot", takes: "id|latest", "Which snapshot to render", default: "latest")

  static let command: Command = .init(
    "report", "Render a kept snapshot again, without asking AWS anything.",
    examples: ["--format json", "--snapshot 12 --format markdown=report.md --format json=report.json"],
    sections: [
      .init(
        "Options",
        [
          snapshot, Shared.formats, Shared.showPasses, Shared.database, Shared.failOn, Shared.allowUnknown,
        ])
    ]
  ) { input in
    try Output.check(input[Shared.formats])
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let found = try await Snapshots.load(input[snapshot], from: .init(path: path))
    try Output.deliver(found, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    return Gate(failOn: input[Shared.failOn], allowsUnknown: input[Shared.allowUnknown]).status(of: found).rawValue
  }
}
