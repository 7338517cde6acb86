/// `size`, `contains`, `startsWith`, `endsWith`, `matches`.
///
/// Source: CEL language definition, "List of Standard Definitions".
enum CoreFunctions {
  static let functions: [Function] = [
    Function(name: "size", overloads: sizes(isMethod: false) + sizes(isMethod: true)),
    Function(
      name: "contains",
      overloads: [
        .binary(true) { (text: String, part: String, run) throws(EvaluationError) in
          try run.charge(bytes: text.utf8.count + part.utf8.count)
          return Search.first(Array(part.utf8), in: Array(text.utf8), from: 0) != nil
        }
      ]),
    Function(
      name: "startsWith",
      overloads: [
        .binary(true) { (text: String, part: String, run) throws(EvaluationError) in
          try run.charge(bytes: part.utf8.count)
          return text.utf8.starts(with: part.utf8)
        }
      ]),
    Function(
      name: "endsWith",
      overloads: [
        .binary(true) { (text: String, part: String, run) throws(EvaluationError) in
          try run.charge(bytes: part.utf8.count)
          return text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
        }
      ]),
    Function(name: "matches", overloads: [matches(isMethod: true), matches(isMethod: false)]),
  ]

  private static func sizes(isMethod: Bool) -> [Overload] {
    let forms: [Overload] = [
      .unary(isMethod) { (text: String, run) throws(EvaluationError) in
        try run.charge(bytes: text.utf8.count)
        return Int64(text.unicodeScalars.count)
      },
      .unary(isMethod) { (bytes: Bytes, _) in Int64(bytes.content.count) },
      .unary(isMethod, [.list(.parameter(0))]) { (list: [Value], _) in Int64(list.count) },
      .unary(isMethod, [.map(.parameter(0), .parameter(1))]) { (map: Map, _) in Int64(map.count) },
    ]
    return forms.map(\.overUnknownLeaves)
  }

  private static func matches(isMethod: Bool) -> Overload {
    .binary(isMethod) { (text: String, pattern: String, run) throws(EvaluationError) in
      let pattern = try run.pattern(pattern)
      try run.charge(bytes: text.utf8.count * pattern.cost)
      return pattern.matches(text)
    }
  }
}

/// Finding texts in texts, by code units or code points; linear for the short needles of rules.
enum Search {
  /// Where `needle` first stands at or after `start`.
  static func first<T: Equatable>(_ needle: [T], in hay: [T], from start: Int) -> Int? {
    guard needle.count <= hay.count - start else { return nil }
    guard let head = needle.first else { return start }
    for index in start...(hay.count - needle.count) where hay[index] == head {
      if hay[index..<(index + needle.count)].elementsEqual(needle) { return index }
    }
    return nil
  }

  /// Where `needle` last stands at or before `start`.
  static func last<T: Equatable>(_ needle: [T], in hay: [T], upTo start: Int) -> Int? {
    guard needle.count <= hay.count else { return nil }
    var index = min(start, hay.count - needle.count)
    while index >= 0 {
      if hay[index..<(index + needle.count)].elementsEqual(needle) { return index }
      index -= 1
    }
    return nil
  }
}
