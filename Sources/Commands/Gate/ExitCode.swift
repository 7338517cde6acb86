/// What a process of ours ends with. Interface: pipelines rely on it.
public enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  case violations = 1
  case usage = 2
  case unknown = 3
  case failed = 4

  /// One line for the table in the help and the manual.
  public var meaning: String {
    switch self {
    case .success: "nothing at or above --fail-on"
    case .violations:
      "findings at or above --fail-on (scan), differences (diff --exit-code), failed examples (rules test)"
    case .usage: "wrong command line, configuration or rule file"
    case .unknown:
      "no such finding, but something a rule at or above --fail-on needed stayed unknown, or the scan was cut short"
    case .failed: "the run itself failed: nothing usable"
    }
  }
}
