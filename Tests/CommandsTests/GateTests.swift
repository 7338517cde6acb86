import Model
import Testing

@testable import Commands

struct GateTests {
  static func finding(_ severity: Severity, _ status: Status, optedOut: Bool = false, waived: Bool = false) -> Finding {
    Finding(
      ruleID: "r", title: "t", category: "c", severity: severity, status: status, resource: "arn:aws:s3:::b",
      resourceType: "AWS::S3::Bucket", remediation: .init(text: ""), isOptedOut: optedOut,
      waiver: waived ? Waiver(reason: "r", owner: "o", expires: Timestamp(seconds: 1)) : nil)
  }

  static func snapshot(_ findings: [Finding], isComplete: Bool = true) -> Snapshot {
    let now = Timestamp(year: 2026, month: 11, day: 20)
    return Snapshot(
      toolVersion: "0", started: now, finished: now, account: Account(partition: "aws"), scope: ScanScope(),
      findings: findings, isComplete: isComplete)
  }

  @Test(arguments: [
    ([finding(.info, .pass)], FailOn.high, false, ExitCode.success),
    ([finding(.info, .pass), finding(.high, .fail)], .high, false, .violations),
    ([finding(.info, .pass), finding(.medium, .fail)], .high, false, .success),
    ([finding(.info, .pass), finding(.medium, .fail)], .low, false, .violations),
    ([finding(.info, .fail)], .low, false, .success),
    ([finding(.critical, .fail)], .never, false, .success),
    ([finding(.high, .unknown)], .high, false, .unknown),
    ([finding(.high, .unknown)], .high, true, .success),
    ([finding(.high, .unknown)], .never, false, .success),
    ([finding(.medium, .unknown)], .high, false, .success),
    ([finding(.high, .unknown, optedOut: true)], .high, false, .success),
    ([finding(.high, .unknown), finding(.high, .fail)], .high, false, .violations),
    ([finding(.high, .fail, waived: true)], .high, false, .success),
    ([finding(.high, .notApplicable)], .high, false, .success),
  ])
  func status(_ findings: [Finding], _ failOn: FailOn, _ allowsUnknown: Bool, _ expected: ExitCode) {
    #expect(Gate(failOn: failOn, allowsUnknown: allowsUnknown).status(of: Self.snapshot(findings)) == expected)
  }

  @Test(arguments: [
    (Observation<BucketUsage>.unknown(.failed(operation: "ListObjectsV2", message: "timeout")), ExitCode.unknown),
    (.unknown(.denied(permission: "s3:ListBucket")), .success), (.unknown(.notCollected), .success),
    (.known(BucketUsage(listedAt: Timestamp(seconds: 0))), .success),
  ])
  func aListingThatBrokeOff(_ usage: Observation<BucketUsage>, _ expected: ExitCode) {
    var snapshot = Self.snapshot([])
    snapshot.buckets = [BucketRecord(name: "b", arn: "arn:aws:s3:::b", usage: usage)]
    #expect(Gate(failOn: .never, allowsUnknown: false).status(of: snapshot) == expected)
  }

  @Test func aScanThatWasCutShortNeverEndsWithSuccess() {
    let gate = Gate(failOn: .never, allowsUnknown: true)
    #expect(gate.status(of: Self.snapshot([], isComplete: false)) == .unknown)
  }

  private static func survey(_ snapshots: [Snapshot], closed: [Gap] = []) -> Survey {
    let now = Timestamp(year: 2026, month: 11, day: 20)
    return Survey(
      started: now, finished: now, snapshots: snapshots,
      closed: closed.map { Survey.ClosedAccount(id: "111111111111", gap: $0, fix: "") })
  }

  private static let good = snapshot([finding(.high, .pass)])
  private static let bad = snapshot([finding(.high, .fail)])
  private static let unsure = snapshot([finding(.high, .unknown)])
  private static let shut = Gap.denied(permission: "sts:AssumeRole")

  private static let surveys: [(Survey, FailOn, Bool, ExitCode)] = [
    (survey([good, good]), FailOn.high, false, ExitCode.success),
    (survey([good, bad], closed: [shut]), .high, false, .violations),
    (survey([good, unsure]), .high, false, .unknown),
    (survey([good, unsure]), .high, true, .success),
    (survey([good], closed: [shut]), .high, false, .unknown),
    (survey([good], closed: [shut]), .never, false, .unknown),
    (survey([good], closed: [shut]), .never, true, .success),
    (survey([good, snapshot([], isComplete: false)]), .never, true, .unknown),
    (survey([good], closed: [.notCollected]), .never, true, .unknown),
    (survey([], closed: [shut]), .never, true, .unknown),
    (survey([]), .never, true, .unknown),
  ]

  @Test(arguments: surveys)
  func statusOfSeveralAccounts(_ survey: Survey, _ failOn: FailOn, _ allowsUnknown: Bool, _ expected: ExitCode) {
    #expect(Gate(failOn: failOn, allowsUnknown: allowsUnknown).status(of: survey) == expected)
  }
}
