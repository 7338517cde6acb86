import Arguments

enum DiffCommand {
  static let command = Command("diff", "Say what changed between two snapshots.") { _ in 4 }
}
