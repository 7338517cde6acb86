import AWS
import Terminal

/// What is said on standard error beside the report.
struct Talk: Sendable {
  let progress: Progress
  private let isQuiet: Bool
  private let isVerbose: Bool

  /// - Parameter showsProgress: false where other lines on standard error would run into it.
  init(isQuiet: Bool, isVerbose: Bool, showsProgress: Bool = true) {
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
    progress = Progress(isEnabled: !isQuiet && showsProgress)
  }

  /// A line a request, for `--debug`.
  static let debug: Exchange.Observer = { Console.complain("debug: \($0)") }

  /// Something the user should know.
  func remark(_ text: String) {
    guard !isQuiet else { return }
    progress.finish()
    Console.complain("audit: \(text)")
  }

  /// Something the user asked to know with `--verbose`.
  func detail(_ text: String) {
    guard isVerbose else { return }
    progress.finish()
    Console.complain("audit: \(text)")
  }
}
