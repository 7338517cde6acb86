import Model
import Testing

@testable import Reports

/// How errors of several accounts become rows of one table.
struct SurveyErrorTests {
  private static func error(
    _ bucket: String = "b", service: String = "s3", operation: String = "GetBucketPolicy",
    code: String = "AccessDenied",
    status: Int? = 403, message: String = "Access Denied", fix: String = "grant it"
  ) -> ScanError {
    ScanError(
      bucket: bucket, service: service, operation: operation, code: code, httpStatus: status, message: message,
      fix: fix)
  }

  /// Two errors, one an account, and whether they are one answer.
  static let pairs: [(name: String, one: ScanError, other: ScanError, areOne: Bool)] = [
    ("the same", error(), error(), true),
    ("of other buckets", error("a"), error("z"), true),
    ("with a code, in other words", error(message: "no"), error(message: "never"), true),
    ("with another remedy", error(fix: "grant it to x"), error(fix: "grant it to y"), true),
    ("of another operation", error(), error(operation: "GetBucketAcl"), false),
    ("of another service", error(), error(service: "s3control"), false),
    ("with another code", error(), error(code: "SlowDown"), false),
    ("with another status", error(), error(status: 401), false),
    ("without a status", error(), error(status: nil), false),
    ("without a code, in the same words", error(code: "", message: "reset"), error(code: "", message: "reset"), true),
    ("without a code, in other words", error(code: "", message: "reset"), error(code: "", message: "lost"), false),
    ("one without a code", error(), error(code: ""), false),
  ]

  @Test("what two accounts were told is one row, or it is none", arguments: pairs.indices)
  func pair(_ index: Int) {
    let pair = Self.pairs[index]
    let rows = Self.rows([[pair.one], [pair.other]])
    #expect(rows.count == (pair.areOne ? 1 : 0), "\(pair.name)")
    #expect(ErrorGroup.groups(of: [[pair.one], [pair.other]]).count == (pair.areOne ? 1 : 2), "\(pair.name)")
  }

  @Test("an account counts once, however many of its buckets are refused, and in whatever order")
  func accountsOnce() {
    let (policy, acl) = (Self.error(), Self.error("c", operation: "GetBucketAcl"))
    let groups = ErrorGroup.groups(of: [[policy, acl, policy, Self.error("d")], [], [acl, policy, acl]])
    #expect(groups.map(\.accounts) == [2, 2])
    #expect(groups.map(\.first.operation) == ["GetBucketPolicy", "GetBucketAcl"])
    #expect(groups[0].buckets == ["b", "d"])
    #expect(ErrorGroup.groups(of: [[policy, acl, policy]]).map(\.accounts) == [1, 1])
  }

  @Test("what most accounts were told comes first; else as it came")
  func order() {
    let operations = ["A", "B", "C", "D"]
    let counts = ["A": 2, "B": 4, "C": 2, "D": 3]
    let accounts = (0..<4).map { account in
      operations.filter { (counts[$0] ?? 0) > account }.map { Self.error(operation: $0) }
    }
    #expect(Self.rows(accounts).compactMap { $0.firstMatch(of: /`s3 (\w)`/)?.output.1 } == ["B", "D", "A", "C"])
    #expect(Self.rows(accounts).compactMap { $0.firstMatch(of: /\| +(\d+) \|/)?.output.1 } == ["4", "3", "2", "2"])
  }

  @Test("wordings that differ are an example, and nothing in them is Markdown")
  func wordings() throws {
    let hostile = "x | y`](javascript:1) <b>@all</b>\n# Heading \u{1B}[31m \u{202E}"
    let rows = Self.rows([[Self.error(message: hostile)], [Self.error(message: "other")]])
    let row = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(row.contains("AccessDenied, HTTP 403: for example, x "))
    #expect(!row.contains("<b>") && !row.contains("\u{1B}") && !row.contains("\u{202E}"))
    #expect(Self.rows([[Self.error()], [Self.error()]]).first?.contains("for example") == false)
  }

  @Test("fifteen rows at most; how many more there are is said")
  func many() {
    let errors = (0..<18).map { Self.error(operation: "Get\($0)") }
    #expect(Self.rows([errors, errors]).count == 15)
    #expect(Self.markdown([errors, errors]).contains("And 3 more kinds of answers, below."))
    #expect(!Self.markdown([Array(errors.prefix(15)), errors]).contains("more kinds of answers, below"))
  }

  private static func markdown(_ accounts: [[ScanError]]) -> String {
    var survey = SurveySamples.organization
    survey.snapshots = accounts.enumerated().map { index, errors in
      var snapshot = SurveySamples.snapshot(SurveySamples.account("00000000000\(index)"))
      snapshot.errors = errors
      return snapshot
    }
    return MarkdownFormat().render(survey, options: ReportOptions())
  }

  /// The rows of the table over all accounts.
  private static func rows(_ accounts: [[ScanError]]) -> [Substring] {
    let text = markdown(accounts)
    guard let start = text.firstRange(of: "## What could not be read in several accounts\n") else { return [] }
    let section = text[start.upperBound...]
    let end = section.firstRange(of: "\n## ")?.lowerBound ?? section.endIndex
    return section[..<end].split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map { $0 }
  }
}
