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
    "list", "List the snapshots, and the scans of several accounts that they are part of, newest first.",
    examples: [""], sections: [database]
  ) { input in
    try await Snapshots.withStore(input) { store in
      let summaries = try await store.list()
      let surveys = try await store.surveys()
      try Output.write(summaries.isEmpty ? "no snapshots in \(store.path)\n" : SnapshotTable.text(summaries))
      if !surveys.isEmpty { try Output.write("\n" + SnapshotTable.text(surveys)) }
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
