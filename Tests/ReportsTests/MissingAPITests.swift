import Model
import Testing

@testable import Reports

struct MissingAPITests {
  private static func snapshot(buckets: Int) -> Snapshot {
    var snapshot = SurveySamples.snapshot(
      Account(partition: "aws", endpoint: "http://localhost:9000", provider: "minio"),
      buckets: (0..<buckets).map { SurveySamples.bucket("b\($0)", objects: 1, bytes: 1) })
    for bucket in snapshot.buckets.indices {
      let name = snapshot.buckets[bucket].name
      snapshot.buckets[bucket].configuration.logging = .unknown(.unsupported(operation: "GetBucketLogging"))
      snapshot.findings += [
        SurveySamples.finding(
          "access-logging", .medium, .notApplicable, bucket: name, account: "",
          gaps: [.unsupported(operation: "GetBucketLogging")]),
        SurveySamples.finding(
          "block-public-access", .high, .notApplicable, bucket: name, account: "",
          gaps: [.unsupported(operation: "GetPublicAccessBlock"), .unsupported(operation: "GetBucketLogging")]),
        // Not for the provider's sake.
        SurveySamples.finding("replication", .low, .notApplicable, bucket: name, account: ""),
        SurveySamples.finding("versioning", .medium, .pass, bucket: name, account: ""),
      ]
    }
    return snapshot
  }

  @Test func byAPI() {
    let missing = MissingAPI.all(in: [Self.snapshot(buckets: 3)])
    #expect(missing.map(\.operation) == ["GetBucketLogging", "GetPublicAccessBlock"])
    #expect(
      missing.map { $0.rules.map(\.id) } == [["access-logging", "block-public-access"], ["block-public-access"]])
    #expect(missing.allSatisfy { $0.provider == "minio" })
  }

  @Test("told once a report, with rule, title and API, and not once a bucket", arguments: [false, true])
  func markdown(_ showsPasses: Bool) {
    let options = ReportOptions(showsPasses: showsPasses)
    let text = MarkdownFormat().render(Self.snapshot(buckets: 40), options: options)
    #expect(text.contains("## What `minio` cannot give"))
    #expect(text.contains("lacks APIs that 2 controls need."))
    #expect(text.contains("| `GetBucketLogging`     | Title of access-logging      | `access-logging`      |"))
    #expect(text.contains("|                        | Title of block-public-access | `block-public-access` |"))
    #expect(text.split(separator: "\n").count { $0.contains("Title of access-logging") } == 1)
    #expect(text.contains("| Server access logging  | not offered by the provider (`GetBucketLogging`) |"))
    if showsPasses {
      #expect(text.contains("2 checks need what the provider cannot give; see below."))
      #expect(text.contains("- Title of replication (`replication`)"))
    } else {
      #expect(text.contains("1 check passed, 3 did not apply"))
    }
  }

  @Test func nothingIsMissingOnAWS() {
    let text = MarkdownFormat().render(SurveySamples.organization.snapshots[0], options: ReportOptions())
    #expect(!text.contains("cannot give"))
  }

  @Test("once for all accounts of a survey")
  func survey() {
    let snapshots = [Self.snapshot(buckets: 2), Self.snapshot(buckets: 1)]
    let survey = Survey(started: SurveySamples.now, finished: SurveySamples.now, snapshots: snapshots)
    let text = MarkdownFormat().render(survey, options: ReportOptions())
    #expect(text.split(separator: "\n").count { $0.contains("What `minio` cannot give") } == 1)
  }
}
