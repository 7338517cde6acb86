import AWS
import Credentials
import Model

/// What `audit doctor` says of the way to credentials: each provider asked, the steps inside, and how long they last.
enum LoginReport {
  /// - Parameter credentials: nil where the way ended without.
  static func lines(_ attempts: [ProviderAttempt], _ credentials: AWSCredentials?, now: Timestamp) -> [String] {
    let width = attempts.map(\.name.count).max() ?? 0
    var lines = ["Credential providers, in the order asked:"]
    for (index, attempt) in attempts.enumerated() {
      let padding = String(repeating: " ", count: width - attempt.name.count)
      // Without credentials, the last one asked is where the way ended, unless it only had none.
      let mark = attempt.used ? "*" : attempt.failed && index == attempts.count - 1 ? "!" : " "
      lines.append("  \(mark) \(attempt.name)\(padding)  \(attempt.outcome)")
    }
    guard let credentials else { return lines }
    lines += ["", "Access key  \(credentials.accessKeyID)"]
    for (index, step) in credentials.steps.enumerated() {
      lines.append(index == 0 ? "Comes from  \(step)" : "            assumed with \(step)")
    }
    return lines + ["Good until  \(end(of: credentials, now))"]
  }

  private static func end(of credentials: AWSCredentials, _ now: Timestamp) -> String {
    guard let end = credentials.expiration else { return "somebody changes them: they are long-term keys" }
    let minutes = (end.seconds - now.seconds) / 60
    guard end > now else { return "\(end): past by this machine's clock" }
    let rest =
      switch minutes {
      case 0: "less than a minute"
      case 1: "a minute"
      case ..<120: "\(minutes) minutes"
      default: "\(minutes / 60) hours"
      }
    return "\(end), \(rest) from now; a scan that lasts longer gets new ones"
  }
}
