import Foundation
import TestSupport
import Testing

/// What becomes of a survey when accounts refuse, break or hang, against stand-ins of the services.
struct ClosedAccountTests {
  /// An organization whose accounts answer what a test says; each identity's access key ends in its account's id.
  private static func server(
    accounts: [(id: String, name: String)], special: @escaping @Sendable (String, String) -> [LocalServer.Step]?
  ) throws -> LocalServer {
    try LocalServer { request in
      let account = Self.account(request)
      let form = String(decoding: request.body, as: UTF8.self)
      let target = request.header("x-amz-target")?.split(separator: ".").last.map(String.init)
      let action = form.firstMatch(of: /Action=(\w+)/).map { String($0.1) }
      let operation = target ?? action ?? (request.target.hasPrefix("/?") || request.target == "/" ? "ListBuckets" : "")
      let assumed = form.firstMatch(of: /iam%3A%3A(\d{12})/).map { String($0.1) }
      if let steps = special(operation, assumed ?? account) { return steps }
      switch operation {
      case "GetCallerIdentity":
        return LocalServer.answer(
          200,
          """
          <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::\(account):user/u</Arn><UserId>U</UserId>\
          <Account>\(account)</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
          """)
      case "AssumeRole":
        return LocalServer.answer(
          200,
          """
          <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(assumed ?? "")</AccessKeyId>\
          <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
          </Credentials></AssumeRoleResult></AssumeRoleResponse>
          """)
      case "DescribeOrganization":
        return LocalServer.answer(200, #"{"Organization":{"Id":"o-1234567890","MasterAccountId":"111111111111"}}"#)
      case "ListAccounts":
        let items = accounts.map { #"{"Id":"\#($0.id)","Name":"\#($0.name)","State":"ACTIVE"}"# }
        return LocalServer.answer(200, #"{"Accounts":[\#(items.joined(separator: ","))]}"#)
      case "ListBuckets":
        return LocalServer.answer(
          200,
          """
          <ListAllMyBucketsResult><Buckets><Bucket><Name>b-\(account)</Name><BucketRegion>us-east-1</BucketRegion>\
          </Bucket></Buckets></ListAllMyBucketsResult>
          """)
      default: return Self.denied
      }
    }
  }

  private static let denied = LocalServer.answer(
    403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")

  private static func account(_ request: LocalServer.Received) -> String {
    let key = request.header("authorization")?.firstMatch(of: /Credential=\w*?(\d{12})\//)
    return key.map { String($0.1) } ?? "?"
  }

  private static func environment(_ server: LocalServer) async throws -> [String: String] {
    var environment = try await DemoServer.shared.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_ACCESS_KEY_ID"] = "AKIA111111111111"
    environment["AWS_MAX_ATTEMPTS"] = "1"
    return environment
  }

  private static let three = [
    (id: "111111111111", name: "main"), (id: "222222222222", name: "two"), (id: "333333333333", name: "three"),
  ]

  private func scan(_ server: LocalServer, _ more: [String] = []) async throws -> Outcome {
    try await AuditProgram.run(
      [
        "scan", "--organization", "--no-listing", "--no-metrics", "--db", ":memory:", "--provider", "aws", "--fail-on",
        "never",
      ] + (more.contains("--format") ? more : more + ["--format", "json"]), environment: Self.environment(server))
  }

  @Test("an account that was entered and may not list its buckets is closed for that reason, not empty")
  func noListOfBuckets() async throws {
    let server = try Self.server(accounts: Self.three) { operation, account in
      operation == "ListBuckets" && account == "222222222222" ? Self.denied : nil
    }
    let outcome = try await scan(server)
    #expect(outcome.status == 3, "\(outcome.standardError)")
    let report = try SurveyTests.Report(outcome.standardOutput)
    #expect(report.accounts.map(\.account.id) == ["111111111111", "333333333333"])
    #expect(report.closedAccounts.map(\.id) == ["222222222222"])
    #expect(report.closedAccounts[0].gap.permission == "s3:ListAllMyBuckets")
    #expect(report.closedAccounts[0].fix.contains("s3:ListAllMyBuckets"))
    // Sessions may do no more than an audit asks for.
    let bodies = server.received.map { String(decoding: $0.body, as: UTF8.self) }.filter { $0.contains("AssumeRole") }
    #expect(bodies.count == 2)
    #expect(bodies.allSatisfy { $0.contains("&Policy=%7B") && $0.contains("s3%3AListAllMyBuckets") })
  }

  @Test("whatever an account answers, the others are scanned, and the reason is told")
  func broken() async throws {
    let server = try Self.server(accounts: Self.three) { operation, account in
      switch (operation, account) {
      case ("AssumeRole", "222222222222"): LocalServer.answer(500, "<html>word-of-trust</html>")
      // The role's credentials turn out to be another account's.
      case ("GetCallerIdentity", "333333333333"):
        LocalServer.answer(
          200,
          """
          <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999999999999:user/u</Arn>\
          <Account>999999999999</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
          """)
      default: nil
      }
    }
    let outcome = try await scan(server, ["--external-id", "word-of-trust"])
    #expect(outcome.status == 3, "\(outcome.standardError)")
    let report = try SurveyTests.Report(outcome.standardOutput)
    #expect(report.accounts.map(\.account.id) == ["111111111111"])
    #expect(report.closedAccounts.map(\.gap.reason) == ["failed", "failed"])
    #expect(report.closedAccounts[0].gap.operation == "AssumeRole")
    #expect(report.closedAccounts[1].gap.message?.contains("those of account 999999999999") == true)
    #expect(!outcome.standardOutput.contains("word-of-trust"))
    #expect(!outcome.standardError.contains("word-of-trust"))
  }

  @Test("without the list of accounts there is no survey, and the way out is said")
  func noListOfAccounts() async throws {
    let server = try Self.server(accounts: Self.three) { operation, _ in
      operation == "ListAccounts"
        ? LocalServer.answer(400, #"{"__type":"AccessDeniedException","Message":"no"}"#) : nil
    }
    let outcome = try await scan(server)
    #expect(outcome.status == 4)
    #expect(outcome.standardOutput.isEmpty)
    #expect(outcome.standardError.contains("management account"), "\(outcome.standardError)")
  }

  @Test("names of accounts are strangers' words")
  func hostileName() async throws {
    let accounts = [
      (id: "111111111111", name: #"\u001b[31m<script>\u202e|`x`"#), (id: "222222222222", name: #"two\u0000\n# Title"#),
    ]
    let server = try Self.server(accounts: accounts) { operation, account in
      operation == "AssumeRole" && account == "222222222222" ? Self.denied : nil
    }
    for format in ["json", "markdown"] {
      let outcome = try await scan(server, ["--format", format])
      #expect(outcome.status == 3, "\(outcome.standardError)")
      for text in [outcome.standardOutput, outcome.standardError] {
        let raw = text.unicodeScalars.filter {
          $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
        }
        #expect(raw.isEmpty, "\(format): \(raw.map { String($0.value, radix: 16) })")
      }
      #expect(!outcome.standardOutput.contains("\n# Title"))
    }
  }

  @Test("kill -9 in the middle loses only the account under way")
  func killed() async throws {
    let server = try Self.server(accounts: Self.three) { operation, account in
      operation == "ListBuckets" && account == "222222222222" ? [.pause(milliseconds: 60_000), .close] : nil
    }
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "a.db").path()
    let variables = try JSONEncoder().encode(try await Self.environment(server))
    let kept = try await Python.run(
      """
      import json, os, sqlite3, subprocess, sys, time
      program, database, environment = sys.argv[1:]
      scan = subprocess.Popen(
          [program, "scan", "--organization", "--no-listing", "--no-metrics", "--db", database, "--quiet"],
          env=json.loads(environment), stdout=subprocess.DEVNULL)
      def kept():
          try:
              connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
              return [row[0] for row in connection.execute("SELECT account FROM survey_account ORDER BY account")]
          except sqlite3.OperationalError:
              return []
      while len(kept()) < 2 and scan.poll() is None:
          time.sleep(0.02)
      scan.kill()
      scan.wait()
      print(",".join(kept()))
      """,
      [
        Project.products.appending(path: "audit").path(), database, String(decoding: variables, as: UTF8.self),
      ])
    #expect(kept == "111111111111,333333333333\n")
    let list = try await AuditProgram.run(["snapshots", "list", "--db", database], environment: [:])
    #expect(list.status == 0)
    // What was done is told with what was not.
    let again = try await AuditProgram.run(
      ["report", "--db", database, "--format", "json", "--fail-on", "never", "--allow-unknown"], environment: [:])
    #expect(again.status == 3, "\(again.standardError)")
    let report = try SurveyTests.Report(again.standardOutput)
    #expect(report.accounts.map(\.account.id) == ["111111111111", "333333333333"])
    #expect(report.closedAccounts.map(\.id) == ["222222222222"])
    #expect(report.closedAccounts[0].gap.reason == "not_collected")
    #expect(report.closedAccounts[0].fix.contains("interrupted"))
    #expect(!report.survey.complete)
    #expect(report.remarks.contains { $0.contains("did not come to its end") })
    #expect(try await JSONSchema.complaints(of: again.standardOutput, by: "reports/survey.schema.json").isEmpty)
  }
}
