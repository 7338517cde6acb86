import Foundation
import TestSupport
import Testing

/// The built program as a user runs it, against the demo account.
struct ProgramTests {
  @Test(arguments: [
    ([], 0, "Usage: audit <command>", ""),
    (["--version"], 0, "audit ", ""),
    (["help", "scan"], 0, "Usage: audit scan [options]", ""),
    (["scna"], 2, "", "unknown command 'scna'; did you mean 'scan'?"),
    (["scan"], 2, "", "say what to scan: --bucket <name>, or --all"),
    (["scan", "--all", "--bucket", "a"], 2, "", "--bucket and --all exclude each other"),
    (["scan", "--bucket", "https://x/y"], 2, "", "is not a bucket by its name, as s3://name/prefix or by its ARN"),
    (["scan", "--bucket", "a--usw2-az1--x-s3", "--provider", "aws"], 2, "", "is a directory bucket"),
    (["scan", "--bucket", "arn:aws:s3:r-1:123456789012:accesspoint/a"], 2, "", "is an access point"),
    (["scan", "--bucket", "arn:aws-cn:s3:::a", "--provider", "aws"], 2, "", "is in the partition aws-cn"),
    (["scan", "--all", "--no-sign-request"], 2, "", "--no-sign-request needs --bucket"),
    (["doctor", "--no-sign-request"], 2, "", "--no-sign-request needs --bucket"),
    (["scan", "--bucket", "s3://a/x", "--bucket", "s3://b/y"], 2, "", "one scan has one prefix"),
    (["scan", "--bucket", "a", "--format", "markdown", "--format", "json"], 2, "", "only one --format can go"),
    (["scan", "--bucket", "a", "--format", "xml"], 2, "", "'xml' is not a format (json, markdown)"),
    (["scan", "--bucket", "a", "--fail-on", "hihg"], 2, "", "did you mean 'high'?"),
    (["scan", "--bucket", "a", "--config", "/nowhere.yaml"], 2, "", "/nowhere.yaml: cannot be read"),
    (
      ["scan", "--bucket", "a", "--ruleset", "defualt"], 2, "",
      "there is no rule set 'defualt'; did you mean 'default'?"
    ),
    (["scan", "--bucket", "a", "--provider", "minoi"], 2, "", "minio"),
    (["scan", "--bucket", "a", "--endpoint-url", "ftp://x"], 2, "", "--endpoint-url is no address"),
    (["rules", "show", "versionin"], 2, "", "did you mean 'versioning'?"),
    (["rules", "show", "versioning"], 0, "versioning: ", ""),
    (["rules", "test"], 0, " passed, 0 failed", ""),
    (["snapshots", "prune"], 2, "", "--keep is missing"),
  ])
  func says(_ line: [String], _ status: Int32, _ output: String, _ complaint: String) async throws {
    let outcome = try await AuditProgram.run(line, environment: DemoServer.shared.environment)
    #expect(outcome.status == status, "\(outcome.standardError)")
    #expect(outcome.standardOutput.contains(output) || output.isEmpty && status != 0)
    #expect(complaint.isEmpty ? outcome.standardError.isEmpty : outcome.standardError.contains(complaint))
    if !complaint.isEmpty { #expect(outcome.standardOutput.isEmpty) }
  }

  @Test func theReportFollowsItsSchemaAndFailsThePipeline() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await AuditProgram.run(
      [
        "scan", "--all", "--db", folder.appending(path: "a.db").path(), "--provider", "aws", "--quiet", "--format",
        "json", "--format", "markdown=\(folder.appending(path: "new/report.md").path())",
      ], environment: DemoServer.shared.environment)
    #expect(outcome.status == 1)
    #expect(outcome.standardError.isEmpty)
    #expect(
      try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/report.schema.json").isEmpty)
    let markdown = try String(contentsOf: folder.appending(path: "new/report.md"), encoding: .utf8)
    #expect(markdown.hasPrefix("# S3 audit of account 123456789012"))
    let again = try await AuditProgram.run(
      ["report", "--db", folder.appending(path: "a.db").path(), "--format", "json"],
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(again.status == 0)
    #expect(again.standardOutput == outcome.standardOutput)
  }

  @Test func totalsAreTheServersOwn() async throws {
    struct Report: Decodable {
      struct Bucket: Decodable {
        struct Observed: Decodable { let value: Usage? }
        struct Usage: Decodable { let total: Total }
        struct Total: Decodable {
          struct Tally: Decodable { let objects, bytes: Int64 }
          let current, noncurrent, incompleteUploads: [String: Tally]
          let deleteMarkers: Int64
        }
        let name: String
        let usage: Observed
      }
      let buckets: [Bucket]
    }
    let server = try await DemoServer.shared
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--fail-on", "never", "--quiet", "--format", "json"],
      environment: server.environment)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
    let truth = try await server.truth()
    #expect(Set(report.buckets.map(\.name)) == Set(truth.keys))
    for bucket in report.buckets {
      let expected = try #require(truth[bucket.name])
      let total = try #require(bucket.usage.value).total
      #expect(total.current.values.reduce(0) { $0 + $1.objects } == expected.objects, "\(bucket.name)")
      #expect(total.current.values.reduce(0) { $0 + $1.bytes } == expected.bytes, "\(bucket.name)")
      #expect(total.noncurrent.values.reduce(0) { $0 + $1.objects } == expected.noncurrentVersions, "\(bucket.name)")
      #expect(total.noncurrent.values.reduce(0) { $0 + $1.bytes } == expected.noncurrentBytes, "\(bucket.name)")
      #expect(total.deleteMarkers == expected.deleteMarkers, "\(bucket.name)")
      #expect(total.incompleteUploads.values.reduce(0) { $0 + $1.objects } == expected.uploads, "\(bucket.name)")
      #expect(total.incompleteUploads.values.reduce(0) { $0 + $1.bytes } == expected.uploadBytes, "\(bucket.name)")
    }
  }

  @Test(arguments: [
    (["--bucket", "no-such-bucket-here"], "the bucket no-such-bucket-here does not exist"),
    (["--bucket", "raydenrules-data", "--endpoint-url", "http://127.0.0.1:9"], "127.0.0.1"),
  ])
  func nothingUsableEndsWithFour(_ arguments: [String], _ complaint: String) async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--db", ":memory:", "--quiet"] + arguments, environment: DemoServer.shared.environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardOutput.isEmpty)
    #expect(outcome.standardError.contains(complaint), "\(outcome.standardError)")
    #expect(outcome.standardError.contains("fix:"))
  }

  @Test("a misspelt bucket among good ones is said, and leaves the others alone")
  func oneBucketIsMissing() async throws {
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "no-such-bucket-here", "--bucket", "raydenrules-logs", "--db", ":memory:", "--fail-on",
        "critical",
      ],
      environment: DemoServer.shared.environment)
    #expect(outcome.status != 0)
    #expect(outcome.standardError.contains("the bucket no-such-bucket-here does not exist"))
    #expect(outcome.standardOutput.contains("> The bucket no-such-bucket-here does not exist"))
    #expect(outcome.standardOutput.contains("## Bucket `raydenrules-logs`"))
  }

  @Test(arguments: ["0", "1", "6"]) func anyDepth(_ depth: String) async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "s3://raydenrules-data/raw/", "--depth", depth, "--db", ":memory:", "--fail-on", "never"],
      environment: DemoServer.shared.environment)
    #expect(outcome.status == 0, "\(outcome.standardError)")
    #expect(outcome.standardOutput.contains("### Usage"))
  }

  @Test("whoever only looks back makes no file", arguments: [["snapshots", "list"], ["report"], ["diff"]])
  func noDatabase(_ command: [String]) async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "typo/audit.db").path()
    let outcome = try await AuditProgram.run(command + ["--db", file], environment: [:])
    #expect(outcome.status == 4)
    #expect(outcome.standardError.contains("there is no database \(file)"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
  }

  @Test func aServerThatIsNoS3IsAFailedRun() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "<html>hello</html>") }
    var environment = try await DemoServer.shared.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", "--db", ":memory:", "--fail-on", "never"], environment: environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardError.contains("nothing could be read of b"), "\(outcome.standardError)")
  }

  @Test func withoutCredentialsTheWayOutIsSaid() async throws {
    var environment = try await DemoServer.shared.environment
    environment["AWS_ACCESS_KEY_ID"] = nil
    environment["AWS_SECRET_ACCESS_KEY"] = nil
    for command in [["scan", "--all", "--db", ":memory:"], ["doctor"]] {
      let outcome = try await AuditProgram.run(command, environment: environment)
      #expect(outcome.status == 4)
      #expect(outcome.standardError.contains("no AWS credentials were found"))
      #expect(outcome.standardError.contains("aws configure"))
    }
  }

  @Test func switchedOffIsNotJudged() async throws {
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "raydenrules-prod", "--no-listing", "--no-metrics", "--db", ":memory:", "--quiet",
        "--fail-on", "critical",
      ],
      environment: DemoServer.shared.environment)
    #expect(outcome.status != 3)
    #expect(outcome.standardOutput.contains("Not listed (`--no-listing`)"))
  }

  @Test func noSecretLeavesTheProgram() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = try await DemoServer.shared.environment
    let secret = try #require(environment["AWS_SECRET_ACCESS_KEY"])
    let database = folder.appending(path: "a.db")
    let scan = try await AuditProgram.run(
      ["scan", "--bucket", "raydenrules-data", "--db", database.path(), "--verbose", "--format", "json"],
      environment: environment)
    let doctor = try await AuditProgram.run(["doctor"], environment: environment)
    for text in [scan.standardOutput, scan.standardError, doctor.standardOutput, doctor.standardError] {
      #expect(!text.contains(secret))
    }
    #expect(try Data(contentsOf: database).range(of: Data(secret.utf8)) == nil)
    #expect(doctor.status == 0)
    #expect(doctor.standardOutput.contains("Every read works."))
  }
}
