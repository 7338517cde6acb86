/// A range of addresses in CIDR notation, as `IpAddress` compares them: a bare address is a range of one, bits behind
/// the prefix do not count, and the two families never match each other.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", IP address condition operators.
struct AddressRange: Hashable, Sendable {
  /// 4 or 16 bytes, the bits behind the prefix 0.
  let bytes: [UInt8]
  /// Bits that are fixed.
  let prefix: Int

  var isIPv6: Bool { bytes.count == 16 }

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = parts.first, parts.count <= 2,
      let bytes = address.contains(":") ? Self.version6(address) : Self.version4(address)
    else { return nil }
    var prefix = bytes.count * 8
    if parts.count == 2 {
      guard let number = Self.decimal(parts[1], upTo: prefix) else { return nil }
      prefix = number
    }
    self.prefix = prefix
    self.bytes = bytes.enumerated().map { index, byte in
      let fixed = min(8, max(0, prefix - index * 8))
      return fixed == 0 ? 0 : byte & (0xFF << UInt8(8 - fixed))
    }
  }

  /// Whether the other range lies within this one.
  func contains(_ other: AddressRange) -> Bool {
    guard bytes.count == other.bytes.count, prefix <= other.prefix else { return false }
    for bit in 0..<prefix where (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 { return false }
    return true
  }

  /// Whether S3 takes the range for a fixed set of callers: /8 or narrower, IPv6 /32 or narrower, or private.
  ///
  /// Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
  var isNarrow: Bool { prefix >= (isIPv6 ? 32 : 8) || Self.privateRanges.contains { $0.contains(self) } }

  /// Whether the ranges, each narrow by S3's rule, are a sixteenth of all IPv4 addresses or more: then they limit nobody.
  static func areWideTogether(_ texts: [String]) -> Bool {
    let ranges = Set(texts.compactMap { AddressRange($0) }).filter { range in
      !range.isIPv6 && !privateRanges.contains { $0.contains(range) }
    }
    let addresses = ranges.reduce(UInt64(0)) { $0 + 1 << UInt64(32 - $1.prefix) }
    return addresses >= 1 << 28
  }

  /// RFC 1918.
  private static let privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap { AddressRange($0) }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard let byte = decimal(part, upTo: 255) else { return nil }
      bytes.append(UInt8(byte))
    }
    return bytes
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0], allowsVersion4: halves.count == 1) else { return nil }
    guard halves.count == 2 else { return head.count == 16 ? head : nil }
    guard let tail = groups(halves[1], allowsVersion4: true), head.count + tail.count <= 14 else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// `2001:db8:1`, at its end perhaps an IPv4 address.
  private static func groups(_ text: Substring, allowsVersion4: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if allowsVersion4, index == parts.count - 1, part.contains(".") {
        guard let last = version4(part) else { return nil }
        return bytes + last
      }
      guard (1...4).contains(part.utf8.count),
        part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }

  private static func decimal(_ text: Substring, upTo limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let number = Int(text), number <= limit
    else { return nil }
    return number
  }
}
