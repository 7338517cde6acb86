import Glibc

/// Through which proxies requests go: the variables that curl, the AWS CLI and the SDKs know.
public struct Proxies: Sendable, Equatable {
  /// For `http` addresses; nil: directly. As the user wrote it, with name and password.
  public var http: String?
  /// For `https` addresses, through a tunnel (CONNECT).
  public var https: String?
  /// Hosts that are reached directly, as in `NO_PROXY`: `localhost,.internal,10.0.0.0/8`, or `*`.
  public var exceptions: String

  public init(http: String? = nil, https: String? = nil, exceptions: String = "") {
    self.http = http
    self.https = https
    self.exceptions = exceptions
  }

  /// `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, each in lower case before capitals; an empty one counts as
  /// not set. Sources: libcurl's manual, libcurl-env(3); Python's urllib, which the AWS CLI follows, takes `HTTP_PROXY`
  /// in capitals too.
  public init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      [name, name.uppercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let all = value("all_proxy")
    self.init(
      http: value("http_proxy") ?? all, https: value("https_proxy") ?? all, exceptions: value("no_proxy") ?? "")
  }

  /// What this process was started with.
  public static let ofProcess = Proxies(environment: environment)

  private static var environment: [String: String] {
    ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap { [$0, $0.uppercased()] }
      .reduce(into: [:]) { found, name in found[name] = getenv(name).map { String(cString: $0) } }
  }

  /// The proxy for an address; nil: directly, unless libcurl finds the host among the exceptions.
  func proxy(for url: String) -> String? { url.hasPrefix("https:") ? https : http }

  /// A text of libcurl's, which may hold a proxy's address, without what opens the proxy.
  func redacted(_ text: String) -> String {
    var text = text
    for proxy in [http, https].compactMap(\.self) {
      guard let at = proxy.lastIndex(of: "@") else { continue }
      let start = proxy.firstRange(of: "://")?.upperBound ?? proxy.startIndex
      guard start < at else { continue }
      let secrets = proxy[start..<at]
      text = text.replacing(secrets, with: "[redacted]")
      guard let colon = secrets.firstIndex(of: ":") else { continue }
      let password = secrets[secrets.index(after: colon)...]
      if !password.isEmpty { text = text.replacing(password, with: "[redacted]") }
    }
    return text
  }
}

extension Proxies: CustomStringConvertible, CustomReflectable {
  public var description: String {
    [http.map { "http through \(redacted($0))" }, https.map { "https through \(redacted($0))" }]
      .compactMap(\.self).joined(separator: ", ")
  }
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
