import Foundation
import Model
import TestSupport
import Testing

@testable import Reports

struct SurveyReportTests {
  private static func markdown(_ survey: Survey) -> String { MarkdownFormat().render(survey, options: ReportOptions()) }
  private static func json(_ survey: Survey) -> String { JSONFormat().render(survey, options: ReportOptions()) }

  @Test func golden() async throws {
    var survey = SurveySamples.organization
    survey.id = 3
    try expectGolden(Self.markdown(survey), "survey.md")
    try expectGolden(Self.json(survey), "survey.json")
    #expect(Self.json(survey) == Self.json(survey))
  }

  @Test("any survey follows the published schema", arguments: [0, 1, 2, 3])
  func schema(_ kind: Int) async throws {
    var survey = SurveySamples.organization
    switch kind {
    case 1: survey.snapshots = []
    case 2: survey.closed = []
    case 3:
      survey.organization = nil
      survey.id = 12
      survey.snapshots[0].scope.regions = ["eu-west-1"]
      survey.snapshots[0].findings.append(
        SurveySamples.finding(
          "access-logging", .medium, .notApplicable, bucket: "logs", account: "000000000001",
          gaps: [.unsupported(operation: "GetBucketLogging")]))
    default: break
    }
    #expect(try await JSONSchema.complaints(of: Self.json(survey), by: "reports/survey.schema.json") == [])
  }

  @Test("the schema refuses what is not an account's report")
  func schemaIsStrict() async throws {
    let text = Self.json(SurveySamples.organization)
    let wrong = text.replacing("\"public_access_block\"", with: "\"public_access_blok\"", maxReplacements: 1)
    #expect(wrong != text)
    #expect(try await !JSONSchema.complaints(of: wrong, by: "reports/survey.schema.json").isEmpty)
  }

  @Test("a name that people elsewhere have chosen stays text")
  func hostileNames() {
    let text = Self.markdown(SurveySamples.organization)
    #expect(!text.unicodeScalars.contains { ["\u{202E}", "\u{200B}", "\u{1B}"].contains($0) })
    #expect(!text.contains("\n# Heading"))
    let lines = text.split(separator: "\n")
    // In code spans, with the bar of the table escaped: no link, no mention, no markup, no further cell.
    let shown = "``x \\| y`](javascript:1) <b>@all</b> https://evil.example \\u{202E}\\u{200B}\\u{A}# Hea…``"
    for line in lines where line.contains("evil.example") { #expect(line.contains(shown), "\(line)") }
    #expect(lines.count { $0.contains("evil.example") } == 2)
    #expect(lines.contains("## Account 000000000002 (\(shown))"))
    #expect(text.contains("`acquired \\| company`"))
  }

  @Test("two hundred accounts: a row each, no section for those with nothing in them, explanations once")
  func manyAccounts() throws {
    var survey = SurveySamples.organization
    let (busy, idle) = (survey.snapshots[0], survey.snapshots[2])
    survey.snapshots = (1...200).map { number in
      var snapshot = number % 10 == 0 ? busy : idle
      snapshot.account.id = String(100_000_000_000 + number)
      return snapshot
    }
    let lines = Self.markdown(survey).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count { $0.hasPrefix("## Account 1000000") } == 20)
    #expect(lines.count { $0.hasPrefix("- Account 1000000") } == 180)
    #expect(lines.count { $0.hasPrefix("| 1000000") } == 200)
    #expect(lines.count { $0 == "## About the figures" } == 1)
    #expect(lines.count { $0.hasPrefix("# ") } == 1)
    #expect(lines.contains { $0.hasPrefix("| critical | `iam-full-admin` |       20 |       20 |") })
    #expect(lines.count < 200 + 180 + 20 * 100)
  }

  @Test func nobodyCouldBeEntered() {
    var survey = SurveySamples.organization
    survey.snapshots = []
    let text = Self.markdown(survey)
    #expect(text.contains("**1 account could not be entered: nothing is known of it, and every sum below"))
    #expect(text.contains("| Estimated cost | unknown"))
    #expect(text.contains("| Stored         | unknown"))
    #expect(text.contains("access denied; grant sts:AssumeRole"))
    #expect(!text.contains("## Accounts\n"))
  }

  @Test("headings of an account's report are one level lower, and none is missing")
  func levels() throws {
    let snapshot = SurveySamples.organization.snapshots[1]
    let whole = MarkdownReport(snapshot: snapshot, options: ReportOptions()).text.split(separator: "\n")
    let section = MarkdownReport(snapshot: snapshot, options: ReportOptions(), level: 2).section
    let headings = whole.filter { $0.hasPrefix("#") }.dropFirst().dropLast().map { "#\($0)" }
    #expect(section.filter { $0.hasPrefix("#") }.dropFirst().map { $0 } == headings)
  }
}
