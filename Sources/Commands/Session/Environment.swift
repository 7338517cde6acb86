import FoundationEssentials

/// The process's environment, read once.
enum Environment {
  static let current: [String: String] = ProcessInfo.processInfo.environment
}
