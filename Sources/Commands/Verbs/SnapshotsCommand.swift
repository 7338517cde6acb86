import Arguments
import Model
import Reports
import Store
import Terminal

/// `audit snapshots list|show|delete|prune`.
enum SnapshotsCommand {
  static let command: Command = .init(
    "snapshots", "List, show, delete and prune the snapshots that scans have kept.",
    subcommands: [list, show, delete, prune])

  private static let id = Words("id", "A snapshot's number, or 'latest'", 1...1)
  private static let ids = Words("id", "Numbers of snapshots", 1...10_000)
  private static let keep = Choice<PositiveNumber>("keep", takes: "count", "How many of each scope to keep; required")
  private static let database = Command.Section("Options", [Shared.database])

  private static let list = Command(
    "list", "List the snapshots, newest first.", examples: [""], sections: [database]
  ) { input in
    try await Snapshots.withStore(input) { store in
      let summaries = try await store.list()
      try Output.write(summaries.isEmpty ? "no snapshots in \(store.path)\n" : SnapshotTable.text(summaries))
    }
  }

  private static let show = Command(
    "show", "Show one snapshot's report.", examples: ["latest", "12 --format json"],
    sections: [.init("Arguments", [id]), .init("Options", [Shared.database, Shared.formats, Shared.showPasses])]
  ) { input in
    try ConfigurationProblem.marking { () throws(Problem) in try Output.check(input[Shared.formats]) }
    return try await Snapshots.withStore(input) { store in
      let snapshot = try await Snapshots.load(input[id].first ?? "latest", from: store)
      try Output.deliver(
        snapshot, to: input[Shared.formats], options: ReportOptions(showsPasses: input[Shared.showPasses]))
    }
  }

  private static let delete = Command(
    "delete", "Delete snapshots.", examples: ["3 4"], sections: [.init("Arguments", [ids]), database]
  ) { input in
    let numbers = try input[ids].map { word in
      guard let number = Int64(word), number > 0 else {
        throw UsageError("'\(word)' is not a snapshot's number", command: input.path)
      }
      return number
    }
    return try await Snapshots.withStore(input) { store in
      try await store.delete(numbers)
      try Output.write("deleted \(numbers.map(String.init).joined(separator: ", "))\n")
    }
  }

  private static let prune = Command(
    "prune", "Keep the newest snapshots of each scope and delete the others.", examples: ["--keep 30"],
    sections: [.init("Options", [keep, Shared.database])]
  ) { input in
    guard let count = input[keep] else {
      throw UsageError("--keep is missing: how many of each scope are to stay?", command: input.path)
    }
    return try await Snapshots.withStore(input) { store in
      let deleted = try await store.prune(keep: count.value)
      try Output.write(
        deleted.isEmpty ? "nothing to delete\n" : "deleted \(deleted.map(String.init).joined(separator: ", "))\n")
    }
  }
}

/// What the commands that look back share.
enum Snapshots {
  /// Opens the database that the command line names and runs `body` on it.
  static func withStore(
    _ input: Input, _ body: (SnapshotStore) async throws -> Void
  ) async throws -> Int32 {
    let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
    try await body(SnapshotStore(path: path, creates: false))
    return ExitCode.success.rawValue
  }

  /// A snapshot by number, or the newest one for `latest`.
  static func load(_ word: String, from store: SnapshotStore, command: String = "audit snapshots") async throws
    -> Snapshot
  {
    if word == "latest" {
      guard let latest = try await store.latest() else {
        throw Problem(
          "there is no snapshot in \(store.path)", fix: "run `audit scan` first, or name the database with --db")
      }
      return try await store.load(latest.id)
    }
    guard let id = Int64(word), id > 0 else {
      throw UsageError("'\(word)' is neither a snapshot's number nor 'latest'", command: command)
    }
    return try await store.load(id)
  }
}

/// The list of snapshots as an aligned table.
private enum SnapshotTable {
  static func text(_ summaries: [SnapshotSummary]) -> String {
    let header = [
      "id", "started (UTC)", "account", "buckets", "objects", "bytes", "cost/month", "failed", "unknown", "scope",
    ]
    let rows: [[String]] = summaries.map(row)
    let table = [header] + rows
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      let padded = row.indices.dropLast().map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
      return (padded + [row[row.count - 1]]).joined(separator: "  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ summary: SnapshotSummary) -> [String] {
    let failed = Severity.allCases.reversed().compactMap { severity in
      summary.failed[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
    }
    let cost = summary.monthlyCost.map {
      "\($0.fixed(2)) \(summary.currency ?? "")" + (summary.isCostComplete ? "" : "+")
    }
    let buckets = String(summary.buckets) + (summary.isComplete ? "" : "+")
    return [
      String(summary.id), "\(summary.started.day) \(summary.started.clock)", (summary.account ?? "?").safeForTerminal,
      buckets,
      summary.objects.map { String($0) } ?? "?", summary.bytes.map { String($0) } ?? "?", cost ?? "?",
      failed.isEmpty ? "0" : failed.joined(separator: " "), String(summary.unknown), summary.scopeKey,
    ]
  }
}
