import Model
import Testing

@testable import Reports

/// What a scan did not look at, as reports say it.
struct ScopeTests {
  private static let limit =
    "> Only buckets in eu-west-1, us-east-1 were looked at; what is in other regions is not in this report."

  @Test(arguments: [[], ["eu-west-1", "us-east-1"]])
  func regions(_ regions: [String]) {
    var snapshot = SurveySamples.organization.snapshots[0]
    snapshot.scope.regions = regions
    let text = MarkdownFormat().render(snapshot, options: ReportOptions())
    #expect(text.contains(Self.limit) == !regions.isEmpty)
    let json = JSONFormat().render(snapshot, options: ReportOptions())
    #expect(json.contains("\"regions\": []") == regions.isEmpty)
  }

  @Test func surveysSayItOnce() {
    var survey = SurveySamples.organization
    for index in survey.snapshots.indices { survey.snapshots[index].scope.regions = ["eu-west-1", "us-east-1"] }
    let text = MarkdownFormat().render(survey, options: ReportOptions())
    #expect(text.split(separator: "\n").count { $0 == Self.limit } == 1)
  }

  @Test("a name in the organization is said where it is known")
  func names() {
    let text = MarkdownFormat().render(SurveySamples.organization.snapshots[0], options: ReportOptions())
    #expect(text.hasPrefix("# S3 audit of account 000000000001 (`production`), 2026-11-20\n"))
    let json = JSONFormat().render(SurveySamples.organization.snapshots[0], options: ReportOptions())
    #expect(json.contains("\"name\": \"production\""))
  }
}
