import AWS
import Model
import Testing

@testable import Services

/// The list of buckets, where each lives, and the requests of the listings.
struct BucketsTests {
  static func page(_ names: some Sequence<String>, token: String? = nil) -> Table.Answer {
    let buckets = names.map {
      "<Bucket><Name>\($0)</Name><CreationDate>2026-11-20T14:11:23.000Z</CreationDate><BucketRegion>eu-west-1</BucketRegion></Bucket>"
    }
    return .body(
      """
      <ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>\(buckets.joined())</Buckets>
      \(token.map { "<ContinuationToken>\($0)</ContinuationToken>" } ?? "")</ListAllMyBucketsResult>
      """)
  }

  @Test func pagesAreJoinedAndSorted() async throws {
    let table = Table { request in
      request.parameter("continuation-token") == "next" ? Self.page(["a"]) : Self.page(["b"], token: "next")
    }
    let buckets = try await S3Service(caller: table, provider: .aws).listBuckets()
    #expect(buckets.map(\.name) == ["a", "b"])
    #expect(buckets[0].created == Timestamp(year: 2026, month: 11, day: 20, hour: 14, minute: 11, second: 23))
    #expect(buckets[0].region == "eu-west-1")
  }

  @Test("a full page without a token is asked for again without a page size")
  func cutWithoutToken() async throws {
    let names = (0..<1500).map { "bucket-\($0)" }
    let table = Table { request in
      Self.page(request.parameter("max-buckets").flatMap { Int($0) }.map { names.prefix($0) } ?? names[...])
    }
    #expect(try await S3Service(caller: table, provider: .generic).listBuckets().count == 1500)
    #expect(table.requests.map { $0.parameter("max-buckets") } == ["1000", nil])
  }

  @Test("a full last page is not a list that was cut")
  func fullLastPage() async throws {
    let names = (0..<2000).map { "bucket-\($0)" }
    let table = Table { request in
      request.parameter("continuation-token") == nil
        ? Self.page(names[..<1000], token: "next") : Self.page(names[1000...])
    }
    #expect(try await S3Service(caller: table, provider: .aws).listBuckets().count == 2000)
    #expect(table.requests.count == 2)
  }

  @Test("the list without pages does not take known regions away")
  func keepsRegions() async throws {
    let names = (0..<1000).map { "bucket-\($0)" }
    let bare = names.map { "<Bucket><Name>\($0)</Name></Bucket>" }.joined()
    let table = Table { request in
      request.parameter("max-buckets") != nil
        ? Self.page(names)
        : .body("<ListAllMyBucketsResult><Buckets>\(bare)</Buckets></ListAllMyBucketsResult>")
    }
    let buckets = try await S3Service(caller: table, provider: .generic).listBuckets()
    #expect(buckets.count == 1000)
    #expect(buckets.allSatisfy { $0.region == "eu-west-1" && $0.created != nil })
  }

  @Test("an account without buckets is empty, not an error")
  func none() async throws {
    let table = Table { _ in Self.page([]) }
    #expect(try await S3Service(caller: table, provider: .aws).listBuckets().isEmpty)
  }

  @Test(
    "foreign answers and endless pages are errors",
    arguments: [
      (ConfigurationTests.html, "the answer is an HTML page, which is not this API's"),
      (ConfigurationTests.listing, "the answer's root element is ListBucketResult, which is not this API's"),
      ("<ListAllMyBucketsResult/>", "ListAllMyBucketsResult has no Buckets"),
      (
        "<ListAllMyBucketsResult><Buckets/><ContinuationToken>t</ContinuationToken></ListAllMyBucketsResult>",
        "the same page was given twice"
      ),
    ])
  func foreign(_ body: String, _ message: String) async throws {
    let table = Table { _ in .body(body) }
    let error = await #expect(throws: APIError.self) {
      try await S3Service(caller: table, provider: .generic).listBuckets()
    }
    #expect(error?.kind == .foreignAnswer)
    #expect(error?.message == message)
  }

  @Test func denied() async {
    let error = await #expect(throws: APIError.self) {
      try await S3Service(caller: Table { _ in nil }, provider: .aws).listBuckets()
    }
    #expect(error?.gap == .denied(permission: "s3:ListAllMyBuckets"))
  }

  @Test("the header of HeadBucket goes before GetBucketLocation")
  func region() async {
    let table = Table([
      "HeadBucket": .body("", headers: [(name: "x-amz-bucket-region", value: "eu-central-1")]),
      "GetBucketLocation": .body("<LocationConstraint>other</LocationConstraint>"),
    ])
    #expect(await S3Service(caller: table, provider: .aws).readLocation(of: "b").observation == .known("eu-central-1"))
    #expect(table.requests.count == 1)
  }

  @Test(
    "without the header, GetBucketLocation decides",
    arguments: [
      ("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>", "us-east-1"),
      ("<LocationConstraint>EU</LocationConstraint>", "eu-west-1"),
      ("<LocationConstraint>\n default </LocationConstraint>", "default"),
      (
        "<GetBucketLocationResponse><LocationConstraint>ap-south-1</LocationConstraint></GetBucketLocationResponse>",
        "ap-south-1"
      ),
    ])
  func location(_ body: String, _ region: String) async {
    let table = Table(["HeadBucket": .body(""), "GetBucketLocation": .body(body)])
    #expect(await S3Service(caller: table, provider: .generic).readLocation(of: "b").observation == .known(region))
    let refused = Table(["GetBucketLocation": .body(body)])
    #expect(await S3Service(caller: refused, provider: .generic).readLocation(of: "b").observation == .known(region))
  }

  private struct Refusing: APICaller {
    func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
      var error = APIError(
        .denied, service: .s3, operation: request.operation, bucket: request.bucket, status: 403, message: "")
      if request.operation == "HeadBucket" { error.bucketRegion = "eu-west-3" }
      throw error
    }
  }

  @Test("a refused HeadBucket says where the bucket is")
  func refusedRegion() async {
    let service = S3Service(caller: Refusing(), provider: .aws)
    #expect(await service.readLocation(of: "b").observation == .known("eu-west-3"))
  }

  @Test func listingRequests() {
    let request = S3Requests.listObjectsV2(bucket: "b", prefix: "a b/", startAfter: "k", maxKeys: 5)
    #expect(
      request.query.map { "\($0.name)=\($0.value)" } == [
        "list-type=2", "encoding-type=url", "prefix=a b/", "start-after=k", "max-keys=5",
      ])
    #expect(request.permission == "s3:ListBucket")
    #expect(
      S3Requests.listObjectsV2(bucket: "b", startAfter: "k", continuationToken: "t").parameter("start-after") == nil)
    let versions = S3Requests.listObjectVersions(bucket: "b", keyMarker: "k", versionIDMarker: "v")
    #expect(
      versions.query.map { "\($0.name)=\($0.value)" } == [
        "versions=", "encoding-type=url", "prefix=", "key-marker=k", "version-id-marker=v",
      ])
    let uploads = S3Requests.listMultipartUploads(bucket: "b", prefix: "p", keyMarker: "k", uploadIDMarker: "u")
    #expect(uploads.parameter("upload-id-marker") == "u")
    let parts = S3Requests.listParts(bucket: "b", key: "a/ü +", uploadID: "u", partNumberMarker: "7")
    #expect(parts.path == "/a/ü +")
    #expect(parts.parameter("part-number-marker") == "7")
    #expect(parts.permission == "s3:ListMultipartUploadParts")
  }
}
