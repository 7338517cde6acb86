/// One HTTP request as it goes on the wire.
public struct Request: Sendable {
  public var method: String
  /// `http` or `https`; the target is sent as it stands, neither normalised nor encoded again.
  public var url: String
  /// Without Host and Content-Length, which libcurl writes.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Nil: the transport's own.
  public var timeouts: Timeouts?
  /// False for link-local services (instance metadata), which no proxy can reach.
  public var usesProxy: Bool
  /// Where there must be room for the answer's body; nil: it is taken as it comes.
  public var room: BodyRoom?

  public init(
    _ method: String = "GET",
    _ url: String,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    timeouts: Timeouts? = nil,
    usesProxy: Bool = true,
    room: BodyRoom? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.usesProxy = usesProxy
    self.room = room
  }

  /// What makes the request impossible to send as meant: a control character would end a header and start another.
  var defect: String? {
    func isClean(_ text: String) -> Bool { text.hasOnly { $0 >= 0x20 && $0 != 0x7f } }
    func isToken(_ text: String) -> Bool {
      !text.isEmpty && text.hasOnly { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
    }
    if !isToken(method) { return "the method is not a word" }
    if !url.hasOnly({ $0 > 0x20 && $0 < 0x7f }) { return "the URL is not plain ASCII" }
    if !url.hasPrefix("http://"), !url.hasPrefix("https://") { return "the URL is neither http nor https" }
    for (name, value) in headers where !isToken(name) || !isClean(value) {
      return "the header \(name.filter { $0.isASCII && !$0.isNewline }) holds a control character"
    }
    return nil
  }
}

extension String {
  /// Whether all bytes are as they should be; a view of bytes takes several times as long as the bytes themselves.
  fileprivate func hasOnly(_ isGood: (UInt8) -> Bool) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isGood) } ?? utf8.allSatisfy(isGood)
  }
}

/// How long a request may take.
public struct Timeouts: Sendable, Equatable {
  /// Until name resolution, TCP and TLS are done.
  public var connectMilliseconds: Int
  /// With fewer than 64 bytes a second; libcurl counts whole seconds.
  public var idleSeconds: Int
  /// From start to end.
  public var totalMilliseconds: Int

  public init(connectMilliseconds: Int = 10_000, idleSeconds: Int = 30, totalMilliseconds: Int = 300_000) {
    self.connectMilliseconds = connectMilliseconds
    self.idleSeconds = idleSeconds
    self.totalMilliseconds = totalMilliseconds
  }
}
