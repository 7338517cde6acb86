import Arguments
import Comparison
import Model
import Reports
import Store

/// `audit diff`: what changed between two snapshots of one scope.
enum DiffCommand {
  private enum Form: String, CaseIterable, Readable { case markdown, json }

  private static let ids = Words("id", "Two snapshots, the older first (default: the last two of one scope)", 0...2)
  private static let form = Option("format", short: "f", takes: "name", "Form of the answer", default: Form.markdown)
  private static let exitCode = Flag("exit-code", "End with 1 when something differs")

  static let command: Command = .init(
    "diff", "Say what changed between two snapshots: settings, findings, bytes, dollars.",
    discussion: """
      Only snapshots of one scope can be compared: the same account or endpoint, the
      same buckets, prefix, depth and options. Without ids, the newest snapshot is
      compared with the one before it of the same scope; with one id, that one with
      the one before it.
      """,
    examples: ["", "12", "3 12 --format json --exit-code"],
    sections: [.init("Arguments", [ids]), .init("Options", [form, exitCode, Shared.database])]
  ) { input in
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let store = try SnapshotStore(path: path, creates: false)
    let words = input[ids]
    let newer = try await Snapshots.load(words.last ?? "latest", from: store, command: input.path)
    let older: Snapshot
    if words.count == 2 {
      older = try await Snapshots.load(words[0], from: store, command: input.path)
    } else {
      guard let previous = try await store.previous(of: newer.id) else {
        throw Problem(
          "there is nothing to compare snapshot \(newer.id) with",
          why: "it is the first of its scope, \(newer.scopeKey)",
          fix: "scan the same scope again, or name two snapshots ('audit snapshots list')")
      }
      older = try await store.load(previous.id)
    }
    let diff = try SnapshotDiff(from: older, to: newer)
    try Output.write(input[form] == .json ? JSONDiff(diff).text : MarkdownDiff(diff).text)
    return diff.isEmpty || !input[exitCode] ? ExitCode.success.rawValue : ExitCode.violations.rawValue
  }
}
