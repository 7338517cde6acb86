/// The `encoders` extension: base64 of RFC 4648, with padding when written, with or without when read.
enum EncoderFunctions {
  static let functions: [Function] = [
    Function(
      name: "base64.encode",
      overloads: [
        .unary(false) { (bytes: Bytes, run) throws(EvaluationError) in
          try run.charge(bytes: bytes.content.count * 2)
          return encode(bytes.content)
        }
      ]),
    Function(
      name: "base64.decode",
      overloads: [
        .unary(false) { (text: String, run) throws(EvaluationError) in
          try run.charge(bytes: text.utf8.count)
          guard let bytes = decode(text) else { throw EvaluationError("the text is not base64") }
          return Bytes(bytes)
        }
      ]),
  ]

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for index in 0..<4 {
        result.append(
          index <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func decode(_ text: String) -> [UInt8]? {
    var digits = Array(text.utf8)
    let length = digits.count
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    let padding = length - digits.count
    guard padding == 0 || length % 4 == 0 && padding <= 2, digits.count % 4 != 1 else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for digit in digits {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      bits = (bits << 6 | UInt32(value)) & 0xffff
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}
