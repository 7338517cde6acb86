import AWS

// The query protocol of CloudWatch, IAM and STS: a form in the body of a POST, XML in the answer.
// Source: Smithy, "AWS query protocol".

extension Operation {
  /// - Parameter parameters: names and values in plain text, without Action and Version.
  func query(_ parameters: [(name: String, value: String)], version: String, region: String? = nil) -> APIRequest {
    let form = ([(name: "Action", value: name), (name: "Version", value: version)] + parameters)
      .map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
    return APIRequest(
      service, name, permission: permission, method: "POST",
      headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")],
      body: Array(form.utf8), region: region)
  }
}

extension String {
  /// Everything but `A-Z a-z 0-9 - . _ ~` as `%XX` per UTF-8 byte; a space is `%20`, which every reader of forms takes.
  var formEncoded: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity(utf8.count)
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.append(byte)
      default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The inverse for `%XX`; nil where the result is not UTF-8 or an escape is broken. A plus stays a plus, as RFC 3986
  /// has it.
  var percentDecoded: String? {
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    let bytes = Array(utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        decoded.append(bytes[index])
        index += 1
        continue
      }
      guard index + 2 < bytes.count, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]) else {
        return nil
      }
      decoded.append(high << 4 | low)
      index += 3
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
