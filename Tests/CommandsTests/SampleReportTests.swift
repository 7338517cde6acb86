import AWS
import Foundation
import Model
import Reports
import Rules
import TestSupport
import Testing

@testable import Commands

/// The checked-in sample reports in `reports/samples`: one a system, made from the demo account on its own day.
///
/// `make record` writes them anew.
struct SampleReportTests {
  static let systems = [
    ("raydenrules", ["raydenrules-data", "raydenrules-prod"]),
    ("mltrack", ["mltrack-models", "mltrack-artifacts"]),
    ("retail", ["retail-pipeline-data-session4-1760000000"]),
    ("datashard", ["my-datashard-bucket"]),
    ("carrental", ["car-rental-data-lake"]),
  ]

  @Test(arguments: systems) func report(_ system: String, _ buckets: [String]) async throws {
    let server = try await DemoServer.shared
    let now = try #require(Timestamp(iso8601: "\(DemoServer.today)T02:00:00Z"))
    var session = try Session(
      profile: nil, provider: "aws", flags: ClientFlags(), environment: server.environment)
    // The number of LIST requests is in the report, and in one chain the same each time.
    session.listing = ListingSettings(concurrency: 1)
    var snapshot = try await session.scan(
      ScanScope(buckets: buckets), Talk(isQuiet: true, isVerbose: false), now: { now })
    // The port is another one in each run.
    snapshot.account.endpoint = nil
    snapshot.toolVersion = "(sample)"
    let configuration = try AuditConfiguration(path: Project.root.appending(path: "demo/audit.yaml").path())
    let rules = try RuleSet.builtIn().applying(named: "default")
    let remarks = Judgement(rules: rules, configuration: configuration, judgesIAM: false).conclude(&snapshot)
    #expect(remarks.isEmpty)
    #expect(snapshot.errors.isEmpty)
    try expectGolden(
      MarkdownFormat().render(snapshot, options: ReportOptions()), "reports/samples/\(system).md")
    let json = JSONFormat().render(snapshot, options: ReportOptions())
    #expect(try await JSONSchema.complaints(of: json, by: "reports/report.schema.json").isEmpty)
    #expect(JSONFormat().render(snapshot, options: ReportOptions()) == json)
  }
}
