import Arguments
import Model

/// How `du` and `ls` write what they found.
enum TableFormat: String, CaseIterable, Sendable { case text, csv, json }

/// `csv`, or `json=usage.json`.
struct TableTarget: Readable {
  let format: TableFormat
  /// Nil for standard output.
  let file: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let format = TableFormat(rawValue: parts[0]) else { return nil }
    if parts.count == 2, parts[1].isEmpty { return nil }
    self.format = format
    file = parts.count == 2 ? parts[1] : nil
  }

  static var expectation: String {
    "a format (\(TableFormat.allCases.map(\.rawValue).joined(separator: ", "))), or format=file"
  }
}

/// What `du` and `ls` share in writing.
enum TableOutput {
  static let formats = Repeated<TableTarget>(
    "format", short: "f", takes: "name[=file]",
    "text, csv or json; with =file it is written there, else to standard output (one only)")
  static let bytes = Flag("bytes", "Exact bytes and counts without separators, not KiB, MiB and GiB")

  /// Rejects two on standard output before any request is sent.
  static func check(_ input: Input) throws(UsageError) {
    guard input[formats].count(where: { $0.file == nil }) > 1 else { return }
    throw UsageError("only one --format can go to standard output; give the others a file", command: input.path)
  }

  /// - Parameter render: the text in a format; without any, plain text to standard output.
  static func deliver(_ input: Input, _ render: (TableFormat) -> String) throws(Problem) {
    guard !input[formats].isEmpty else { return try Output.write(render(.text)) }
    for target in input[formats] {
      let text = render(target.format)
      if let file = target.file { try OutputFile(path: file).write(text) } else { try Output.write(text) }
    }
  }
}
