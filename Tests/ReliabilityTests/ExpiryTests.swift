import Foundation
import Locking
import TestSupport
import Testing

/// Credentials that the service stops accepting in the middle of a scan.
@Suite(.enabled(if: Compiler.isThere, "the simulator needs a C++ compiler: clang++ comes with a Swift toolchain"))
struct ExpiryTests {
  private static let account = Task { try await SimulatedAccount(spec: Account.spec) }

  /// A container endpoint that hands out key after key, and the service that accepts each for a while.
  final class Issuer: Sendable {
    private struct State { var issued = 0, used = 0 }
    private let state = Locked(State())
    private let lifetime: Int

    /// - Parameter lifetime: requests that a key is good for; 0: none is ever good.
    init(lifetime: Int) { self.lifetime = lifetime }

    var issued: Int { state.withLock(\.issued) }

    func issue() -> String {
      let number = state.withLock { state in
        state.issued += 1
        state.used = 0
        return state.issued
      }
      let expiration = Date(timeIntervalSinceNow: 3600).formatted(.iso8601)
      return """
        {"AccessKeyId": "ASIAFAKE\(number)", "SecretAccessKey": "fake-secret-\(number)", "Token": "fake-token-\(number)", \
        "Expiration": "\(expiration)"}
        """
    }

    func accepts(_ request: LocalServer.Received) -> Bool {
      state.withLock { state in
        guard request.header("Authorization")?.contains("Credential=ASIAFAKE\(state.issued)/") == true else {
          return false
        }
        state.used += 1
        return state.used <= lifetime
      }
    }
  }

  static func scan(_ issuer: Issuer) async throws -> (run: MeasuredRun, requests: Int) {
    let container = try LocalServer { _ in LocalServer.answer(200, issuer.issue()) }
    let proxy = try await FaultProxy(account.value) { request, answer in
      issuer.accepts(request)
        ? [.send(answer().bytes)]
        : LocalServer.error(400, "ExpiredToken", "The provided token has expired.")
    }
    var environment = try await account.value.environment(endpoint: proxy.url)
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] { environment[name] = nil }
    environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "\(container.url)/credentials"
    let run = try await AuditProgram.measure(Account.scan, environment: environment, timeLimit: .seconds(240))
    return (run, proxy.requests)
  }

  @Test("every thirty requests the token expires: new ones are fetched, once each, and the totals are exact")
  func renewed() async throws {
    let issuer = Issuer(lifetime: 30)
    let (run, requests) = try await Self.scan(issuer)
    #expect(run.outcome.status == 0, "\(run.outcome.standardError)")
    let (report, calm) = (try Report(run.outcome.standardOutput), try await Account.report)
    for bucket in Account.buckets { #expect(report.totals(of: bucket) == calm.totals(of: bucket)) }
    #expect(issuer.issued >= 3)
    // Each key did its thirty requests: none was fetched twice.
    #expect(issuer.issued <= requests / 30 + 1)
  }

  @Test("every token is expired: the scan ends and says so")
  func never() async throws {
    let issuer = Issuer(lifetime: 0)
    let (run, _) = try await Self.scan(issuer)
    #expect(run.outcome.status == 4)
    #expect(run.outcome.standardError.contains("ExpiredToken"), "\(run.outcome.standardError)")
    #expect(run.outcome.standardError.contains("fix: the session has expired"))
    #expect(issuer.issued < 20)
  }

  @Test("keys from the environment expire in mid-scan: what was not read by then is unknown")
  func fixedKeys() async throws {
    let count = Locked(0)
    let proxy = try await FaultProxy(Account.shared) { _, answer in
      count.withLock { count in
        count += 1
        return count
      } <= 30 ? [.send(answer().bytes)] : LocalServer.error(400, "ExpiredToken", "The provided token has expired.")
    }
    let environment = try await Account.shared.environment(endpoint: proxy.url)
    let run = try await AuditProgram.measure(Account.scan, environment: environment, timeLimit: .seconds(240))
    #expect(run.outcome.status == 3, "\(run.outcome.standardError)")
    guard run.outcome.status == 3 else { return }
    let report = try Report(run.outcome.standardOutput)
    let unknown = report.findings.filter { $0.status == "unknown" }
    #expect(unknown.contains { $0.message.contains("ExpiredToken") })
  }
}
