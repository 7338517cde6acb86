import Foundation
import TestSupport
import Testing

/// A whole scan of a real server that knows little of S3: rclone's `serve s3`.
struct RcloneTests {
  private struct Report: Decodable {
    struct Gap: Decodable {
      let reason: String
      let message: String
    }
    struct Setting: Decodable {
      let state: String
      let gap: Gap?
    }
    struct Tally: Decodable {
      let objects, bytes: Int64
    }
    struct Usage: Decodable {
      struct Total: Decodable {
        let current: [String: Tally]
      }
      struct Largest: Decodable {
        let key: String
        let bytes: Int64
      }
      struct Prefix: Decodable { let prefix: String }
      let complete: Bool
      let total: Total
      let largest: [Largest]
      let versions: Setting
      let multipartUploads: Setting
    }
    struct Observed: Decodable { let value: Usage? }
    struct Bucket: Decodable {
      let name: String
      let usage: Observed
      let configuration: [String: Setting]
    }
    struct Finding: Decodable {
      let ruleId, status: String
      let bucket: String?
    }
    let buckets: [Bucket]
    let findings: [Finding]
  }

  /// Names that are awkward in URLs, XML, JSON and Markdown; their sizes are 1, 2, 3 ….
  private static let files = [
    "plain.txt", "a b+c%20.txt", "sub/é 😀.bin", "sub/deep/x=1&y=2;z#?.csv", "q'\"<>|`*[].txt", "sub/%2F%2B.txt",
    "~tilde$@!,(){}^.txt", "tab\there", "trailing space ",
  ]

  private static func serve() async throws -> (server: RcloneServer, folder: URL) {
    let folder = try Project.temporaryFolder()
    for (index, name) in files.enumerated() {
      let file = folder.appending(path: "files").appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(repeating: 120, count: index + 1).write(to: file)
    }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "empty"), withIntermediateDirectories: true)
    return (try await RcloneServer(serving: folder), folder)
  }

  private static func scan(_ environment: [String: String], _ options: [String]) async throws -> Report {
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--quiet", "--fail-on", "never", "--format", "json"] + options,
      environment: environment)
    #expect(outcome.status == 0, "\(outcome.standardError)")
    #expect(try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/report.schema.json").isEmpty)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
  }

  @Test(
    "totals are the folder's, and what is not offered is as the provider's file says",
    arguments: [(["--provider", "rclone"], "unsupported"), ([], "failed")] as [([String], String)])
  func scans(_ options: [String], _ reason: String) async throws {
    let (server, folder) = try await Self.serve()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let report = try await Self.scan(server.environment, options)
    #expect(report.buckets.map(\.name) == ["empty", "files"])
    for bucket in report.buckets {
      let usage = try #require(bucket.usage.value)
      #expect(usage.complete)
      let expected = bucket.name == "files" ? Self.files.count : 0
      #expect(usage.total.current.values.reduce(0) { $0 + $1.objects } == Int64(expected))
      #expect(usage.total.current.values.reduce(0) { $0 + $1.bytes } == Int64(expected * (expected + 1) / 2))
      if bucket.name == "files" {
        // Control characters are written as pictures of them in reports.
        let names = Self.files.map { $0.replacing("\t", with: "␉") }
        #expect(Set(usage.largest.map(\.key)) == Set(names), "\(usage.largest)")
      }
      #expect(usage.multipartUploads.state == "known")
      for (name, setting) in bucket.configuration {
        switch name {
        case "location": #expect(setting.state == "known")
        case "versioning": #expect(setting.gap?.reason == (options.isEmpty ? nil : "unsupported"))
        default: #expect(setting.gap?.reason == reason, "\(name): \(setting)")
        }
      }
    }
    // Only what a file declares makes a rule inapplicable.
    let judged = report.findings.filter { $0.ruleId == "block-public-access" && $0.bucket == "files" }
    #expect(!judged.isEmpty)
    #expect(
      judged.allSatisfy { $0.status == (options.isEmpty ? "unknown" : "not_applicable") }, "\(judged)")
  }

  @Test("a wrong secret is said to be one")
  func wrongSecret() async throws {
    let (server, folder) = try await Self.serve()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    var environment = server.environment
    environment["AWS_SECRET_ACCESS_KEY"] = "not-the-secret-of-these-tests-0000000000"
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--provider", "rclone", "--db", ":memory:"], environment: environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardOutput.isEmpty)
    #expect(outcome.standardError.contains("SignatureDoesNotMatch"), "\(outcome.standardError)")
    #expect(outcome.standardError.contains("fix: the secret key does not belong to the access key"))
    #expect(!outcome.standardError.contains("not-the-secret"))
  }

  @Test("doctor survives versions that are answered with 501, and says what there is not")
  func doctor() async throws {
    let (server, folder) = try await Self.serve()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let unnamed = try await AuditProgram.run(["doctor", "--bucket", "files"], environment: server.environment)
    #expect(unnamed.status == 3)
    let line = unnamed.standardOutput.split(separator: "\n").first { $0.contains("s3:ListBucketVersions") }
    #expect(line?.contains("NO") == true, "\(unnamed.standardOutput)")
    let named = try await AuditProgram.run(
      ["doctor", "--bucket", "files", "--provider", "rclone"], environment: server.environment)
    #expect(named.status == 0, "\(named.standardOutput)\(named.standardError)")
    #expect(named.standardOutput.contains("not offered by this provider"))
  }
}
