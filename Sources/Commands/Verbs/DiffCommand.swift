import Arguments
import Comparison
import Model
import Reports
import Store

/// `audit diff`: what changed between two snapshots of one scope, or in each account of a survey.
enum DiffCommand {
  private enum Form: String, CaseIterable, Readable { case markdown, json }

  private static let survey = Choice<String>(
    "survey", takes: "id|latest", "Compare each account of this scan of several with its snapshot of before")
  private static let ids = Words("id", "Two snapshots, the older first (default: the last two of one scope)", 0...2)
  private static let form = Option("format", short: "f", takes: "name", "Form of the answer", default: Form.markdown)
  private static let exitCode = Flag("exit-code", "End with 1 when something differs")

  static let command: Command = .init(
    "diff", "Say what changed between two snapshots: settings, findings, bytes, dollars.",
    discussion: """
      Only snapshots of one scope can be compared: the same account or endpoint, the
      same buckets, prefix, depth and options. Without ids, the newest snapshot is
      compared with the one before it of the same scope, and where the newest scan
      was of several accounts, each of them; with one id, that one with the one
      before it.
      """,
    examples: ["", "12", "3 12 --format json --exit-code", "--survey 3"],
    sections: [.init("Arguments", [ids]), .init("Options", [survey, form, exitCode, Shared.database])]
  ) { input in
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    let store = try SnapshotStore(path: path, creates: false)
    let words = input[ids]
    if let found = try await several(input, in: store) {
      try Output.write(input[form] == .json ? JSONSurveyDiff(found).text : MarkdownSurveyDiff(found).text)
      return found.isEmpty || !input[exitCode] ? ExitCode.success.rawValue : ExitCode.violations.rawValue
    }
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

  /// What changed in each account of a survey; nil where one account is meant.
  private static func several(_ input: Input, in store: SnapshotStore) async throws -> SurveyDiff? {
    let now: Survey
    if let word = input[survey] {
      guard input[ids].isEmpty else {
        throw UsageError("--survey compares whole scans, and takes no snapshots' numbers", command: input.path)
      }
      now = try await Snapshots.survey(word, from: store, command: input.path)
    } else {
      guard input[ids].isEmpty, try await store.latest() != nil,
        case .survey(let found) = try await Snapshots.newest(in: store)
      else { return nil }
      now = found
    }
    var before: [Snapshot?] = []
    for snapshot in now.snapshots {
      let previous = try await store.previous(of: snapshot.id)
      if let previous { before.append(try await store.load(previous.id)) } else { before.append(nil) }
    }
    guard before.contains(where: { $0 != nil }) else {
      throw Problem(
        "there is nothing to compare the accounts of survey \(now.id) with",
        why: now.snapshots.isEmpty
          ? "it could enter none of them" : "each of its snapshots is the first of its scope",
        fix: "scan the same accounts again, or name two snapshots ('audit snapshots list')")
    }
    return try SurveyDiff(now, before: before, last: try await accounts(before: now, in: store))
  }

  /// Of the survey before, which may have had accounts that are gone.
  private static func accounts(
    before survey: Survey, in store: SnapshotStore
  ) async throws -> [(id: String, name: String?)] {
    let earlier = try await store.surveys().first {
      $0.organization == survey.organization && ($0.started, $0.id) < (survey.started, survey.id)
    }
    guard let earlier else { return [] }
    let last = try await store.survey(earlier.id)
    return last.snapshots.compactMap { snapshot in snapshot.account.id.map { ($0, snapshot.account.name) } }
      + last.closed.map { ($0.id, $0.name) }
  }
}
