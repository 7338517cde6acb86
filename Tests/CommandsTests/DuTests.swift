import Foundation
import TestSupport
import Testing

/// `audit du` as a user runs it, against servers that know their own totals.
struct DuTests {
  /// What of the JSON is looked at.
  struct Report: Decodable {
    struct Line: Decodable {
      struct Cost: Decodable {
        let amount: String
        let complete: Bool
      }
      let prefix: String
      let group: String?
      let objects, bytes: Int64
      let noncurrentVersions, noncurrentBytes, deleteMarkers, incompleteUploads, incompleteUploadBytes: Int64?
      let monthlyCost: Cost?
    }
    struct Target: Decodable {
      let bucket: String
      let complete: Bool
      let lines: [Line]
      let total: Line
      let listRequests: Int64
    }
    let complete: Bool
    let targets: [Target]
    let groups: [Line]
    let total: Line
    let remarks: [String]
  }

  static func report(_ outcome: Outcome, _ location: SourceLocation = #_sourceLocation) async throws -> Report {
    try #require(!outcome.standardOutput.isEmpty, "\(outcome.standardError)", sourceLocation: location)
    #expect(
      try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/du.schema.json") == [],
      sourceLocation: location)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
  }

  private func demo(_ line: [String]) async throws -> Outcome {
    try await AuditProgram.run(
      ["du"] + line + ["--provider", "aws"], environment: try await DemoServer.shared.environment)
  }

  @Test("every bucket has what the server knows that it has")
  func totals() async throws {
    let outcome = try await demo(["--all", "--versions", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let report = try await Self.report(outcome)
    let truth = try await DemoServer.shared.truth()
    #expect(report.targets.map(\.bucket) == truth.keys.sorted())
    for target in report.targets {
      let known = try #require(truth[target.bucket])
      #expect(target.total.objects == known.objects)
      #expect(target.total.bytes == known.bytes)
      #expect(target.total.noncurrentVersions == known.noncurrentVersions)
      #expect(target.total.noncurrentBytes == known.noncurrentBytes)
      #expect(target.total.deleteMarkers == known.deleteMarkers)
      #expect(target.total.incompleteUploads == known.uploads)
      #expect(target.total.incompleteUploadBytes == known.uploadBytes)
      let lines = Dictionary(uniqueKeysWithValues: target.lines.filter { $0.objects > 0 }.map { ($0.prefix, $0.bytes) })
      #expect(lines == known.byPrefix.filter { $0.key.hasSuffix("/") }.mapValues(\.bytes))
    }
    #expect(report.total.bytes == truth.values.reduce(0) { $0 + $1.bytes })
  }

  @Test(
    "the groups of a bucket add up to it",
    arguments: ["class", "extension", "age", "owner-pattern"])
  func groups(_ by: String) async throws {
    let folder = try Folder()
    let file = try folder.write(
      "audit.yaml",
      "owners: [{owner: x, prefixes: [intermediate/*/, data]}, {owner: y, bucket: mlt*, prefixes: [data/8a/]}]")
    let outcome = try await demo([
      "raydenrules-data", "s3://mltrack-models", "--by", by, "--format", "json", "--config",
      file,
    ])
    let report = try await Self.report(outcome)
    let truth = try await DemoServer.shared.truth()
    for target in report.targets {
      #expect(target.lines.allSatisfy { $0.group != nil })
      #expect(target.lines.reduce(0) { $0 + $1.objects } == truth[target.bucket]?.objects)
      #expect(target.lines.reduce(0) { $0 + $1.bytes } == truth[target.bucket]?.bytes)
    }
    #expect(report.groups.reduce(0) { $0 + $1.bytes } == report.total.bytes)
    if by == "class" {
      let target = report.targets[0]
      let classes = Dictionary(uniqueKeysWithValues: target.lines.map { ($0.group ?? "", $0.bytes) })
      #expect(classes == truth[target.bucket]?.byClass.filter { $0.value.objects > 0 }.mapValues(\.bytes))
    }
    if by == "owner-pattern" { #expect(report.groups.map(\.group) == ["x", "y", "(no owner)"]) }
  }

  @Test("classes and ages of each prefix")
  func groupsOfPrefixes() async throws {
    let truth = try #require(try await DemoServer.shared.truth()["raydenrules-data"])
    for by in ["class", "age"] {
      let report = try await Self.report(
        try await demo(["raydenrules-data", "--by", by, "--depth", "1", "--format", "json"]))
      let lines = Dictionary(grouping: report.targets[0].lines, by: \.prefix).mapValues {
        $0.reduce(0) { $0 + $1.bytes }
      }
      #expect(lines == truth.byPrefix.filter { $0.key.hasSuffix("/") }.mapValues(\.bytes))
    }
  }

  @Test("costs are those of a scan, to the last digit")
  func costs() async throws {
    struct Scan: Decodable {
      struct Costs: Decodable {
        struct Prefix: Decodable {
          let prefix: String
          let depth: Int
          let monthly: Report.Line.Cost
        }
        let prefixes: [Prefix]
      }
      let costs: [Costs]
    }
    let report = try await Self.report(
      try await demo(["raydenrules-data", "--versions", "--cost", "--depth", "2", "--format", "json"]))
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "raydenrules-data", "--no-metrics", "--format", "json", "--quiet", "--provider", "aws",
        "--fail-on", "never", "--db", ":memory:",
      ], environment: try await DemoServer.shared.environment)
    let scan = try JSONDecoder().decode(Scan.self, from: Data(outcome.standardOutput.utf8))
    let lines = report.targets[0].lines
    #expect(lines.map(\.prefix) == scan.costs[0].prefixes.map(\.prefix))
    #expect(lines.map(\.monthlyCost?.amount) == scan.costs[0].prefixes.map(\.monthly.amount))
    #expect(lines.count > 10)
  }

  @Test("what was cut short is a lower bound, and says so")
  func partial() async throws {
    let outcome = try await demo(["car-rental-data-lake", "--max-requests", "3", "--depth", "0", "--cost"])
    #expect(outcome.status == 3)
    #expect(outcome.standardOutput.contains("≥ "))
    #expect(outcome.standardOutput.contains("at least $"))
    #expect(outcome.standardError.contains("3 LIST requests were sent, as many as were allowed"))
    let report = try await Self.report(
      try await demo(["car-rental-data-lake", "--max-requests", "3", "--format", "json"]))
    #expect(!report.complete)
    #expect(report.targets[0].listRequests == 3)
  }

  @Test("a bucket that cannot be listed does not hide the others; alone it is a failure")
  func missing() async throws {
    let both = try await demo(["s3://nope-nope", "raydenrules-logs"])
    #expect(both.status == 3)
    #expect(both.standardOutput.contains("s3://raydenrules-logs"))
    #expect(both.standardError.contains("s3://nope-nope could not be listed: NoSuchBucket"))
    let one = try await demo(["s3://nope-nope"])
    #expect(one.status == 4)
    #expect(one.standardOutput.isEmpty)
    #expect(one.standardError.contains("NoSuchBucket") && one.standardError.contains("fix: check the spelling"))
  }

  @Test("lists only, and makes no database")
  func asksLittle() async throws {
    let folder = try Folder()
    let simulator = try await S3Sim(spec: "[b]\nobjects = 1500\nshape = tree\nfanout = 3,5\n")
    var environment = simulator.environment
    environment["XDG_DATA_HOME"] = folder.path
    let outcome = try await AuditProgram.run(["du", "b"], environment: environment)
    #expect(outcome.status == 0, "\(outcome.standardError)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let statistics = try #require(
      try JSONSerialization.jsonObject(with: await simulator.statistics()) as? [String: Any])
    let requests = try #require(statistics["requests"] as? [String: Int])
    #expect(requests.filter { $0.value > 0 } == ["ListObjectsV2": 2, "total": 2])
  }

  @Test("a later listing is cut where an earlier scan shows")
  func hints() async throws {
    let folder = try Folder()
    let server = try await DemoServer.shared
    let database = ["--db", "\(folder.path)/audit.db"]
    let line = ["car-rental-data-lake", "--format", "json"]
    let first = try await Self.report(try await demo(line + database)).targets[0]
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/audit.db"))
    _ = try await AuditProgram.run(
      ["scan", "--bucket", "car-rental-data-lake", "--no-metrics", "--provider", "aws", "--quiet"] + database,
      environment: server.environment)
    let before = try Data(contentsOf: URL(filePath: "\(folder.path)/audit.db"))
    let second = try await Self.report(try await demo(line + database)).targets[0]
    #expect(second.total.bytes == first.total.bytes)
    #expect(second.listRequests < first.listRequests)
    #expect(try Data(contentsOf: URL(filePath: "\(folder.path)/audit.db")) == before)
  }

  @Test(
    "totals are the simulator's, for keys of any kind",
    arguments: [
      "shape = odd", "shape = hash", "shape = flat\nversioned = true\ndeleted = 0.1\nuploads = 5",
      "shape = tree\nfanout = 20,365\nversioned = true",
    ])
  func simulated(_ shape: String) async throws {
    struct Truth: Decodable {
      struct Count: Decodable { let objects, bytes: Int64 }
      struct Markers: Decodable { let total: Int64 }
      struct Uploads: Decodable { let count, bytes: Int64 }
      let objects, bytes: Int64
      let noncurrent: Count
      let deleteMarkers: Markers
      let uploads: Uploads
      let prefixes: [String: Count]
    }
    let simulator = try await S3Sim(spec: "[b]\nobjects = 6000\n\(shape)\n")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let truth = try decoder.decode(Truth.self, from: await simulator.truth(of: "b"))
    let outcome = try await AuditProgram.run(
      ["du", "s3://b", "--depth", "2", "--versions", "--exact-duplicates", "--format", "json"],
      environment: simulator.environment)
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let target = try await Self.report(outcome).targets[0]
    #expect(target.total.objects == truth.objects)
    #expect(target.total.bytes == truth.bytes)
    #expect(target.total.noncurrentVersions == truth.noncurrent.objects)
    #expect(target.total.noncurrentBytes == truth.noncurrent.bytes)
    #expect(target.total.deleteMarkers == truth.deleteMarkers.total)
    #expect(target.total.incompleteUploads == truth.uploads.count)
    #expect(target.total.incompleteUploadBytes == truth.uploads.bytes)
    // Only a decoder of strings would take prefixes for equal that differ in their bytes.
    let found = Set(target.lines.filter { $0.objects > 0 }.map { "\(Array($0.prefix.utf8)) \($0.objects) \($0.bytes)" })
    #expect(found == Set(truth.prefixes.map { "\(Array($0.key.utf8)) \($0.value.objects) \($0.value.bytes)" }))
    let text = try await AuditProgram.run(["du", "s3://b"], environment: simulator.environment).standardOutput
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
  }

  @Test(
    "mistakes are told before anything is asked",
    arguments: [
      ([], "say what to list: s3://bucket/prefix, or --all"),
      (["--all", "b"], "--all and a target exclude each other"),
      (["https://b.s3.amazonaws.com"], "is not a bucket by its name"), ([""], "'' is not a bucket"),
      (["s3://b/a", "s3://b/a/b"], "s3://b/a/b is in s3://b/a: the sum would have it twice"),
      (["b", "b"], "s3://b is in s3://b"), (["--all", "--no-sign-request"], "--no-sign-request needs a target"),
      (["b", "--by", "extention"], "did you mean 'extension'?"),
      (["b", "--depth", "-1"], "is not a whole number from 0 on"),
      (["b", "--by", "extension", "--depth", "1"], "--by extension is told for each target as a whole"),
      (["b", "--by", "owner-pattern", "--depth", "2"], "--by owner-pattern is told for each target as a whole"),
      (["b", "--by", "age", "--versions"], "--by age tells of current objects only"),
      (["b", "--by", "owner-pattern"], "there is no --config"),
      (["b", "--format", "xml"], "is not a format (text, csv, json)"),
      (["b", "--format", "csv", "--format", "json"], "only one --format can go to standard output"),
      (["b", "--sort", "name"], "is not one of key, size"),
      (["x--usw2-az1--x-s3", "--provider", "aws"], "error: 'x--usw2-az1--x-s3' is a directory bucket"),
      (["b", "--config", "/nowhere.yaml"], "/nowhere.yaml: cannot be read"),
    ])
  func mistakes(_ line: [String], _ complaint: String) async throws {
    let outcome = try await AuditProgram.run(["du"] + line, environment: try await DemoServer.shared.environment)
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains(complaint), "\(outcome.standardError)")
    #expect(outcome.standardOutput.isEmpty)
  }

  @Test func writesFiles() async throws {
    let folder = try Folder()
    let outcome = try await demo([
      "raydenrules-data", "--format", "csv=\(folder.path)/a/du.csv", "--format", "json=\(folder.path)/du.json",
      "--format",
      "text", "--sort", "size",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.standardOutput.contains("s3://raydenrules-data/intermediate/"))
    let csv = try String(contentsOfFile: "\(folder.path)/a/du.csv", encoding: .utf8)
    #expect(csv.hasPrefix("kind,bucket,prefix,depth,objects,bytes,complete\nline,raydenrules-data,intermediate/,1,"))
    #expect(try String(contentsOfFile: "\(folder.path)/du.json", encoding: .utf8).hasPrefix("{"))
  }

  @Test("the manual shows what it prints")
  func manual() async throws {
    let page = try String(contentsOf: Project.root.appending(path: "docs/du.md"), encoding: .utf8)
    let outcome = try await demo(["s3://raydenrules-data", "--versions", "--cost"])
    #expect(page.contains("$ audit du s3://raydenrules-data --versions --cost\n\(outcome.standardOutput)```\n"))
  }

  @Test("what a provider without prices costs is unknown, and no success")
  func withoutPrices() async throws {
    let outcome = try await AuditProgram.run(
      ["du", "raydenrules-logs", "--cost", "--provider", "minio"],
      environment: try await DemoServer.shared.environment)
    #expect(outcome.status == 3)
    #expect(outcome.standardOutput.contains("unknown"))
    #expect(outcome.standardError.contains("the cost is not whole: there is no price table for provider 'minio'"))
  }

  @Test("a public bucket without credentials")
  func anonymous() async throws {
    let truth = try #require(try await DemoServer.shared.truth()["raydenrules-public-tiles"])
    let report = try await Self.report(
      try await demo(["raydenrules-public-tiles", "--no-sign-request", "--format", "json"]))
    #expect(report.total.bytes == truth.bytes)
  }

  @Test("versions that may not be listed are unknown, and the rest is told")
  func denied() async throws {
    let simulator = try await S3Sim(
      spec: "[b]\nobjects = 10\nshape = flat\n[c]\nobjects = 10\nshape = flat\ncfg.list = denied\n")
    let outcome = try await AuditProgram.run(["du", "b", "c", "--versions"], environment: simulator.environment)
    #expect(outcome.status == 3)
    #expect(outcome.standardError.contains("s3://c could not be listed: AccessDenied"))
    #expect(outcome.standardError.contains("grant s3:ListBucket"))
    let alone = try await AuditProgram.run(["du", "c"], environment: simulator.environment)
    #expect(alone.status == 4)
    #expect(alone.standardError.contains("fix: grant s3:ListBucket to the identity in use"))
  }

  @Test("Ctrl-C tells what was counted by then, as lower bounds")
  func interrupted() async throws {
    // Ten million objects at 30 ms a page take ten minutes: time enough for a signal.
    let server = try await S3Sim(
      spec: "[a-small]\nobjects = 10\n[b-huge]\nobjects = 10000000\n", options: ["--latency-ms", "30"])
    let variables = try JSONEncoder().encode(server.environment)
    let outcome = try await Python.run(
      """
      import json, signal, subprocess, sys, time, urllib.request
      program, endpoint, environment = sys.argv[1:]
      # A child of the tests' threads has signals blocked, and would hand that down.
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      du = subprocess.Popen([program, "du", "--all", "-d", "0", "--quiet"], env=json.loads(environment),
          stdout=subprocess.PIPE, text=True)
      opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
      def listed():
          return json.load(opener.open(endpoint + "/_sim/stats"))["entries_listed"]
      while listed() < 10_000 and du.poll() is None:
          time.sleep(0.02)
      du.send_signal(signal.SIGINT)
      output = du.communicate(timeout=120)[0]
      print(du.returncode, output)
      """,
      [
        Project.products.appending(path: "audit").path(), server.endpoint, String(decoding: variables, as: UTF8.self),
      ])
    let lines = outcome.split(separator: "\n")
    #expect(lines.count == 4, "\(outcome)")
    #expect(lines[0].hasPrefix("3 "))
    #expect(lines[1].hasSuffix("       10  s3://a-small") && !lines[1].contains("≥"))
    #expect(lines[2].hasSuffix("s3://b-huge") && lines[2].contains("≥"))
    #expect(lines[3].hasSuffix("total") && lines[3].contains("≥"))
  }

  @Test("whoever is killed leaves nothing of the temporary file behind")
  func killed() async throws {
    let folder = try Folder()
    let name = String(repeating: "long-", count: 180)
    // Enough that memory does not hold it, and slow enough to be killed in time.
    let server = try await S3Sim(
      spec: "[b]\nobjects = 20000\ntemplate = 1 \(name)/{seq:6}\n", options: ["--latency-ms", "200"])
    var environment = server.environment
    environment["SQLITE_TMPDIR"] = folder.path
    let outcome = try await AuditProgram.run(
      ["du", "b", "--exact-duplicates", "--one-chain"], environment: environment,
      killWhen: { program in
        let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(program)/fd")
        return files.contains { file in
          // One that was just closed is none.
          let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(program)/fd/\(file)")
          return target?.hasPrefix(folder.path) == true
        }
      })
    #expect(outcome.signal == SIGKILL, "\(outcome)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
