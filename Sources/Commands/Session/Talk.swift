import AWS
import Scanner
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

  /// How far the scan of one account has come.
  func show(_ scan: ScanProgress) {
    progress.update { state in
      state.phase = scan.phase
      state.bucketsDone = scan.bucketsDone
      state.bucketsTotal = scan.bucketsTotal
      state.bucket = scan.bucket
      state.objects = scan.objects
      state.objectsExpected = scan.objectsExpected
      state.bytes = scan.bytes
      state.pages = scan.pages
    }
  }

  /// What the run itself asked, and so what it costs.
  func requests(_ counts: [String: Int]) {
    let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    detail("\(counts.values.reduce(0, +)) requests: \(words.joined(separator: ", "))")
  }
}
