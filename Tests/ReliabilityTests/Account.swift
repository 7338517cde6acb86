import Foundation
import TestSupport

/// The account that every scan of these tests looks at, and what a scan without faults says of it.
enum Account {
  static let spec = """
    [lake]
    objects = 2200
    shape = tree
    versioned = true
    uploads = 4
    cfg.versioning = enabled
    cfg.encryption = kms
    cfg.policy = tls-only
    cfg.publicAccessBlock = all
    cfg.acl = private
    cfg.lifecycle = full

    [logs]
    objects = 2100
    shape = flat
    cfg.versioning = none
    cfg.encryption = aes256
    cfg.policy = tls-only
    cfg.publicAccessBlock = all
    cfg.acl = private
    """
  static let buckets = ["lake", "logs"]

  private static let started = Task {
    try await SimulatedAccount(
      spec: spec,
      options: ["--verify-auth", "AKIADEMOAUDITOR00001:demo-secret-key-of-the-auditor-0000000000", "--check-region"])
  }

  static var shared: SimulatedAccount { get async throws { try await started.value } }

  /// The whole scan, judged as a pipeline would; its exit status without faults is 0.
  static let scan = [
    "scan", "--all", "--db", ":memory:", "--provider", "aws", "--quiet", "--fail-on", "high", "--format", "json",
  ]

  /// A scan without faults, and the requests it sent.
  static let calm = Task {
    let proxy = try await FaultProxy(shared, concerns: { _ in false }, fault: { _, _ in [] })
    let run = try await AuditProgram.measure(scan, environment: shared.environment(endpoint: proxy.url))
    return (run: run, requests: proxy.requests)
  }

  /// The report of a scan without faults.
  static var report: Report { get async throws { try Report(await calm.value.run.outcome.standardOutput) } }
}
