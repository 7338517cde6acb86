import Model
import XML

// What decoders ask of an element. Whatever an API's reference calls required is asked for with `required…`, so that a
// missing element is a failure that says which one.

extension XMLElement {
  func required(_ name: String) throws(AnswerError) -> XMLElement {
    guard let child = child(name) else { throw AnswerError("\(self.name) has no \(name)") }
    return child
  }

  /// The text of a child as it stands: for keys, prefixes and tags, where white space counts.
  func text(_ name: String) -> String? { child(name)?.text }

  func requiredText(_ name: String) throws(AnswerError) -> String { try required(name).text }

  /// The text of a child without white space around it; nil where there is none.
  func word(_ name: String) -> String? { child(name).flatMap { $0.word.isEmpty ? nil : $0.word } }

  func requiredWord(_ name: String) throws(AnswerError) -> String {
    let word = try required(name).word
    guard !word.isEmpty else { throw AnswerError("\(name) in \(self.name) is empty") }
    return word
  }

  func requiredFlag(_ name: String) throws(AnswerError) -> Bool {
    guard let value = try flag(name) else { throw AnswerError("\(self.name) has no \(name)") }
    return value
  }

  /// Nil where there is no such element; one with anything but true or false in it is an error.
  func flag(_ name: String) throws(AnswerError) -> Bool? {
    guard let word = child(name)?.word else { return nil }
    switch word.lowercased() {
    case "true": return true
    case "false": return false
    default: throw AnswerError("\(name) is '\(word)', neither true nor false")
    }
  }

  /// `Enabled` or `Disabled`.
  func requiredSwitch(_ name: String) throws(AnswerError) -> Bool {
    let word = try requiredWord(name)
    switch word {
    case "Enabled": return true
    case "Disabled": return false
    default: throw AnswerError("\(name) is '\(word)', neither Enabled nor Disabled")
    }
  }

  func integer(_ name: String) throws(AnswerError) -> Int? {
    guard let word = word(name) else { return nil }
    guard let value = Int(word) else { throw AnswerError("\(name) is '\(word)', not a whole number") }
    return value
  }

  func requiredInteger(_ name: String) throws(AnswerError) -> Int {
    guard let value = try integer(name) else { throw AnswerError("\(self.name) has no \(name)") }
    return value
  }

  func time(_ name: String) throws(AnswerError) -> Timestamp? {
    guard let word = word(name) else { return nil }
    guard let value = Timestamp(iso8601: word) else { throw AnswerError("\(name) is '\(word)', not a time") }
    return value
  }

  /// The token of the next page, or nil on the last one. A page that says it is not the last must say how to go on.
  func nextToken(_ name: String, truncated: String? = nil) throws(AnswerError) -> String? {
    let token = text(name).flatMap { $0.isEmpty ? nil : $0 }
    guard let truncated, child(truncated) != nil else { return token }
    guard try requiredFlag(truncated) else { return nil }
    guard let token else { throw AnswerError("the list is cut short, and there is no \(name) to go on with") }
    return token
  }

  /// The items of a `member` list, as the query protocol writes them.
  func members(_ name: String) -> [XMLElement] { child(name)?.children("member") ?? [] }

  /// The tags in a `TagSet`, `Filter` or `And`.
  func tags() throws(AnswerError) -> [String: String] {
    var tags: [String: String] = [:]
    for tag in children("Tag") {
      // Some servers leave out an empty Value.
      guard tags.updateValue(tag.text("Value") ?? "", forKey: try tag.requiredText("Key")) == nil else {
        throw AnswerError("the tag \(tag.text("Key") ?? "") is given twice")
      }
    }
    return tags
  }
}

extension String {
  /// Nil for the empty text: an empty prefix means every key, as no prefix does.
  var nonEmpty: String? { isEmpty ? nil : self }
}
