import Foundation
import TestSupport
import Testing

/// What is wrong before any answer: names, connections, certificates, proxies.
@Suite(.enabled(if: Compiler.isThere, "the simulator needs a C++ compiler: clang++ comes with a Swift toolchain"))
struct EndpointFaultTests {
  /// Refuses every connection.
  static let nowhere = "127.0.0.1:9"

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    /// Adds to the environment of a scan that is told to go straight to a good account.
    let environment: [String: String]
    let words: [String]
    let fix: String

    init(_ name: String, _ environment: [String: String], says words: String..., fix: String) {
      self.name = name
      self.environment = environment
      self.words = words
      self.fix = fix
    }

    var testDescription: String { name }
  }

  static let rows = [
    Row(
      "connection refused", ["AWS_ENDPOINT_URL": "http://\(nowhere)"], says: "connect", "refused",
      fix: "check --endpoint-url"),
    Row(
      "unknown host", ["AWS_ENDPOINT_URL": "http://nowhere.invalid"], says: "resolve",
      fix: "this machine's DNS"),
    Row("proxy refused", ["http_proxy": "http://\(nowhere)", "NO_PROXY": ""], says: "connect", fix: "HTTPS_PROXY"),
    Row(
      "unknown proxy", ["http_proxy": "http://nowhere.invalid:3128", "NO_PROXY": ""], says: "proxy",
      fix: "proxy variables"),
  ]

  @Test("no way to the service: the scan ends, says why and what to do", arguments: rows)
  func noWay(_ row: Row) async throws {
    let proxy = try await FaultProxy(Account.shared, concerns: { _ in false }, fault: { _, _ in [] })
    let environment = try await Account.shared.environment(endpoint: proxy.url).merging(row.environment) { $1 }
    let run = try await Self.scan(environment)
    #expect(run.outcome.status == 4)
    let complaint = run.outcome.standardError
    #expect(row.words.contains { complaint.localizedCaseInsensitiveContains($0) }, "\(complaint)")
    #expect(complaint.contains(row.fix), "\(complaint)")
    #expect(run.outcome.standardOutput.isEmpty)
  }

  @Test(
    "a proxy that answers for itself", arguments: [(407, "407"), (403, "403"), (502, "502"), (200, "web page")])
  func proxyAnswers(_ status: Int, _ words: String) async throws {
    let page = "<!DOCTYPE html>\n<html><body>Proxy</body></html>"
    let proxy = try LocalServer { _ in
      LocalServer.answer(status, page, headers: [("Content-Type", "text/html"), ("Proxy-Authenticate", "Basic")])
    }
    let environment = try await Account.shared.environment(endpoint: "http://s3.example.test")
      .merging(["http_proxy": proxy.url, "NO_PROXY": ""]) { $1 }
    let run = try await Self.scan(environment)
    #expect(run.outcome.status == 4)
    #expect(run.outcome.standardError.contains(words), "\(run.outcome.standardError)")
    #expect(run.outcome.standardError.contains("fix: "))
    // Through a tunnel.
    let tunnel = try await Self.scan(
      environment.merging(["AWS_ENDPOINT_URL": "https://s3.example.test", "https_proxy": proxy.url]) { $1 })
    #expect(tunnel.outcome.status == 4)
    #expect(tunnel.outcome.standardError.contains("fix: "), "\(tunnel.outcome.standardError)")
  }

  @Test("one of the services is out of reach: its part is unknown, the rest exact")
  func oneServiceOut() async throws {
    for endpoint in ["http://\(Self.nowhere)", "http://nowhere.invalid"] {
      let proxy = try await FaultProxy(Account.shared, concerns: { _ in false }, fault: { _, _ in [] })
      let environment = try await Account.shared.environment(endpoint: proxy.url).merging([
        "AWS_ENDPOINT_URL_IAM": endpoint
      ]) {
        $1
      }
      let run = try await Self.scan(environment)
      #expect(run.outcome.status == 3, "\(run.outcome.standardError)")
      let (report, calm) = (try Report(run.outcome.standardOutput), try await Account.report)
      for bucket in Account.buckets { #expect(report.totals(of: bucket) == calm.totals(of: bucket)) }
      let unknown = report.findings.filter { $0.status == "unknown" }
      #expect(!unknown.isEmpty)
      #expect(unknown.allSatisfy { $0.rule.hasPrefix("iam-") })
      #expect(unknown.allSatisfy { $0.message.contains("GetAccountAuthorizationDetails failed") })
    }
  }

  @Test("the first name lookup fails, and one connection of five: the report is the same")
  func atTimes() async throws {
    let proxy = try await FaultProxy(Account.shared, concerns: { _ in false }, fault: { _, _ in [] })
    let environment = [
      "LD_PRELOAD": try await UnreliableLibrary.path.value, "UNRELIABLE_LOOKUPS": "1", "UNRELIABLE_CONNECTS": "5",
    ]
    let run = try await Self.scan(
      Account.shared.environment(endpoint: "http://account.test:\(proxy.port)").merging(environment) { $1 })
    #expect(run.outcome.status == 0, "\(run.outcome.standardError)")
    guard run.outcome.status == 0 else { return }
    #expect(
      Report.changes(try Report(run.outcome.standardOutput).lasting(), from: try await Account.report.lasting()) == "")
  }

  @Test("TLS that fails always, or for one connection of ten", arguments: TLSFront.Defect.allCases)
  func tls(_ defect: TLSFront.Defect) async throws {
    let proxy = try await FaultProxy(Account.shared, concerns: { _ in false }, fault: { _, _ in [] })
    let always = try await TLSFront(proxy, defect, oneIn: 1)
    var environment = try await Account.shared.environment(endpoint: always.url)
    environment["AWS_CA_BUNDLE"] = always.authority
    let run = try await Self.scan(environment)
    #expect(run.outcome.status == 4)
    let complaint = run.outcome.standardError
    #expect(complaint.contains(defect == .handshake ? "reset" : "certificate"), "\(complaint)")
    #expect(complaint.contains("fix: "))
    #expect(proxy.requests == 0)

    let atTimes = try await TLSFront(proxy, defect, oneIn: 10)
    environment["AWS_ENDPOINT_URL"] = atTimes.url
    environment["AWS_CA_BUNDLE"] = atTimes.authority
    let second = try await Self.scan(environment)
    #expect(second.outcome.status == 0, "\(second.outcome.standardError)")
    guard second.outcome.status == 0 else { return }
    #expect(
      Report.changes(try Report(second.outcome.standardOutput).lasting(), from: try await Account.report.lasting())
        == "")
  }

  private static func scan(_ environment: [String: String]) async throws -> MeasuredRun {
    try await AuditProgram.measure(Account.scan, environment: environment, timeLimit: .seconds(240))
  }
}
