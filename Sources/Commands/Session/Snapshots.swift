import Arguments
import Model
import Store

/// What a database holds: one account's snapshot, or the survey of several.
enum Kept {
  case snapshot(Snapshot)
  case survey(Survey)
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

  /// A survey by number, or the newest one for `latest`.
  static func survey(_ word: String, from store: SnapshotStore, command: String) async throws -> Survey {
    if word == "latest" {
      guard let latest = try await store.latestSurvey() else {
        throw Problem(
          "there is no scan of several accounts in \(store.path)",
          fix: "run `audit scan` over several accounts first, or name the database with --db")
      }
      return try await store.survey(latest.id)
    }
    guard let id = Int64(word), id > 0 else {
      throw UsageError("'\(word)' is neither a survey's number nor 'latest'", command: command)
    }
    return try await store.survey(id)
  }

  /// What the newest scan kept. A survey that could enter no account has no snapshot, and is the newest all the same.
  static func newest(in store: SnapshotStore) async throws -> Kept {
    let snapshot = try await store.latest()
    if let survey = try await store.latestSurvey(), snapshot.map({ $0.started < survey.started }) ?? true {
      return .survey(try await store.survey(survey.id))
    }
    if let survey = snapshot?.survey { return .survey(try await store.survey(survey)) }
    return .snapshot(try await load("latest", from: store))
  }
}
