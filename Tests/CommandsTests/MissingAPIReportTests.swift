import Foundation
import TestSupport
import Testing

/// What a report says of the controls that a provider cannot give, from a whole scan.
struct MissingAPIReportTests {
  @Test("MinIO: the rules that its missing APIs leave open, once a report")
  func minio() async throws {
    let server = try await DemoServer.shared
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let file = folder.appending(path: "report.md").path(percentEncoded: false)
    let outcome = try await AuditProgram.run(
      [
        "scan", "--all", "--provider", "minio", "--db", ":memory:", "--fail-on", "never", "--quiet", "--no-listing",
        "--format", "json", "--format", "markdown=\(file)",
      ], environment: server.environment)
    #expect(outcome.status == 0)
    #expect(try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/report.schema.json") == [])
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0 == "## What `minio` cannot give" } == 1)
    for (api, rule) in [
      ("GetBucketLogging", "access-logging"), ("GetAccountAuthorizationDetails", "iam-admin-attached"),
      ("ListBucketInventoryConfigurations", "inventory"),
    ] {
      #expect(lines.count { $0.hasPrefix("| `\(api)` ") && $0.contains("`\(rule)`") } == 1, "\(api)")
    }
    // Nothing is priced there, and an empty table is not named.
    #expect(!text.contains("- Prices: table"))
    // What a bucket lacks is not "unknown": nobody could grant it.
    #expect(!lines.contains { $0.contains("*unknown*") && $0.contains("not supported") })
  }
}
