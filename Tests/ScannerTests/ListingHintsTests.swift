import AWS
import Listing
import Locking
import Model
import Services
import Testing

@testable import Scanner

/// What a listing is told of its bucket beforehand.
@Suite(.timeLimit(.minutes(1)))
struct ListingHintsTests {
  private struct Caller: APICaller {
    /// Ends when the board has what CloudWatch says.
    let counted: AsyncStream<Void>

    func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
      func answer(_ body: String) -> APIResponse { APIResponse(status: 200, body: Array(body.utf8)) }
      switch request.operation {
      case "ListBuckets":
        return answer(
          """
          <ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate>
          <BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>
          """)
      case "GetMetricData":
        return answer(
          """
          <GetMetricDataResponse><GetMetricDataResult><MetricDataResults><member><Id>q1</Id><StatusCode>Complete</StatusCode>
          <Timestamps><member>2026-11-18T00:00:00Z</member><member>2026-11-19T00:00:00Z</member></Timestamps>
          <Values><member>1.0E6</member><member>1200000.0</member></Values></member></MetricDataResults>
          </GetMetricDataResult></GetMetricDataResponse>
          """)
      case "GetBucketLifecycleConfiguration":
        // The configuration is read while CloudWatch is asked.
        for await _ in counted {}
        return answer(
          """
          <LifecycleConfiguration><Rule><ID>x</ID><Status>Enabled</Status><Filter><And><Prefix>logs/</Prefix>
          <ObjectSizeGreaterThan>5000</ObjectSizeGreaterThan></And></Filter><Expiration><Days>17</Days></Expiration></Rule>
          </LifecycleConfiguration>
          """)
      default:
        throw APIError(
          .denied, service: request.service, operation: request.operation, permission: request.permission,
          bucket: request.bucket, code: "AccessDenied", status: 403, message: "no")
      }
    }
  }

  private final class Keeper: Lister {
    let options = Locked<[ListingOptions]>([])

    func usage(
      of bucket: String, options: ListingOptions, checkpoints: (any ListingCheckpoints)?,
      progress: @escaping @Sendable (ListingProgress) -> Void
    ) async -> Observation<BucketUsage> {
      self.options.withLock { $0.append(options) }
      return .known(BucketUsage(listedAt: options.now))
    }
  }

  private func options(_ scope: ScanScope, earlier: BucketUsage? = nil) async throws -> ListingOptions {
    let (counted, count) = AsyncStream<Void>.makeStream()
    if !scope.includesMetrics || !scope.prefix.isEmpty { count.finish() }
    let lister = Keeper()
    var scanner = Scanner(caller: Caller(counted: counted), provider: .aws, lister: lister)
    if let earlier { scanner.earlier = { _, _ in earlier } }
    _ = try await scanner.scan(
      ScanOptions(scope: scope, account: Account(partition: "aws"), toolVersion: "0"),
      now: { Timestamp(year: 2026, month: 11, day: 20) }, progress: { if $0.objectsExpected != nil { count.finish() } })
    return try #require(lister.options.withLock { $0.first })
  }

  @Test("the bucket's own rules say where its histogram is cut")
  func edges() async throws {
    let edges = try await options(ScanScope()).edges
    #expect(edges.prefixes == ["logs/"])
    #expect(edges.sizes == [5001])
    #expect(edges.ages == [18])
  }

  @Test("CloudWatch's newest number of objects is what may be there, unless an earlier listing knows better")
  func expected() async throws {
    #expect(try await options(ScanScope()).entriesExpected == 1_200_000)
    var earlier = BucketUsage(listedAt: Timestamp(seconds: 0))
    earlier.total.current = [.standard: Tally(objects: 5)]
    #expect(try await options(ScanScope(), earlier: earlier).entriesExpected == 5)
  }

  @Test("nobody asks CloudWatch where metrics are not wanted, or only a part of the bucket is")
  func notAsked() async throws {
    var scope = ScanScope()
    scope.prefix = "a/"
    #expect(try await options(scope).entriesExpected == nil)
    scope = ScanScope()
    scope.includesMetrics = false
    #expect(try await options(scope).entriesExpected == nil)
  }
}
