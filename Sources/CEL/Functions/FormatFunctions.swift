/// `'...'.format([...])`.
///
/// Source: cel-go, "Extensions", strings, "Format".
enum FormatFunctions {
  static let functions: [Function] = [
    Function(
      name: "format",
      overloads: [
        .binary(true, [.string, .list(.dyn)]) { (text: String, values: [Value], run) throws(EvaluationError) in
          try format(text, values, run)
        }
      ])
  ]

  private static func format(_ text: String, _ values: [Value], _ run: Run) throws(EvaluationError) -> String {
    try run.charge(bytes: text.utf8.count)
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    var next = 0
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard var clause = scalars.next() else { throw EvaluationError("the format ends in the middle of a clause") }
      if clause == "%" {
        result += "%"
        continue
      }
      var precision: Int?
      if clause == "." {
        var digits = ""
        while let digit = scalars.next() {
          guard ("0"..."9").contains(digit) else {
            clause = digit
            break
          }
          digits.unicodeScalars.append(digit)
        }
        guard let count = Int(digits), count <= 1000, clause != "." else {
          throw EvaluationError("'%.' needs a number of digits, 1000 at most, and a clause")
        }
        precision = count
      }
      guard values.indices.contains(next) else {
        throw EvaluationError("the format wants more than the \(values.count) values given")
      }
      let piece = try self.piece(clause, precision, values[next])
      try run.charge(bytes: piece.utf8.count)
      result += piece
      next += 1
    }
    return result
  }

  private static func piece(
    _ clause: Unicode.Scalar, _ precision: Int?, _ value: Value
  ) throws(EvaluationError) -> String {
    switch (clause, value) {
    case ("s", _):
      return value.text
    case ("d", .int(let value)): return String(value)
    case ("d", .uint(let value)): return String(value)
    case ("d", .double(let value)): return DoubleText.shortest(value)
    case ("f", .int), ("f", .uint), ("f", .double): return DoubleText.fixed(number(value), precision: precision ?? 6)
    case ("e", .int), ("e", .uint), ("e", .double):
      return DoubleText.scientific(number(value), precision: precision ?? 6)
    case ("b", .bool(let value)): return value ? "1" : "0"
    case ("b", .int), ("b", .uint): return whole(value, radix: 2, isUpper: false)
    case ("o", .int), ("o", .uint): return whole(value, radix: 8, isUpper: false)
    case ("x", .int), ("x", .uint), ("X", .int), ("X", .uint):
      return whole(value, radix: 16, isUpper: clause == "X")
    case ("x", .string(let text)), ("X", .string(let text)): return hex(Array(text.utf8), isUpper: clause == "X")
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return hex(bytes, isUpper: clause == "X")
    case ("d", _), ("f", _), ("e", _), ("b", _), ("o", _), ("x", _), ("X", _):
      throw EvaluationError("'%\(clause)' does not take a \(value.kind)")
    default: throw EvaluationError("the format has no clause '%\(clause)'")
    }
  }

  private static func number(_ value: Value) -> Double {
    switch value {
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .double(let value): value
    default: .nan
    }
  }

  private static func whole(_ value: Value, radix: Int, isUpper: Bool) -> String {
    switch value {
    case .int(let value): String(value, radix: radix, uppercase: isUpper)
    case .uint(let value): String(value, radix: radix, uppercase: isUpper)
    default: ""
    }
  }

  private static func hex(_ bytes: [UInt8], isUpper: Bool) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
  }
}
