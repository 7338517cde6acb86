import TestSupport

/// Scans that meet their fault before any answer, for the table.
struct EndpointScan: Sendable {
  typealias Seen = (run: MeasuredRun, counts: String)

  let name: String
  /// One time in some; nil where that cannot be arranged.
  let some: (@Sendable () async throws -> Seen)?
  let all: @Sendable () async throws -> Seen

  static let rows =
    [
      EndpointScan(
        name: "connection refused", some: { try await unreliable("UNRELIABLE_CONNECTS", "5") },
        all: { try await scan(["AWS_ENDPOINT_URL": "http://\(EndpointFaultTests.nowhere)"]) }),
      EndpointScan(
        name: "name lookup fails (at 5 %: the first one)", some: { try await unreliable("UNRELIABLE_LOOKUPS", "1") },
        all: { try await scan(["AWS_ENDPOINT_URL": "http://nowhere.invalid"]) }),
      EndpointScan(
        name: "proxy refuses connections", some: nil,
        all: { try await scan(["http_proxy": "http://\(EndpointFaultTests.nowhere)", "NO_PROXY": ""]) }),
      EndpointScan(
        name: "token expires (at 5 %: every 30 requests)", some: { try await expiring(30) },
        all: { try await expiring(0) }),
    ]
    + TLSFront.Defect.allCases.map { defect in
      EndpointScan(
        name: "TLS: \(defect.rawValue) (at 5 %: 1 of 10 connections)", some: { try await tls(defect, oneIn: 10) },
        all: { try await tls(defect, oneIn: 1) })
    }

  private static func scan(_ changes: [String: String], _ proxy: FaultProxy? = nil) async throws -> Seen {
    let proxy = if let proxy { proxy } else { try await calmProxy() }
    let environment = try await Account.shared.environment(endpoint: proxy.url).merging(changes) { $1 }
    let run = try await AuditProgram.measure(Account.scan, environment: environment)
    return (run, "\(proxy.requests) requests answered")
  }

  private static func calmProxy() async throws -> FaultProxy {
    try await FaultProxy(Account.shared, concerns: { _ in false }, fault: { _, _ in [] })
  }

  private static func unreliable(_ variable: String, _ value: String) async throws -> Seen {
    let proxy = try await calmProxy()
    return try await scan(
      [
        "AWS_ENDPOINT_URL": "http://account.test:\(proxy.port)", "LD_PRELOAD": try await UnreliableLibrary.path.value,
        variable: value,
      ], proxy)
  }

  private static func tls(_ defect: TLSFront.Defect, oneIn: Int) async throws -> Seen {
    let proxy = try await calmProxy()
    let front = try await TLSFront(proxy, defect, oneIn: oneIn)
    let seen = try await scan(["AWS_ENDPOINT_URL": front.url, "AWS_CA_BUNDLE": front.authority], proxy)
    withExtendedLifetime(front) {}
    return seen
  }

  private static func expiring(_ lifetime: Int) async throws -> Seen {
    let (run, requests) = try await ExpiryTests.scan(ExpiryTests.Issuer(lifetime: lifetime))
    return (run, "\(requests) requests answered")
  }
}
