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
    for (format, file) in outputs(targets) {
      if let file {
        try file.write(format.render(snapshot, options: options))
      } else {
        try write { (sink) throws(Console.WriteFailure) in
          try format.write(snapshot, options: options, to: sink)
        }
      }
    }
  }

  /// The same of a survey: one report of all its accounts.
  static func deliver(_ survey: Survey, to targets: [FormatTarget], options: ReportOptions) throws(Problem) {
    for (format, file) in outputs(targets) {
      let text = format.render(survey, options: options)
      if let file { try file.write(text) } else { try write(text) }
    }
  }

  private static func outputs(_ targets: [FormatTarget]) -> [(format: any ReportFormat, file: OutputFile?)] {
    if targets.isEmpty { return [(MarkdownFormat(), nil)] }
    return targets.map { ($0.format, $0.file.map { OutputFile(path: $0) }) }
  }

  /// To standard output. A reader that went away, as `head` does, is no mistake.
  static func write(_ text: String) throws(Problem) {
    try write { (sink) throws(Console.WriteFailure) in try sink(text) }
  }

  private typealias Sink = (String) throws(Console.WriteFailure) -> Void

  private static func write(_ body: (Sink) throws(Console.WriteFailure) -> Void) throws(Problem) {
    do { try body { (text) throws(Console.WriteFailure) in try Console.write(text) } } catch {
      guard error.isClosedPipe else { throw Problem("\(error)") }
    }
  }
}
