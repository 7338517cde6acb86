import Model
import Testing

@testable import Reports

/// Whose bucket it is, as reports say it.
struct OwnershipTests {
  private static func snapshot(_ ownerIsAccount: Bool?) -> Snapshot {
    let now = Timestamp(year: 2026, month: 11, day: 20)
    return Snapshot(
      toolVersion: "0", started: now, finished: now, account: Account(partition: "aws"), scope: ScanScope(),
      buckets: [BucketRecord(name: "b", arn: "arn:aws:s3:::b", ownerIsAccount: ownerIsAccount)])
  }

  @Test(arguments: [(false, true), (true, false), (nil, false)] as [(Bool?, Bool)])
  func markdown(_ ownerIsAccount: Bool?, _ isTold: Bool) {
    let text = MarkdownFormat().render(Self.snapshot(ownerIsAccount), options: ReportOptions())
    #expect(text.contains("It is not among the account's buckets") == isTold)
  }

  @Test(arguments: [(false, "false"), (true, "true"), (nil, "null")] as [(Bool?, String)])
  func json(_ ownerIsAccount: Bool?, _ word: String) {
    let text = JSONFormat().render(Self.snapshot(ownerIsAccount), options: ReportOptions())
    #expect(text.contains("\"owner_is_account\": \(word)"))
  }
}
