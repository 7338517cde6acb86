import Profiles

extension TextFile.Failure {
  /// Why a file was not read, in words.
  var words: String {
    switch self {
    case .missing: "there is no such file"
    case .unreadable(let words): words
    }
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }

  /// Words from elsewhere on one line, 200 characters of them.
  var oneLine: String {
    String(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.map { Character($0) }.prefix(200))
  }
}
