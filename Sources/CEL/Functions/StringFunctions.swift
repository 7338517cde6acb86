/// The `strings` extension; positions count code points.
///
/// Source: cel-go, "Extensions", strings.
enum StringFunctions {
  static let functions: [Function] = [
    Function(
      name: "charAt",
      overloads: [
        .binary(true) { (text: String, index: Int64, run) throws(EvaluationError) in
          let scalars = try scalars(text, run)
          guard let index = Int(exactly: index), index >= 0, index <= scalars.count else {
            throw outside(index, scalars.count)
          }
          return index == scalars.count ? "" : string(scalars[index...index])
        }
      ]),
    Function(
      name: "indexOf",
      overloads: [
        .binary(true) { (text: String, part: String, run) throws(EvaluationError) in
          try firstIndex(of: part, in: text, from: 0, run)
        },
        .ternary(true) { (text: String, part: String, start: Int64, run) throws(EvaluationError) in
          try firstIndex(of: part, in: text, from: start, run)
        },
      ]),
    Function(
      name: "lastIndexOf",
      overloads: [
        .binary(true) { (text: String, part: String, run) throws(EvaluationError) in
          try lastIndex(of: part, in: text, from: nil, run)
        },
        .ternary(true) { (text: String, part: String, start: Int64, run) throws(EvaluationError) in
          try lastIndex(of: part, in: text, from: start, run)
        },
      ]),
    Function(
      name: "join",
      overloads: [
        .unary(true) { (texts: [String], run) throws(EvaluationError) in try join(texts, "", run) },
        .binary(true) { (texts: [String], separator: String, run) throws(EvaluationError) in
          try join(texts, separator, run)
        },
      ]),
    Function(
      name: "split",
      overloads: [
        .binary(true) { (text: String, separator: String, run) throws(EvaluationError) in
          try split(text, separator, limit: -1, run)
        },
        .ternary(true) { (text: String, separator: String, limit: Int64, run) throws(EvaluationError) in
          try split(text, separator, limit: limit, run)
        },
      ]),
    Function(
      name: "replace",
      overloads: [
        .ternary(true) { (text: String, old: String, new: String, run) throws(EvaluationError) in
          try replace(text, old, new, limit: -1, run)
        },
        .quaternary(true) { (text: String, old: String, new: String, limit: Int64, run) throws(EvaluationError) in
          try replace(text, old, new, limit: limit, run)
        },
      ]),
    Function(
      name: "substring",
      overloads: [
        .binary(true) { (text: String, start: Int64, run) throws(EvaluationError) in
          try substring(text, start, nil, run)
        },
        .ternary(true) { (text: String, start: Int64, end: Int64, run) throws(EvaluationError) in
          try substring(text, start, end, run)
        },
      ]),
    Function(
      name: "trim",
      overloads: [
        .unary(true) { (text: String, run) throws(EvaluationError) in
          let scalars = try scalars(text, run)
          guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
          else { return "" }
          return string(scalars[first...last])
        }
      ]),
    Function(name: "lowerAscii", overloads: [mapped { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }]),
    Function(name: "upperAscii", overloads: [mapped { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }]),
    Function(
      name: "reverse",
      overloads: [
        Overload.unary(true) { (text: String, run) throws(EvaluationError) in
          string(Array(try scalars(text, run).reversed())[...])
        }.overUnknownLeaves
      ]),
    Function(
      name: "strings.quote",
      overloads: [
        .unary(false) { (text: String, run) throws(EvaluationError) in
          try run.charge(bytes: text.utf8.count)
          return Value.quote(text)
        }
      ]),
  ]

  private static func scalars(_ text: String, _ run: Run) throws(EvaluationError) -> [Unicode.Scalar] {
    try run.charge(bytes: text.utf8.count)
    return Array(text.unicodeScalars)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func outside(_ index: Int64, _ count: Int) -> EvaluationError {
    EvaluationError("position \(index) is outside the text of \(count)")
  }

  private static func mapped(_ change: @escaping @Sendable (UInt8) -> UInt8) -> Overload {
    .unary(true) { (text: String, run) throws(EvaluationError) in
      try run.charge(bytes: text.utf8.count)
      return String(decoding: text.utf8.map(change), as: UTF8.self)
    }
  }

  private static func firstIndex(
    of part: String, in text: String, from start: Int64, _ run: Run
  ) throws(EvaluationError) -> Int64 {
    let (hay, needle) = (try scalars(text, run), try scalars(part, run))
    guard let start = Int(exactly: start), start >= 0, start <= hay.count else { throw outside(start, hay.count) }
    return Int64(Search.first(needle, in: hay, from: start) ?? -1)
  }

  private static func lastIndex(
    of part: String, in text: String, from start: Int64?, _ run: Run
  ) throws(EvaluationError) -> Int64 {
    let (hay, needle) = (try scalars(text, run), try scalars(part, run))
    let last = start ?? Int64(hay.count)
    guard let index = Int(exactly: last), index >= 0, index <= hay.count else { throw outside(last, hay.count) }
    return Int64(Search.last(needle, in: hay, upTo: index) ?? -1)
  }

  private static func join(_ texts: [String], _ separator: String, _ run: Run) throws(EvaluationError) -> String {
    try run.charge(bytes: texts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count })
    return texts.joined(separator: separator)
  }

  /// - Parameter limit: pieces at most; negative is all.
  private static func split(
    _ text: String, _ separator: String, limit: Int64, _ run: Run
  ) throws(EvaluationError) -> [String] {
    if limit == 0 { return [] }
    let (hay, needle) = (try scalars(text, run), try scalars(separator, run))
    try run.charge(hay.count)
    var pieces: [String] = []
    var start = 0
    while limit < 0 || pieces.count < limit - 1 {
      if needle.isEmpty {
        guard start < hay.count - 1 else { break }
        pieces.append(string(hay[start...start]))
        start += 1
      } else {
        guard let found = Search.first(needle, in: hay, from: start) else { break }
        pieces.append(string(hay[start..<found]))
        start = found + needle.count
      }
    }
    if needle.isEmpty, hay.isEmpty { return [] }
    return pieces + [string(hay[start...])]
  }

  /// - Parameter limit: replacements at most; negative is all.
  private static func replace(
    _ text: String, _ old: String, _ new: String, limit: Int64, _ run: Run
  ) throws(EvaluationError) -> String {
    let (hay, needle, other) = (try scalars(text, run), try scalars(old, run), try scalars(new, run))
    var result: [Unicode.Scalar] = []
    var start = 0
    var count: Int64 = 0
    while limit < 0 || count < limit {
      guard let found = Search.first(needle, in: hay, from: start) else { break }
      // An empty text stands before every code point and at the end.
      if needle.isEmpty {
        try run.charge(bytes: 1 + other.count)
        result += other
        count += 1
        guard start < hay.count else { break }
        result.append(hay[start])
        start += 1
        continue
      }
      try run.charge(bytes: 1 + other.count)
      result += hay[start..<found] + other
      start = found + needle.count
      count += 1
    }
    return string((result + hay[start...])[...])
  }

  private static func substring(
    _ text: String, _ start: Int64, _ end: Int64?, _ run: Run
  ) throws(EvaluationError) -> String {
    let scalars = try scalars(text, run)
    let end = end ?? Int64(scalars.count)
    guard start >= 0, start <= scalars.count else { throw outside(start, scalars.count) }
    guard end >= 0, end <= scalars.count else { throw outside(end, scalars.count) }
    guard start <= end else { throw EvaluationError("the text from \(start) to \(end) ends before it starts") }
    return string(scalars[Int(start)..<Int(end)])
  }
}
