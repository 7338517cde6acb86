import Model
import Testing

@testable import Reports

struct ErrorGroupTests {
  private static func error(
    _ bucket: String, _ operation: String = "GetBucketPolicy", code: String = "AccessDenied",
    message: String = "Access Denied"
  ) -> ScanError {
    ScanError(
      bucket: bucket, service: "s3", operation: operation, code: code, httpStatus: 403, message: message,
      fix: "grant s3:\(operation)")
  }

  @Test("one answer from many buckets is one row, though every message names its bucket")
  func groups() {
    let errors = (0..<480).map { Self.error("bucket-\($0)", message: "not authorized on arn:aws:s3:::bucket-\($0)") }
    let groups = ErrorGroup.groups(of: errors + [Self.error("x", "GetBucketAcl"), Self.error("y", code: "SlowDown")])
    #expect(groups.map(\.buckets.count) == [480, 1, 1])
    let text = MarkdownErrors(errors).lines(level: 2).joined(separator: "\n")
    #expect(
      text.contains(
        "| 480 buckets: `bucket-0`, `bucket-1`, `bucket-2`, … | `s3 GetBucketPolicy` | AccessDenied, HTTP 403: for example, "
          + "not authorized on arn:aws:s3:::bucket-0 | grant s3:GetBucketPolicy |"))
  }

  @Test("without a code, the wording tells answers apart; a bucket counts once")
  func withoutCode() {
    let groups = ErrorGroup.groups(of: [
      Self.error("a", code: "", message: "connection reset"), Self.error("a", code: "", message: "connection reset"),
      Self.error("b", code: "", message: "timeout"),
    ])
    #expect(groups.map(\.buckets) == [["a"], ["b"]])
    #expect(groups.map(\.answer) == ["HTTP 403: connection reset", "HTTP 403: timeout"])
  }

  @Test func theAccountIsNamedAsSuch() {
    let text = MarkdownErrors([Self.error("")]).lines(level: 2).joined(separator: "\n")
    #expect(text.contains("| `account` | `s3 GetBucketPolicy` | AccessDenied, HTTP 403: Access Denied |"))
  }

  @Test("a refusal in many accounts is one row of the survey, and a row of each account")
  func acrossAccounts() {
    var survey = SurveySamples.organization
    for index in survey.snapshots.indices {
      survey.snapshots[index].errors = [Self.error("b\(index)"), Self.error("c\(index)")]
    }
    survey.snapshots[0].errors.append(Self.error("", "ListAccessPoints"))
    let text = MarkdownFormat().render(survey, options: ReportOptions())
    #expect(text.contains("## What could not be read in several accounts"))
    #expect(text.contains("|        3 | `s3 GetBucketPolicy` | AccessDenied, HTTP 403: Access Denied |"))
    #expect(text.split(separator: "\n").count { $0.contains("ListAccessPoints") } == 1)
    survey.snapshots = [survey.snapshots[0]]
    #expect(!MarkdownFormat().render(survey, options: ReportOptions()).contains("in several accounts"))
  }
}
