/// A whole answer, whatever its status.
public struct Response: Sendable {
  public let status: Int
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]
  /// While this is held, the body has its place in the request's `BodyRoom`.
  public let claim: (any Sendable)?

  public init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], claim: (any Sendable)? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.claim = claim
  }

  /// The first header of that name, whatever its case.
  public func header(_ name: String) -> String? {
    headers.value(of: name)
  }
}

extension [(name: String, value: String)] {
  /// That of the first header of that name, whatever its case.
  public func value(of name: String) -> String? { first { $0.name.isSameHeader(as: name) }?.value }
}

extension String {
  /// Whether two names of headers are the same: ASCII, whatever its case.
  func isSameHeader(as other: String) -> Bool {
    utf8.count == other.utf8.count
      && utf8.elementsEqual(other.utf8) { $0 == $1 || ($0 ^ $1 == 0x20 && (0x61...0x7a).contains($0 | 0x20)) }
  }
}
