import Arguments
import Model
import Reports
import Store

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
    try Output.check(input[Shared.formats])
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
      for number in numbers { try await store.delete(number) }
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
    try await body(SnapshotStore(path: path))
    return ExitCode.success.rawValue
  }

  /// A snapshot by number, or the newest one for `latest`.
  static func load(_ word: String, from store: SnapshotStore) async throws -> Snapshot {
    if word == "latest" {
      guard let latest = try await store.latest() else {
        throw Problem("there is no snapshot in \(store.path)", fix: "run `audit scan` first, or name the database with --db")
      }
      return try await store.load(latest.id)
    }
    guard let id = Int64(word), id > 0 else {
      throw UsageError("'\(word)' is neither a snapshot's number nor 'latest'", command: "audit snapshots")
    }
    return try await store.load(id)
  }
}

/// The list of snapshots as an aligned table.
private enum SnapshotTable {
  static func text(_ summaries: [SnapshotSummary]) -> String {
    let header = ["id", "started (UTC)", "account", "buckets", "objects", "bytes", "cost/month", "failed", "unknown", "scope"]
    let rows = summaries.map { summary in
      let failed = Severity.allCases.reversed().compactMap { severity in
        summary.failed[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
      }
      return [
        String(summary.id), "\(summary.started.day) \(summary.started.clock)", summary.account ?? "?",
        String(summary.buckets) + (summary.isComplete ? "" : "+"), summary.objects.map(String.init) ?? "?",
        summary.bytes.map(String.init) ?? "?",
        summary.monthlyCost.map { "\($0.fixed(2)) \(summary.currency ?? "")\(summary.isCostComplete ? "" : "+")" } ?? "?",
        failed.isEmpty ? "0" : failed.joined(separator: " "), String(summary.unknown), summary.scopeKey,
      ]
    }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      row.indices.map { column in
        column == row.count - 1 ? row[column] : row[column] + String(repeating: " ", count: widths[column] - row[column].count)
      }.joined(separator: "  ")
    }.joined(separator: "\n") + "\n"
  }
}
