import Foundation
import TestSupport

/// One scan of the account with a fault in its answers.
struct FaultRun: Sendable {
  enum Rate: String, CaseIterable, Sendable {
    /// One request of twenty.
    case some
    /// Every request for a page of a listing, and for a policy: what a gap in the middle of good answers looks like.
    case listings
    case all
  }

  let run: MeasuredRun
  let requests: Int
  let broken: Int

  /// - Parameter attempts: what a request is tried at most where the fault itself does not make it less; nil: the default.
  init(_ fault: Fault, _ rate: Rate, attempts: Int? = nil) async throws {
    let account = try await Account.shared
    let proxy = try FaultProxy(
      account, oneIn: rate == .some ? 20 : 1, concerns: { rate != .listings || Self.isListing($0) },
      fault: fault.steps)
    var environment = account.environment(endpoint: proxy.url)
    var arguments = Account.scan
    environment["AWS_MAX_ATTEMPTS"] = attempts.map { String($0) }
    if fault.isSlow {
      arguments += ["--connect-timeout", "2", "--read-timeout", "1"]
      if rate != .some { environment["AWS_MAX_ATTEMPTS"] = "2" }
    }
    run = try await AuditProgram.measure(arguments, environment: environment, timeLimit: .seconds(240))
    requests = proxy.requests
    broken = proxy.broken
  }

  var status: Int32? { run.outcome.status }
  var complaint: String { run.outcome.standardError }
  func report() throws -> Report { try Report(run.outcome.standardOutput) }

  private static func isListing(_ request: LocalServer.Received) -> Bool {
    guard let start = request.target.firstIndex(of: "?") else { return false }
    let names = request.target[request.target.index(after: start)...].split(separator: "&")
      .map { $0.prefix { $0 != "=" } }
    return names.contains("list-type") || names.contains("versions") || names.contains("policy")
  }
}
