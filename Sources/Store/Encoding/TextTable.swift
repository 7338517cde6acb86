import Glibc

/// Texts by their numbers, each kept once.
struct TextTable {
  private(set) var texts: [String] = []
  private var numbers: [ExactText: Int] = [:]

  mutating func number(of text: String) -> Int {
    let key = ExactText(text)
    if let number = numbers[key] { return number }
    numbers[key] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  /// -1 stands for no text.
  mutating func number(of text: String?) -> Int { text.map { number(of: $0) } ?? -1 }
}

/// A text by its bytes: Swift takes differently composed letters for the same text, S3 does not.
struct ExactText: Hashable {
  private let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.isSameBytes(as: right.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  func isSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    var (left, right) = (self, other)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return left.isEmpty }
        return memcmp(leftStart, rightStart, left.count) == 0
      }
    }
  }
}

extension [String] {
  /// Texts of one list, such as a rule's references: mostly the very same list.
  func isSameBytes(as other: [String]) -> Bool {
    guard count == other.count else { return false }
    let isSameList = withUnsafeBufferPointer { left in
      other.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
    }
    return isSameList || zip(self, other).allSatisfy { $0.isSameBytes(as: $1) }
  }
}
