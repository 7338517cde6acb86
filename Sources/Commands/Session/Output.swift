import Model
import Reports
import Terminal

/// Delivers rendered reports: each to its file, at most one to standard output.
enum Output {
  /// Rejects what cannot be done before any request is sent: two reports on standard output.
  static func check(_ targets: [FormatTarget]) throws(Problem) {
    let toOutput = targets.filter { $0.file == nil }
    guard toOutput.count <= 1 else {
      throw Problem(
        "only one --format can go to standard output", why: "two reports in one stream cannot be told apart",
        fix: "give the others a file: --format \(toOutput[1].format.name)=report.\(toOutput[1].format.name)")
    }
  }

  /// Renders and writes every report; without any target, Markdown to standard output.
  static func deliver(_ snapshot: Snapshot, to targets: [FormatTarget], options: ReportOptions) throws(Problem) {
    try deliver(to: targets) { $0.render(snapshot, options: options) }
  }

  /// The same of a survey: one report of all its accounts.
  static func deliver(_ survey: Survey, to targets: [FormatTarget], options: ReportOptions) throws(Problem) {
    try deliver(to: targets) { $0.render(survey, options: options) }
  }

  private static func deliver(
    to targets: [FormatTarget], _ render: (any ReportFormat) -> String
  ) throws(Problem) {
    guard !targets.isEmpty else { return try write(render(MarkdownFormat())) }
    for target in targets {
      let text = render(target.format)
      if let file = target.file { try OutputFile(path: file).write(text) } else { try write(text) }
    }
  }

  /// To standard output. A reader that went away, as `head` does, is no mistake.
  static func write(_ text: String) throws(Problem) {
    do { try Console.write(text) } catch {
      guard error.isClosedPipe else { throw Problem("\(error)") }
    }
  }
}
