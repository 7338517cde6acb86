import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct DebugTests {
  @Test("--debug tells of every request in one line, and of no secret")
  func lines() async throws {
    var environment = try await DemoServer.shared.environment
    environment["AWS_SESSION_TOKEN"] = "FAKE-SESSION-TOKEN"
    environment["AWS_SECRET_ACCESS_KEY"] = "FAKE-SECRET-ACCESS-KEY"
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "raydenrules-data", "--db", ":memory:", "--debug", "--verbose", "--fail-on", "never",
        "--allow-unknown",
      ], environment: environment)
    #expect(outcome.status == 0)
    let lines = outcome.standardError.split(separator: "\n")
    let told = lines.filter { $0.hasPrefix("debug: ") }
    let total = try #require(lines.first { $0.contains(" requests: ") }?.split(separator: " ").dropFirst().first)
    #expect("\(told.count)" == total)
    #expect(told.contains { $0.contains("s3 GetBucketVersioning: GET ") && $0.contains("?versioning: HTTP 200, ") })
    for word in ["FAKE", "AWS4-HMAC-SHA256", "Authorization:", "\u{1B}"] {
      #expect(!outcome.standardError.contains(word))
      #expect(!outcome.standardOutput.contains(word))
    }
  }
}
