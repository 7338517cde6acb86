import AWS
import Foundation
import Listing
import Model
import Services
import Locking
import Testing

@testable import Scanner

/// An account in a closure: every request is answered with a body or an error.
private struct Caller: APICaller {
  let answer: @Sendable (APIRequest) -> Result<String, APIError>

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    switch answer(request) {
    case .success(let body): return APIResponse(status: 200, body: Array(body.utf8))
    case .failure(let error): throw error
    }
  }
}

private struct NoLister: Lister {
  func usage(
    of bucket: String, options: ListingOptions, checkpoints: (any ListingCheckpoints)?,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    progress(ListingProgress(objects: 5, bytes: 10, pages: 1))
    progress(ListingProgress(objects: 7, bytes: 20, pages: 2))
    return .known(BucketUsage(listedAt: options.now))
  }
}

/// Lists until it is cancelled.
private struct WaitingLister: Lister {
  let signal: AsyncStream<Void>.Continuation

  func usage(
    of bucket: String, options: ListingOptions, checkpoints: (any ListingCheckpoints)?,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    signal.yield()
    // The sleep ends with the cancellation, which is what is waited for.
    try? await Task.sleep(for: .seconds(3600))
    return .known(BucketUsage(listedAt: options.now))
  }
}

struct ScannerTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private static func error(_ request: APIRequest, _ kind: APIError.Kind, _ code: String, _ status: Int) -> APIError {
    APIError(
      kind, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, code: code, status: status, message: "no")
  }

  private static let buckets = """
    <ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>
    <Bucket><Name>b</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate></Bucket>
    <Bucket><Name>a</Name><CreationDate>2023-01-01T00:00:00.000Z</CreationDate></Bucket>
    </Buckets></ListAllMyBucketsResult>
    """

  private func scan(
    _ scope: ScanScope, provider: Provider = .generic,
    progress: @escaping @Sendable (ScanProgress) -> Void = { _ in },
    _ answer: @escaping @Sendable (APIRequest) -> Result<String, APIError>
  ) async throws -> Snapshot {
    try await Scanner(caller: Caller(answer: answer), provider: provider, lister: NoLister()).scan(
      ScanOptions(scope: scope, account: Account(partition: "aws"), toolVersion: "0"), now: { Self.now },
      progress: progress)
  }

  @Test("request metrics end with the last whole day; storage metrics are asked for up to now")
  func daysOfMetrics() async throws {
    let bodies = Locked<[String]>([])
    let answer: @Sendable (APIRequest) -> Result<String, APIError> = { request in
      switch request.operation {
      case "ListBuckets":
        return .success(
          """
          <ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate>
          <BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>
          """)
      case "ListBucketMetricsConfigurations":
        return .success(
          """
          <ListMetricsConfigurationsResult><MetricsConfiguration><Id>all</Id></MetricsConfiguration>
          <IsTruncated>false</IsTruncated></ListMetricsConfigurationsResult>
          """)
      case "ListMetrics":
        return .success("<ListMetricsResponse><ListMetricsResult><Metrics/></ListMetricsResult></ListMetricsResponse>")
      case "GetMetricData":
        bodies.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
        return .failure(Self.error(request, .denied, "AccessDenied", 403))
      default: return .failure(Self.error(request, .denied, "AccessDenied", 403))
      }
    }
    let started = Self.now.adding(seconds: 3_600 * 5)
    _ = try await Scanner(caller: Caller(answer: answer), provider: .aws, lister: NoLister()).scan(
      ScanOptions(scope: ScanScope(includesListing: false), account: Account(partition: "aws"), toolVersion: "0"),
      now: { started },
      progress: { _ in })
    let asked = bodies.withLock { $0 }
    #expect(asked.count == 2)
    #expect(asked.first?.contains("EndTime=2026-11-20T05%3A00%3A00Z") == true)
    #expect(asked.last?.contains("EndTime=2026-11-20T00%3A00%3A00Z") == true)
    #expect(asked.last?.contains("StartTime=2026-10-21T00%3A00%3A00Z") == true)
  }

  @Test("a bucket of unknown region at a provider without CloudWatch has no metrics, which is no failure")
  func noCloudWatch() async throws {
    let provider = Provider(name: "x", title: "X", missingServices: [.cloudwatch])
    let caller = Caller { request in
      request.operation == "ListBuckets"
        ? .success(Self.buckets) : .failure(Self.error(request, .denied, "AccessDenied", 403))
    }
    let snapshot = try await Scanner(caller: caller, provider: provider, lister: NoLister()).scan(
      ScanOptions(scope: ScanScope(), account: Account(partition: "aws"), toolVersion: "0"), now: { Self.now },
      progress: { _ in })
    #expect(snapshot.buckets.allSatisfy { $0.metrics == .unknown(.unsupported(operation: "ListMetrics")) })
  }

  @Test("an account in which nothing but the list of buckets may be read is scanned to its end")
  func everythingDenied() async throws {
    let last = Locked(ScanProgress())
    let snapshot = try await scan(ScanScope(), progress: { progress in last.withLock { $0 = progress } }) { request in
      request.operation == "ListBuckets"
        ? .success(Self.buckets) : .failure(Self.error(request, .denied, "AccessDenied", 403))
    }
    #expect(snapshot.buckets.map(\.name) == ["a", "b"])
    #expect(snapshot.buckets.map(\.created?.day) == ["2023-01-01", "2024-01-01"])
    #expect(
      snapshot.buckets.allSatisfy {
        $0.configuration.encryption.gap == .denied(permission: "s3:GetEncryptionConfiguration")
      })
    #expect(snapshot.account.id == nil)
    #expect(snapshot.iam.gap == .denied(permission: "iam:GetAccountAuthorizationDetails"))
    #expect(snapshot.accountPublicAccessBlock.gap != nil)
    #expect(snapshot.buckets.allSatisfy { $0.metrics.gap != nil })
    #expect(snapshot.isComplete)
    #expect(snapshot.errors.contains { $0.bucket == "a" && $0.operation == "GetBucketEncryption" })
    let progress = last.withLock { $0 }
    #expect(progress.bucketsDone == 2)
    #expect(progress.objects == 14)
    #expect(progress.bytes == 40)
    #expect(progress.pages == 4)
  }

  @Test("named buckets are scanned although the list of buckets is denied")
  func namedBuckets() async throws {
    let snapshot = try await scan(ScanScope(buckets: ["b"], includesListing: false, includesMetrics: false)) {
      request in
      .failure(Self.error(request, .denied, "AccessDenied", 403))
    }
    #expect(snapshot.buckets.map(\.name) == ["b"])
    #expect(snapshot.buckets[0].created == nil)
    #expect(snapshot.buckets[0].usage == .unknown(.notCollected))
    #expect(snapshot.buckets[0].metrics == .unknown(.notCollected))
  }

  /// Answers who is calling, and with the list of two buckets; refuses all else.
  private static func identified(_ request: APIRequest) -> Result<String, APIError> {
    switch request.operation {
    case "ListBuckets": .success(buckets)
    case "GetCallerIdentity":
      .success(
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>U</UserId>
        <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
        """)
    default: .failure(error(request, .denied, "AccessDenied", 403))
    }
  }

  @Test("a named bucket that is not in the account's list belongs to another account")
  func foreignBucket() async throws {
    let asked = Locked(0)
    let scope = ScanScope(buckets: ["b", "theirs"], includesListing: false, includesMetrics: false)
    let snapshot = try await scan(scope) { request in
      if request.operation == "ListAccessPoints" { asked.withLock { $0 += 1 } }
      return Self.identified(request)
    }
    #expect(snapshot.account.id == "111122223333")
    #expect(snapshot.buckets.map(\.ownerIsAccount) == [true, false])
    #expect(snapshot.buckets[1].configuration.accessPoints.gap == .foreignBucket("ListAccessPoints"))
    #expect(asked.withLock { $0 } == 1)
    let unlisted = try await scan(scope) { .failure(Self.error($0, .denied, "AccessDenied", 403)) }
    #expect(unlisted.buckets.map(\.ownerIsAccount) == [nil, nil])
  }

  @Test("a provider without S3 Control lacks it whether or not the account is known")
  func withoutControl() async throws {
    let snapshot = try await scan(ScanScope(), provider: try Provider.named("minio")) { request in
      request.operation == "ListBuckets"
        ? .success(Self.buckets) : .failure(Self.error(request, .denied, "AccessDenied", 403))
    }
    #expect(snapshot.accountPublicAccessBlock.gap == .unsupported(operation: "GetPublicAccessBlock"))
    #expect(
      snapshot.buckets.map(\.configuration.accessPoints.gap)
        == [.unsupported(operation: "ListAccessPoints"), .unsupported(operation: "ListAccessPoints")])
  }

  @Test func aBucketThatDoesNotExistIsAProblem() async throws {
    let failure = await #expect(throws: ScanFailure.self) {
      try await scan(ScanScope(buckets: ["typo"])) { request in
        request.operation == "ListBuckets"
          ? .success(Self.buckets) : .failure(Self.error(request, .notFound, "NoSuchBucket", 404))
      }
    }
    #expect(failure?.problem.what == "the bucket typo does not exist")
  }

  @Test("hundreds of names are a few names and their number", arguments: ["NoSuchBucket", ""])
  func manyNames(_ code: String) async throws {
    let names = (100..<600).map { "bucket-\($0)" }
    let failure = await #expect(throws: ScanFailure.self) {
      try await scan(ScanScope(buckets: names)) { request in
        request.operation == "ListBuckets"
          ? .success(Self.buckets) : .failure(Self.error(request, code.isEmpty ? .connection : .notFound, code, 404))
      }
    }
    let what = try #require(failure?.problem.what)
    #expect(what.contains("bucket-100, bucket-101, bucket-102 and 497 more"), "\(what)")
    #expect(what.count < 120)
  }

  @Test func withoutTheListOfBucketsThereIsNoWholeAccount() async throws {
    let failure = await #expect(throws: ScanFailure.self) {
      try await scan(ScanScope()) { request in .failure(Self.error(request, .denied, "AccessDenied", 403)) }
    }
    #expect(failure?.problem.fix.contains("s3:ListAllMyBuckets") == true)
  }

  private static func regional(_ names: [(String, String?)]) -> String {
    let items = names.map { name, region in
      "<Bucket><Name>\(name)</Name>\(region.map { "<BucketRegion>\($0)</BucketRegion>" } ?? "")</Bucket>"
    }
    return "<ListAllMyBucketsResult><Buckets>\(items.joined())</Buckets></ListAllMyBucketsResult>"
  }

  @Test("only buckets in the wanted regions are scanned; one whose region nobody tells is, and that is said")
  func regions() async throws {
    let asked = Locked<Set<String>>([])
    let scope = ScanScope(regions: ["eu-west-1", "me-typo-1"], includesListing: false, includesMetrics: false)
    let snapshot = try await scan(scope) { request in
      if let bucket = request.bucket { asked.withLock { _ = $0.insert(bucket) } }
      switch (request.operation, request.bucket) {
      case ("ListBuckets", _):
        return .success(
          Self.regional([("a", "eu-west-1"), ("b", "us-east-1"), ("c", nil), ("d", nil), ("e", nil)]))
      case ("GetBucketLocation", "c"): return .success("<LocationConstraint>us-west-2</LocationConstraint>")
      case ("GetBucketLocation", "d"): return .success("<LocationConstraint>EU</LocationConstraint>")
      default: return .failure(Self.error(request, .denied, "AccessDenied", 403))
      }
    }
    #expect(snapshot.buckets.map(\.name) == ["a", "d", "e"])
    #expect(asked.withLock { $0 } == ["a", "c", "d", "e"])
    #expect(snapshot.isComplete)
    #expect(snapshot.remarks.count == 1)
    #expect(snapshot.remarks.first?.contains("the region of the bucket e is not known") == true)
  }

  @Test("a region in which there is nothing is said: it may be misspelt")
  func emptyRegion() async throws {
    let scope = ScanScope(regions: ["me-typo-1", "us-east-1"], includesListing: false, includesMetrics: false)
    let snapshot = try await scan(scope) { request in
      request.operation == "ListBuckets"
        ? .success(Self.regional([("a", "eu-west-1"), ("b", "us-east-1")]))
        : .failure(Self.error(request, .denied, "AccessDenied", 403))
    }
    #expect(snapshot.buckets.map(\.name) == ["b"])
    #expect(snapshot.remarks == ["no bucket of the account is in me-typo-1"])
  }

  @Test("a missing bucket among good ones is one error, and is not listed")
  func missingAmongGood() async throws {
    let operations = Locked<Set<String>>([])
    let snapshot = try await scan(ScanScope(buckets: ["a", "typo"], includesMetrics: false)) { request in
      if request.operation == "ListBuckets" { return .success(Self.buckets) }
      guard request.bucket == "typo" else { return .failure(Self.error(request, .denied, "AccessDenied", 403)) }
      operations.withLock { _ = $0.insert(request.operation) }
      return .failure(Self.error(request, .notFound, "NoSuchBucket", 404))
    }
    let errors = snapshot.errors.filter { $0.bucket == "typo" }
    #expect(errors.count == 1)
    #expect(errors.first?.operation == "GetBucketLocation")
    #expect(snapshot.buckets.last?.configuration.acl.gap?.description.contains("NoSuchBucket") == true)
    #expect(snapshot.buckets.last?.usage.gap?.description.contains("does not exist") == true)
    #expect(!operations.withLock { $0.contains("ListAccessPoints") })
  }

  @Test("credentials of another account than the one that was meant end the scan")
  func otherAccount() async throws {
    let failure = await #expect(throws: ScanFailure.self) {
      try await Scanner(caller: Caller(answer: Self.identified), provider: .generic, lister: NoLister()).scan(
        ScanOptions(scope: ScanScope(), account: Account(partition: "aws", id: "999999999999"), toolVersion: "0"),
        now: { Self.now }, progress: { _ in })
    }
    #expect(failure?.problem.what.contains("turn out to be those of account 111122223333") == true)
    guard case .failed("GetCallerIdentity", _) = failure?.gap else { return #expect(Bool(false)) }
  }

  @Test("a cancelled scan gives back what was read, as incomplete")
  func cancelled() async throws {
    let (started, signal) = AsyncStream.makeStream(of: Void.self)
    let work = Task {
      try await Scanner(
        caller: Caller(answer: Self.identified), provider: .generic, lister: WaitingLister(signal: signal),
        slots: Slots(1)
      ).scan(
        ScanOptions(scope: ScanScope(includesMetrics: false), account: Account(partition: "aws"), toolVersion: "0"),
        now: { Self.now }, progress: { _ in })
    }
    for await _ in started { break }
    work.cancel()
    let snapshot = try await work.value
    #expect(snapshot.buckets.map(\.name) == ["a"])
    #expect(!snapshot.isComplete)
  }

  @Test("a scan that is cancelled before anything was read is a failure")
  func cancelledAtOnce() async throws {
    let work = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await scan(ScanScope(), Self.identified)
    }
    let failure = await #expect(throws: ScanFailure.self) { try await work.value }
    #expect(failure?.problem.what == "the scan was cut short before any bucket was read")
  }

  @Test("no more bodies run at once than there are slots, and all of them run")
  func slots() async {
    let counts = Locked((now: 0, most: 0))
    let slots = Slots(3)
    let done = await inOrder(Array(0..<200), atOnce: 50) { number in
      await slots.withSlot {
        counts.withLock { counts in
          counts.now += 1
          counts.most = max(counts.most, counts.now)
        }
        await Task.yield()
        counts.withLock { $0.now -= 1 }
      }
      return number
    }
    #expect(done == Array(0..<200))
    #expect(counts.withLock { $0.most } <= 3)
    #expect(counts.withLock { $0.now } == 0)
  }
}
