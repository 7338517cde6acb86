/// JSON on its way into bytes: what is open closes by itself as soon as something outside of it is written.
///
/// A container of Swift's `Encoder` never says that it is complete; that somebody writes to one further out does.
final class JSONOutput {
  private(set) var bytes: [UInt8] = []
  /// What ends each open array or object, and whether it holds something already; the innermost last.
  private var open: [(end: UInt8, isEmpty: Bool)] = []

  /// How many arrays and objects are open.
  var depth: Int { open.count }

  func beginObject() { begin("{", end: "}") }
  func beginArray() { begin("[", end: "]") }

  private func begin(_ start: Unicode.Scalar, end: Unicode.Scalar) {
    bytes.append(UInt8(ascii: start))
    open.append((UInt8(ascii: end), true))
  }

  /// Ends arrays and objects until no more than `depth` are open.
  func close(to depth: Int) {
    while open.count > depth, let last = open.popLast() { bytes.append(last.end) }
  }

  /// Goes before each element of the array or object at `depth`: ends what is inside it, and separates.
  func next(at depth: Int) {
    close(to: depth)
    if open[depth - 1].isEmpty { open[depth - 1].isEmpty = false } else { bytes.append(UInt8(ascii: ",")) }
  }

  /// An element of the object at `depth`; its value follows.
  func key(_ name: String, at depth: Int) {
    next(at: depth)
    write(name)
    bytes.append(UInt8(ascii: ":"))
  }

  func writeNull() { bytes.append(contentsOf: "null".utf8) }
  func write(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }

  func write(_ number: some FixedWidthInteger) {
    if let small = UInt8(exactly: number), small < 10 { return bytes.append(UInt8(ascii: "0") + small) }
    bytes.append(contentsOf: String(number).utf8)
  }

  /// False where JSON has no such number.
  func write(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    bytes.append(contentsOf: number.description.utf8)
    return true
  }

  func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
        return false
      }
      bytes.append(contentsOf: utf8)
      return true
    }
    if isPlain != true {
      for byte in text.utf8 { escape(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// RFC 8259, section 7: the quotation mark, the backslash and the control characters.
  private func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
