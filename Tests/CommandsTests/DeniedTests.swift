import Foundation
import TestSupport
import Testing

/// Accounts in which little or nothing may be read.
struct DeniedTests {
  static let settings = [
    "versioning", "encryption", "policy", "policyStatus", "publicAccessBlock", "acl", "lifecycle", "logging",
    "replication", "tagging", "website", "cors", "notification", "accelerate", "requestPayment", "ownershipControls",
    "object-lock", "intelligent-tiering", "inventory", "metrics", "analytics",
  ]

  private struct Report: Decodable {
    struct Finding: Decodable {
      let status: String
      let bucket: String?
    }
    let buckets: [Bucket]
    let findings: [Finding]

    struct Bucket: Decodable {
      struct Setting: Decodable { let state: String }
      let name: String
      let configuration: [String: Setting]
    }
  }

  @Test func fiftyBucketsOfWhichNothingMayBeReadAreFiftyBucketsOfUnknowns() async throws {
    let denied = Self.settings.map { "cfg.\($0) = denied" }.joined(separator: "\n")
    let server = try await S3Sim(spec: "[closed]\ncount = 50\nobjects = 10\n\(denied)\ncfg.list = denied\n")
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--quiet", "--format", "json"], environment: server.environment)
    #expect(outcome.status == 3)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
    #expect(report.buckets.count == 50)
    for bucket in report.buckets {
      for (name, setting) in bucket.configuration where name != "location" {
        #expect(setting.state == "unknown", "\(bucket.name) \(name)")
      }
      let findings = report.findings.filter { $0.bucket == bucket.name }
      #expect(findings.contains { $0.status == "unknown" })
      #expect(!findings.contains { $0.status == "fail" })
    }
    #expect(
      try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/report.schema.json").isEmpty)
    let allowed = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--quiet", "--allow-unknown"], environment: server.environment)
    #expect(allowed.status == 0)
  }

  @Test func oneDeniedReadTouchesNothingElse() async throws {
    let server = try await S3Sim(
      spec: "[a-open]\nobjects = 10\ncfg.encryption = aes256\n[b-closed]\nobjects = 10\ncfg.encryption = denied\n")
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--quiet", "--fail-on", "never"], environment: server.environment)
    #expect(outcome.status == 0)
    #expect(outcome.standardOutput.contains("access denied; grant s3:GetEncryptionConfiguration"))
    #expect(outcome.standardOutput.contains("| 10 |") || outcome.standardOutput.contains(" 10 |"))
  }

  @Test("keys that are awkward in Markdown, JSON and terminals reach none of them raw")
  func hostileKeys() async throws {
    let server = try await S3Sim(spec: "[odd]\nshape = odd\nobjects = 400\nversioned = true\nuploads = 20\n")
    for format in ["markdown", "json"] {
      let outcome = try await AuditProgram.run(
        ["scan", "--all", "--depth", "4", "--db", ":memory:", "--quiet", "--fail-on", "never", "--format", format],
        environment: server.environment)
      #expect(outcome.status == 0)
      let raw = outcome.standardOutput.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
      }
      #expect(raw.isEmpty, "\(format): \(raw.map { String($0.value, radix: 16) })")
    }
  }
}
