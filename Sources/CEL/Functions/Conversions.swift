/// `int`, `uint`, `double`, `string`, `bytes`, `bool`, `timestamp`, `duration`, `type`, `dyn`.
///
/// Source: CEL language definition, "List of Standard Definitions".
enum Conversions {
  static let functions: [Function] = [
    Function(
      name: "int",
      overloads: [
        .function { (value: Int64) in value },
        .function { (value: UInt64) throws(EvaluationError) in try whole(Int64(exactly: value), "int") },
        .function { (value: Double) throws(EvaluationError) in
          // The limits themselves are refused: as doubles they are not exact.
          guard value > -0x1p63, value < 0x1p63 else { throw EvaluationError.overflow("int") }
          return Int64(value)
        },
        .function { (text: String) throws(EvaluationError) in
          guard let value = Int64(text) else { throw unreadable(text, "int") }
          return value
        },
        .function { (time: CELTimestamp) in time.seconds },
        .function { (duration: CELDuration) in duration.nanoseconds / 1_000_000_000 },
      ]),
    Function(
      name: "uint",
      overloads: [
        .function { (value: UInt64) in value },
        .function { (value: Int64) throws(EvaluationError) in try whole(UInt64(exactly: value), "uint") },
        .function { (value: Double) throws(EvaluationError) in
          guard value >= 0, value < 0x1p64 else { throw EvaluationError.overflow("uint") }
          return UInt64(value)
        },
        .function { (text: String) throws(EvaluationError) in
          guard let value = UInt64(text), !text.hasPrefix("+") else { throw unreadable(text, "uint") }
          return value
        },
      ]),
    Function(
      name: "double",
      overloads: [
        .function { (value: Double) in value },
        .function { (value: Int64) in Double(value) },
        .function { (value: UInt64) in Double(value) },
        .function { (text: String) throws(EvaluationError) in
          guard let value = Double(text) else { throw unreadable(text, "double") }
          return value
        },
      ]),
    Function(
      name: "string",
      overloads: [
        .function { (value: String) in value },
        .function { (value: Bool) in value ? "true" : "false" },
        .function { (value: Int64) in String(value) },
        .function { (value: UInt64) in String(value) },
        .function { (value: Double) in DoubleText.shortest(value) },
        .unary(false) { (value: Bytes, run) throws(EvaluationError) in
          try run.charge(bytes: value.content.count)
          guard let text = String(validating: value.content, as: UTF8.self) else {
            throw EvaluationError("the bytes are not UTF-8")
          }
          return text
        },
        .function { (value: CELTimestamp) in value.description },
        .function { (value: CELDuration) in value.description },
        .function { (value: IPAddress) in value.description },
        .function { (value: CIDR) in value.description },
      ]),
    Function(
      name: "bytes",
      overloads: [
        .function { (value: Bytes) in value },
        .unary(false) { (text: String, run) throws(EvaluationError) in
          try run.charge(bytes: text.utf8.count)
          return Bytes(Array(text.utf8))
        },
      ]),
    Function(
      name: "bool",
      overloads: [
        .function { (value: Bool) in value },
        .function { (text: String) throws(EvaluationError) in
          // Go's strconv.ParseBool, which the conformance cases follow.
          switch text {
          case "1", "t", "T", "true", "TRUE", "True": return true
          case "0", "f", "F", "false", "FALSE", "False": return false
          default: throw unreadable(text, "bool")
          }
        },
      ]),
    Function(
      name: "timestamp",
      overloads: [
        .function { (value: CELTimestamp) in value },
        .function { (text: String) throws(EvaluationError) in
          guard let value = CELTimestamp(rfc3339: text) else { throw unreadable(text, "timestamp") }
          return value
        },
        .function { (seconds: Int64) throws(EvaluationError) in
          guard let value = CELTimestamp(seconds: seconds) else { throw EvaluationError.overflow("timestamp") }
          return value
        },
      ]),
    Function(
      name: "duration",
      overloads: [
        .function { (value: CELDuration) in value },
        .function { (text: String) throws(EvaluationError) in
          guard let value = CELDuration(text) else { throw unreadable(text, "duration") }
          return value
        },
      ]),
    Function(
      name: "type",
      overloads: [
        Overload.function(taking: [.parameter(0)]) { (value: Value) in value.typeName ?? .null }.overUnknownLeaves
      ]),
    Function(
      name: "dyn",
      overloads: [
        Overload.function(taking: [.parameter(0)], giving: .dyn) { (value: Value) in value }.overUnknownLeaves
      ]),
  ]

  private static func unreadable(_ text: String, _ type: String) -> EvaluationError {
    EvaluationError("\(Value.quote(String(text.prefix(80)))) does not read as a \(type)")
  }

  private static func whole<T>(_ value: T?, _ type: String) throws(EvaluationError) -> T {
    guard let value else { throw EvaluationError.overflow(type) }
    return value
  }
}
