import Foundation
import TestSupport
import Testing

/// `audit ls` as a user runs it.
struct LsTests {
  struct Report: Decodable {
    struct Line: Decodable {
      let key: String
      let bytes, copies, wastedBytes: Int64?
      let lastModified: String?
    }
    struct Target: Decodable {
      struct Duplicates: Decodable {
        let duplicates, duplicateBytes: Int64
        let exact: Bool
        let multipartObjects: Int64?
      }
      let bucket: String
      let lines: [Line]
      let duplicates: Duplicates?
      let complete: Bool
    }
    let targets: [Target]
    let complete: Bool
  }

  private func report(_ line: [String], _ environment: [String: String]? = nil) async throws -> Report {
    let demo = try await DemoServer.shared.environment
    let outcome = try await AuditProgram.run(
      ["ls"] + line + ["--format", "json", "--provider", "aws"], environment: environment ?? demo)
    try #require(!outcome.standardOutput.isEmpty, "\(outcome.standardError)")
    #expect(try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/ls.schema.json") == [])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
  }

  @Test("one level has the folders and objects of the server")
  func level() async throws {
    let truth = try #require(try await DemoServer.shared.truth()["raydenrules-data"])
    let lines = try await report(["s3://raydenrules-data"]).targets[0].lines
    #expect(lines.filter { $0.bytes == nil }.map(\.key) == truth.byPrefix.keys.filter { $0.hasSuffix("/") }.sorted())
    #expect(try await report(["s3://raydenrules-data/intermediate/gr"]).targets[0].lines.count == 2)
  }

  @Test(
    "the same objects as in the whole listing, as many as asked for",
    arguments: ["largest", "oldest", "newest"])
  func leading(_ kind: String) async throws {
    let simulator = try await S3Sim(spec: "[b]\nobjects = 5000\nshape = odd\nmtime = 2022-01-01..2026-11-01\n")
    let all = try await report(["b", "--\(kind)", "5000"], simulator.environment).targets[0].lines
    #expect(all.count == 5000)
    func isBefore(_ one: Report.Line, _ other: Report.Line) -> Bool {
      switch kind {
      case "largest" where one.bytes != other.bytes: return (one.bytes ?? 0) > (other.bytes ?? 0)
      case "oldest" where one.lastModified != other.lastModified:
        return (one.lastModified ?? "") < (other.lastModified ?? "")
      case "newest" where one.lastModified != other.lastModified:
        return (one.lastModified ?? "") > (other.lastModified ?? "")
      default: return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
      }
    }
    #expect(all.map { Array($0.key.utf8) } == all.sorted(by: isBefore).map { Array($0.key.utf8) })
    for (flags, count) in [(["--\(kind)"], 20), (["--\(kind)", "3"], 3), (["--\(kind)=77"], 77)] {
      let lines = try await report(["b"] + flags, simulator.environment).targets[0].lines
      #expect(lines.map { Array($0.key.utf8) } == all.prefix(count).map { Array($0.key.utf8) })
    }
  }

  @Test("duplicates, estimated and exact")
  func duplicates() async throws {
    let estimate = try await report(["mltrack-models", "--duplicates", "50"]).targets[0]
    let exact = try await report(["mltrack-models", "--duplicates", "50", "--exact-duplicates"]).targets[0]
    #expect(estimate.lines.count == 50)
    #expect(estimate.lines.map(\.key) == exact.lines.map(\.key))
    #expect(estimate.lines.map(\.copies) == exact.lines.map(\.copies))
    #expect(estimate.duplicates?.duplicateBytes == exact.duplicates?.duplicateBytes)
    #expect(exact.duplicates?.exact == true)
    #expect(estimate.duplicates?.multipartObjects == nil)
    #expect(try #require(exact.duplicates?.multipartObjects) > 0)
    #expect(exact.lines.allSatisfy { $0.wastedBytes == (($0.copies ?? 0) - 1) * ($0.bytes ?? 0) })
  }

  @Test("a temporary file that cannot be written is told, and what was counted stays")
  func noRoom() async throws {
    let folder = try Folder()
    var environment = try await DemoServer.shared.environment
    // A temporary database needs no file until it has outgrown its memory.
    environment["SQLITE_TMPDIR"] = folder.path
    let outcome = try await AuditProgram.run(
      ["ls", "mltrack-models", "--duplicates", "--exact-duplicates", "--provider", "aws"], environment: environment)
    #expect(outcome.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// A server with the keys that one would not like to see.
  private func hostile() throws -> LocalServer {
    try LocalServer { request in
      let keys = ["%1B%5D0;owned%07", "%3Dcmd()%7C'/C+calc'!A0", "a%0Ab", "%E2%80%AEtxt.exe", "%C3%A9"]
      let contents = keys.enumerated().map { index, key in
        """
        <Contents><Key>\(key)</Key><LastModified>2026-01-0\(index + 1)T00:00:00.000Z</LastModified>\
        <ETag>&quot;e&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>
        """
      }
      let folder =
        request.target.contains("delimiter=") ? "<CommonPrefixes><Prefix>%1B[2J/</Prefix></CommonPrefixes>" : ""
      return LocalServer.answer(
        200,
        "<ListBucketResult><Name>b</Name><Prefix></Prefix><IsTruncated>false</IsTruncated>"
          + "<EncodingType>url</EncodingType>\(contents.sorted().joined())\(folder)</ListBucketResult>")
    }
  }

  @Test("keys cannot touch the terminal, nor a spreadsheet", arguments: [[], ["--largest"], ["--duplicates"]])
  func hostileKeys(_ flags: [String]) async throws {
    let server = try hostile()
    let environment = [
      "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "FAKE-SECRET",
      "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "AWS_REGION": "us-east-1",
    ]
    for format in ["text", "csv", "json"] {
      let outcome = try await AuditProgram.run(
        ["ls", "b", "--endpoint-url", server.url, "--format", format] + flags, environment: environment)
      #expect(outcome.status == 0, "\(outcome.standardError)")
      let text = outcome.standardOutput
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202E) }, "\(format)")
      if format == "csv", flags != ["--duplicates"] { #expect(text.contains("\nb,'=cmd()|'/C calc'!A0,7,")) }
      if flags.isEmpty, format == "text" { #expect(text.contains(" folder            \\u{1B}[2J/\n")) }
    }
  }

  @Test(
    "a level that the server does not tell whole is marked",
    arguments: [
      (
        "<NextContinuationToken>t</NextContinuationToken>",
        "the server says that there is more, but not how to ask for it"
      ),
      ("", "the server says that there is more, but not how to ask for it"),
    ])
  func endless(_ marker: String, _ words: String) async throws {
    let server = try LocalServer { _ in
      LocalServer.answer(
        200,
        "<ListBucketResult><IsTruncated>true</IsTruncated>\(marker)<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>"
          + "</ListBucketResult>")
    }
    let outcome = try await AuditProgram.run(
      ["ls", "b", "--endpoint-url", server.url, "--no-sign-request"], environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 3)
    #expect(outcome.standardError.contains(words))
    #expect(outcome.standardOutput.contains("(the listing was cut short: there may be others)"))
  }

  @Test(
    "mistakes",
    arguments: [
      ([], 2, "say what to list"), (["b", "--largest", "--oldest"], 2, "--largest and --oldest exclude each other"),
      (["b", "--largest", "0"], 2, "'0' is not a whole number from 1 to 100000"),
      (["b", "--exact-duplicates"], 2, "--exact-duplicates goes with --duplicates"),
      (["b", "--largst"], 2, "did you mean '--largest'?"), (["s3://nope-nope", "--newest"], 4, "NoSuchBucket"),
      (["s3://nope-nope"], 4, "NoSuchBucket"),
      (["s3://raydenrules-data/nothing/", "--duplicates"], 0, "begins with 'nothing/'"),
      (["s3://raydenrules-data/nothing/"], 0, "begins with 'nothing/'"),
    ])
  func mistakes(_ line: [String], _ status: Int32, _ complaint: String) async throws {
    let outcome = try await AuditProgram.run(
      ["ls"] + line + ["--provider", "aws"], environment: try await DemoServer.shared.environment)
    #expect(outcome.status == status)
    #expect(outcome.standardError.contains(complaint), "\(outcome.standardError)")
  }
}
