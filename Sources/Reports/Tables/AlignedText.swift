/// Columns of text for a terminal: figures to the right, the last column as long as it is.
struct AlignedText {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// - Parameter columns: at least one. Cells are on one line, and harmless already.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
  }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  var text: String {
    let lengths = rows.map { $0.map(\.count) }
    let widths = alignments.indices.map { column in lengths.map { $0[column] }.max() ?? 0 }
    let last = alignments.count - 1
    var text = ""
    for (row, own) in zip(rows, lengths) {
      for column in alignments.indices {
        let space = String(repeating: " ", count: widths[column] - own[column])
        if column > 0 { text += "  " }
        if alignments[column] == .right { text += space }
        text += row[column]
        if alignments[column] == .left, column < last { text += space }
      }
      text += "\n"
    }
    return text
  }
}
