/// An `http` or `https` address to send requests to: scheme, host, port and a path in front of every request's own.
///
/// No user, password, query or fragment: an address is printed in reports.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  public let isSecure: Bool
  /// In lower case; an IPv6 address without its brackets.
  public let host: String
  public let port: Int
  /// Plain text without a slash at the end: empty, or `/prefix`.
  public let path: String
  /// As in a Host header: with the port where it is not the scheme's own.
  public let authority: String
  /// An IPv4 or IPv6 address in digits.
  public let isNumeric: Bool

  public init(isSecure: Bool = true, host: String, port: Int? = nil, path: String = "") {
    self.isSecure = isSecure
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    self.path = path
    authority = Self.authority(isSecure, host, self.port)
    isNumeric = Self.isNumeric(host)
  }

  /// Why a text is no address.
  public struct Malformed: Error, Equatable, Sendable {
    public let reason: String
  }

  /// Reads `https://host[:port][/path]`.
  public init(_ text: String) throws(Malformed) {
    guard let mark = text.firstRange(of: "://") else {
      throw Malformed(reason: "it must start with http:// or https://")
    }
    switch text[..<mark.lowerBound].lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    default: throw Malformed(reason: "it must start with http:// or https://")
    }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) else {
      throw Malformed(reason: "it holds a character that no address has")
    }
    let rest = text[mark.upperBound...]
    guard !rest.contains("?"), !rest.contains("#") else {
      throw Malformed(reason: "it must not have a query or a fragment")
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash]
    guard !authority.contains("@") else { throw Malformed(reason: "it must not hold a user name or a password") }
    var tail = authority
    if authority.first == "[" {
      guard let close = authority.firstIndex(of: "]") else { throw Malformed(reason: "the bracket is not closed") }
      let inside = authority[authority.index(after: authority.startIndex)..<close]
      let separators: Set<Character> = [":", "."]
      guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || separators.contains($0) }) else {
        throw Malformed(reason: "the brackets hold no IPv6 address")
      }
      host = inside.lowercased()
      tail = authority[authority.index(after: close)...]
    } else {
      let colon = authority.firstIndex(of: ":") ?? authority.endIndex
      let name = authority[..<colon]
      guard !name.isEmpty else { throw Malformed(reason: "it names no host") }
      let signs: Set<Character> = ["-", ".", "_"]
      guard name.allSatisfy({ $0.isLetter || $0.isNumber || signs.contains($0) }) else {
        throw Malformed(reason: "the host holds a character that no host has")
      }
      host = name.lowercased()
      tail = authority[colon...]
    }
    if tail.isEmpty {
      port = isSecure ? 443 : 80
    } else {
      guard tail.first == ":", let number = UInt16(tail.dropFirst()), number > 0 else {
        throw Malformed(reason: "the port is no number from 1 to 65535")
      }
      port = Int(number)
    }
    var path = rest[slash...]
    while path.last == "/" { path = path.dropLast() }
    guard !path.contains("%") else { throw Malformed(reason: "its path must be plain text, without %") }
    self.path = String(path)
    self.authority = Self.authority(isSecure, host, port)
    isNumeric = Self.isNumeric(host)
  }

  private static func authority(_ isSecure: Bool, _ host: String, _ port: Int) -> String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// Scheme and authority, without the path.
  public var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

  public var description: String { origin + path }

  /// The same address with another host in front: `bucket.` before a virtual host.
  public func prefixed(_ label: String) -> WebAddress {
    WebAddress(isSecure: isSecure, host: "\(label).\(host)", port: port, path: path)
  }

  private static func isNumeric(_ host: String) -> Bool {
    if host.utf8.contains(UInt8(ascii: ":")) { return true }
    // Nearly all names end in a letter.
    guard let last = host.utf8.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) else { return false }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// This machine itself: `localhost`, 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || (isNumeric && host.hasPrefix("127."))
  }
}
