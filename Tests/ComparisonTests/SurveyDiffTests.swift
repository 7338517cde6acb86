import Comparison
import Model
import Testing

struct SurveyDiffTests {
  private static let start = Timestamp(seconds: 1_795_000_000)

  private static func snapshot(_ account: String, id: Int64, buckets: [String]) -> Snapshot {
    var snapshot = Snapshot(
      toolVersion: "1", started: start.adding(days: Int(id)), finished: start,
      account: Account(partition: "aws", id: account, name: "team"), scope: ScanScope(),
      buckets: buckets.map { BucketRecord(name: $0, arn: "arn:aws:s3:::\($0)") })
    snapshot.id = id
    return snapshot
  }

  @Test("accounts are compared one by one; one that changed is enough to differ")
  func oneByOne() throws {
    var survey = Survey(
      started: Self.start, finished: Self.start,
      snapshots: [
        Self.snapshot("000000000001", id: 4, buckets: ["a"]),
        Self.snapshot("000000000002", id: 5, buckets: ["a", "b"]),
        Self.snapshot("000000000003", id: 6, buckets: []),
      ],
      closed: [.init(id: "000000000004", gap: .denied(permission: "sts:AssumeRole"), fix: "")])
    survey.id = 7
    let before = [
      Self.snapshot("000000000001", id: 1, buckets: ["a"]), Self.snapshot("000000000002", id: 2, buckets: ["a"]), nil,
    ]
    let last: [(id: String, name: String?)] = [
      ("000000000001", "team"), ("000000000004", nil), ("000000000005", "old"),
    ]
    let diff = try SurveyDiff(survey, before: before, last: last)
    #expect(diff.survey == 7)
    #expect(diff.accounts.map(\.title) == ["000000000001 (team)", "000000000002 (team)"])
    #expect(diff.accounts.map(\.diff.isEmpty) == [true, false])
    #expect(diff.accounts[1].diff.added == ["b"])
    #expect(!diff.isEmpty)
    #expect(
      diff.remarks == [
        "the account 000000000003 (team) was not compared: there is no snapshot of its scope before",
        "the account 000000000004 was not compared: access denied; grant sts:AssumeRole",
        "the account 000000000005 (old) was in the scan before, and is not in this one",
      ])
    #expect(try SurveyDiff(survey, before: [before[0], nil, nil], last: []).isEmpty)
  }
}
