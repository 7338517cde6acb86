/// An IPv4 or IPv6 address, without a zone. An IPv4 address mapped into IPv6 stays IPv6, but equals what it maps.
public struct IPAddress: Sendable {
  /// Four or sixteen.
  let bytes: [UInt8]

  var isV4: Bool { bytes.count == 4 }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads `192.168.0.1` or `2001:db8::68`; dotted quads inside IPv6 and zones are refused.
  public init?(_ text: String) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      guard let bytes = Self.sixteen(text) else { return nil }
      self.bytes = bytes
    } else {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let bytes = parts.compactMap { part -> UInt8? in
        guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), part == "0" || !part.hasPrefix("0") else {
          return nil
        }
        return UInt8(part)
      }
      guard parts.count == 4, bytes.count == 4 else { return nil }
      self.bytes = bytes
    }
  }

  private static func sixteen(_ text: String) -> [UInt8]? {
    func groups(_ text: Substring) -> [UInt8]? {
      if text.isEmpty { return [] }
      var bytes: [UInt8] = []
      for group in text.split(separator: ":", omittingEmptySubsequences: false) {
        guard (1...4).contains(group.utf8.count), group.utf8.first != UInt8(ascii: "+"),
          let value = UInt16(group, radix: 16)
        else { return nil }
        bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
      }
      return bytes
    }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let front = groups(halves[0]) else { return nil }
    guard halves.count == 2 else { return front.count == 16 ? front : nil }
    guard let back = groups(halves[1]), front.count + back.count <= 14 else { return nil }
    return front + Array(repeating: 0, count: 16 - front.count - back.count) + back
  }

  /// The IPv4 address that `::ffff:0:0/96` holds; else the address itself.
  var unmapped: IPAddress {
    guard !isV4, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff else { return self }
    return IPAddress(bytes: Array(bytes[12...]))
  }

  var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
  var isLoopback: Bool { isV4 ? bytes[0] == 127 : bytes[15] == 1 && bytes[..<15].allSatisfy { $0 == 0 } }
  var isMulticast: Bool { isV4 ? bytes[0] & 0xf0 == 0xe0 : bytes[0] == 0xff }
  var isLinkLocalMulticast: Bool {
    isV4 ? Array(bytes[..<3]) == [224, 0, 0] : bytes[0] == 0xff && bytes[1] & 0x0f == 2
  }
  var isLinkLocalUnicast: Bool {
    isV4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
  }
  private var isBroadcast: Bool { isV4 && bytes.allSatisfy { $0 == 255 } }
  var isGlobalUnicast: Bool {
    !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && !isBroadcast
  }

  /// The address with all bits after the first `length` cleared.
  func masked(to length: Int) -> IPAddress {
    IPAddress(
      bytes: bytes.enumerated().map { index, byte in
        let kept = min(max(length - index * 8, 0), 8)
        return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
      })
  }
}

extension IPAddress: Hashable {
  public static func == (left: IPAddress, right: IPAddress) -> Bool { left.unmapped.bytes == right.unmapped.bytes }
  public func hash(into hasher: inout Hasher) { hasher.combine(unmapped.bytes) }
}

extension IPAddress: CustomStringConvertible {
  /// The canonical form; IPv6 as in RFC 5952.
  public var description: String {
    if isV4 { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    // The first of the longest runs of two zeros or more is left out.
    var longest = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start >= 2, end - start > longest.count { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    if longest.isEmpty { return text(groups[...]) }
    return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }
}

/// A block of addresses: an address and how many of its leading bits count.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
  let address: IPAddress
  let length: Int

  init(address: IPAddress, length: Int) {
    self.address = address
    self.length = length
  }

  /// Reads `192.168.0.0/24` or `2001:db8::/32`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(String(parts[0])),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), parts[1] == "0" || !parts[1].hasPrefix("0"),
      let length = Int(parts[1]), length <= address.bytes.count * 8
    else { return nil }
    self.init(address: address, length: length)
  }

  func contains(_ other: IPAddress) -> Bool {
    let other = address.isV4 ? other.unmapped : other
    return other.isV4 == address.isV4 && other.masked(to: length).bytes == address.masked(to: length).bytes
  }

  func contains(_ other: CIDR) -> Bool { other.length >= length && contains(other.address) }

  public var description: String { "\(address)/\(length)" }
}
