import AWS
import Model
import Locking
import Testing

@testable import Listing

/// Answers by rule, and remembers what was asked.
final class Script: APICaller {
  typealias Rule = @Sendable (_ query: [String: String], _ count: Int) throws(APIError) -> String
  private let rules: [String: Rule]
  private let seen = Locked<[(operation: String, query: [String: String])]>([])

  init(_ rules: [String: Rule]) { self.rules = rules }

  func asked(_ operation: String) -> [[String: String]] {
    seen.withLock { $0.filter { $0.operation == operation }.map(\.query) }
  }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    let count = seen.withLock { seen in
      seen.append((request.operation, query))
      return seen.filter { $0.operation == request.operation }.count - 1
    }
    guard let rule = rules[request.operation] else {
      if request.operation == "ListMultipartUploads" {
        return APIResponse(status: 200, body: Array(Sample.uploads([]).utf8))
      }
      throw Script.failure(request.operation, .server, "InternalError")
    }
    return APIResponse(status: 200, body: Array(try rule(query, count).utf8))
  }

  static func failure(_ operation: String, _ kind: APIError.Kind, _ code: String, _ permission: String = "") -> APIError
  {
    APIError(kind, service: .s3, operation: operation, permission: permission, code: code, message: "no")
  }
}

struct BucketListerTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private func list(
    _ rules: [String: Script.Rule], versions: Bool = false, prefix: String = "", uploadLimit: Int = 1000
  ) async -> (observed: Observation<BucketUsage>, script: Script) {
    let script = Script(rules)
    let options = ListingOptions(
      prefix: prefix, includesVersions: versions, now: Self.now, uploadLimit: uploadLimit)
    let observed = await BucketLister(caller: script, pauses: [0, 0, 0]).usage(of: "b", options: options) { _ in }
    return (observed, script)
  }

  @Test("what the provider does not have is not asked for")
  func unsupported() async {
    let script = Script([
      "ListObjectsV2": { _, _ in Sample.objects([Sample.object("a")]) },
      "ListObjectVersions": { _, _ in Sample.objects([]) },
    ])
    let options = ListingOptions(
      includesVersions: true, unsupported: ["ListObjectVersions", "ListMultipartUploads"], now: Self.now)
    let usage = await BucketLister(caller: script).usage(of: "b", options: options) { _ in }.value
    #expect(objects(usage) == 1)
    #expect(usage?.versions == .unknown(.unsupported(operation: "ListObjectVersions")))
    #expect(usage?.multipartUploads == .unknown(.unsupported(operation: "ListMultipartUploads")))
    #expect(usage?.isComplete == true)
    #expect(script.asked("ListObjectVersions").isEmpty)
    #expect(script.asked("ListMultipartUploads").isEmpty)
  }

  private func objects(_ usage: BucketUsage?) -> Int64? { usage?.total.currentTotal.objects }

  // MARK: Going on

  @Test("goes on after the last key, not by token")
  func startAfter() async {
    let (observed, script) = await list([
      "ListObjectsV2": { query, _ in
        switch query["start-after"] {
        case nil: Sample.objects([Sample.object("a"), Sample.object("b%2Bc")], truncated: true, token: "t1")
        case "b+c": Sample.objects([Sample.object("%C3%A9")], truncated: true)
        case "é": Sample.objects([Sample.object("%F0%9F%98%80")])
        default: "<nonsense/>"
        }
      }
    ])
    #expect(objects(observed.value) == 4)
    #expect(observed.value?.isComplete == true)
    #expect(observed.value?.listRequests == 4)
    #expect(script.asked("ListObjectsV2").map { $0["continuation-token"] } == [nil, nil, nil])
  }

  @Test("a server that does not know start-after is followed by its tokens")
  func tokens() async {
    let (observed, script) = await list([
      "ListObjectsV2": { query, _ in
        switch query["continuation-token"] {
        case nil: Sample.objects([Sample.object("a"), Sample.object("b")], truncated: true, token: "t1")
        case "t1": Sample.objects([Sample.object("c")], truncated: true, token: "t2")
        default: Sample.objects([Sample.object("d")])
        }
      }
    ])
    #expect(objects(observed.value) == 4)
    #expect(observed.value?.isComplete == true)
    #expect(script.asked("ListObjectsV2").count == 4)
  }

  @Test("a listing out of order is followed by its tokens")
  func unordered() async {
    let (observed, _) = await list([
      "ListObjectsV2": { query, _ in
        query["continuation-token"] == nil
          ? Sample.objects([Sample.object("b"), Sample.object("a")], truncated: true, token: "t1")
          : Sample.objects([Sample.object("aa")])
      }
    ])
    #expect(objects(observed.value) == 3)
    #expect(observed.value?.isComplete == true)
  }

  @Test("empty pages that are not the last are followed by their tokens")
  func emptyPages() async {
    let (observed, _) = await list([
      "ListObjectsV2": { query, count in
        count < 3 ? Sample.objects([], truncated: true, token: "t\(count)") : Sample.objects([Sample.object("a")])
      }
    ])
    #expect(objects(observed.value) == 1)
    #expect(observed.value?.isComplete == true)
  }

  // MARK: Getting nowhere

  @Test(
    "servers that repeat themselves end the listing, with a reason and without counting twice",
    arguments: [
      (false, Int64(2), "repeats keys"), (true, 2, "repeats keys"),
    ])
  func repeats(_ hasToken: Bool, _ count: Int64, _ reason: String) async {
    let (observed, script) = await list([
      "ListObjectsV2": { _, _ in
        Sample.objects([Sample.object("a"), Sample.object("b")], truncated: true, token: hasToken ? "t" : nil)
      }
    ])
    #expect(objects(observed.value) == count)
    #expect(observed.value?.isComplete == false)
    #expect(observed.value?.incompleteReason?.contains(reason) == true, "\(observed)")
    #expect(script.asked("ListObjectsV2").count <= 3)
  }

  @Test("more without a way to ask for it")
  func noWayOn() async {
    let (observed, _) = await list(["ListObjectsV2": { _, _ in Sample.objects([], truncated: true) }])
    #expect(observed.value?.incompleteReason?.contains("not how to ask") == true)
    let (endless, script) = await list([
      "ListObjectsV2": { _, count in Sample.objects([], truncated: true, token: "\(count)") }
    ])
    #expect(endless.value?.isComplete == false)
    #expect(script.asked("ListObjectsV2").count == ObjectChain.emptyLimit + 1)
  }

  @Test("versions that repeat")
  func versionsRepeat() async {
    let (observed, script) = await list(
      [
        "ListObjectVersions": { _, _ in
          Sample.versions(
            [Sample.version("a", "1", latest: true, 1), Sample.version("b", "1", latest: true, 1)], next: ("b", "1"))
        }
      ], versions: true)
    #expect(objects(observed.value) == 2)
    #expect(observed.value?.isComplete == false)
    // Once more, since it may have been one server of many.
    #expect(script.asked("ListObjectVersions").count == 2)
  }

  @Test("keys outside of the prefix are not counted")
  func foreignKeys() async {
    let (observed, _) = await list(
      ["ListObjectsV2": { _, _ in Sample.objects([Sample.object("a"), Sample.object("p/a")]) }], prefix: "p/")
    #expect(objects(observed.value) == 0)
    #expect(observed.value?.incompleteReason?.contains("prefix") == true)
  }

  // MARK: Failures

  @Test("denied at the first page: unknown, with the permission")
  func denied() async {
    let (observed, _) = await list([
      "ListObjectsV2": { _, _ throws(APIError) in
        throw Script.failure("ListObjectsV2", .denied, "AccessDenied", "s3:ListBucket")
      }
    ])
    #expect(observed == .unknown(.denied(permission: "s3:ListBucket")))
  }

  @Test("a failure in the middle leaves what was read, marked as partial")
  func middle() async {
    let (observed, _) = await list([
      "ListObjectsV2": { query, _ throws(APIError) in
        if query["start-after"] != nil { throw Script.failure("ListObjectsV2", .server, "InternalError") }
        return Sample.objects([Sample.object("a")], truncated: true)
      }
    ])
    #expect(objects(observed.value) == 1)
    #expect(observed.value?.isComplete == false)
    #expect(observed.value?.incompleteReason?.contains("InternalError") == true)
    #expect(observed.value?.multipartUploads == .known(true))
  }

  @Test("a page that came cut is asked for again, three times at most")
  func cut() async {
    let whole = Sample.objects([Sample.object("a")])
    let (observed, _) = await list(["ListObjectsV2": { _, count in count < 3 ? String(whole.dropLast(9)) : whole }])
    #expect(objects(observed.value) == 1)
    #expect(observed.value?.listRequests == 5)
    let (never, script) = await list(["ListObjectsV2": { _, _ in String(whole.dropLast(9)) }])
    #expect(never.gap?.description.contains("not whole") == true)
    #expect(script.asked("ListObjectsV2").count == 4)
  }

  @Test("where versions are denied, current objects are listed, and the versions stay unknown")
  func versionsDenied() async {
    let (observed, _) = await list(
      [
        "ListObjectVersions": { _, _ throws(APIError) in
          throw Script.failure("ListObjectVersions", .denied, "AccessDenied", "s3:ListBucketVersions")
        }, "ListObjectsV2": { _, _ in Sample.objects([Sample.object("a")]) },
      ], versions: true)
    #expect(objects(observed.value) == 1)
    #expect(observed.value?.isComplete == true)
    #expect(observed.value?.versions == .unknown(.denied(permission: "s3:ListBucketVersions")))
  }

  @Test("a server that answers versions with a listing of objects does not have them")
  func versionsForeign() async {
    let objects: Script.Rule = { _, _ in Sample.objects([Sample.object("a")]) }
    let (observed, script) = await list(["ListObjectVersions": objects, "ListObjectsV2": objects], versions: true)
    #expect(self.objects(observed.value) == 1)
    #expect(observed.value?.versions.gap?.reason == "failed")
    #expect(script.asked("ListObjectVersions").count == 2)
  }

  @Test("versions and markers that come one after the other are put in order")
  func versionsInTwoLists() async {
    let (observed, _) = await list(
      [
        "ListObjectVersions": { _, _ in
          Sample.versions([
            Sample.version("a", "1", latest: false, 5, "2020-01-01T00:00:00Z"),
            Sample.version("b", "1", latest: true, 6),
            Sample.version("a", "2", latest: true, nil, "2026-11-19T00:00:00Z"),
          ])
        }
      ], versions: true)
    #expect(observed.value?.total.noncurrentTotal.bytes == 5)
    #expect(observed.value?.noncurrentHistogram.cells.map(\.age) == [Histogram.ageIndex(days: 1)])
  }

  // MARK: Uploads

  private static let oneObject: Script.Rule = { _, _ in Sample.objects([Sample.object("a")]) }

  @Test func uploads() async {
    let (observed, _) = await list([
      "ListObjectsV2": Self.oneObject,
      "ListMultipartUploads": { query, _ in
        query["upload-id-marker"] == nil
          ? Sample.uploads([Sample.upload("x/a", "1"), Sample.upload("x/a", "2")], next: ("x%2Fa", "2"))
          : Sample.uploads([Sample.upload("y", "3", "2025-01-01T00:00:00Z"), Sample.upload("z", "4")])
      },
      "ListParts": { query, _ throws(APIError) in
        if query["uploadId"] == "4" { throw Script.failure("ListParts", .notFound, "NoSuchUpload") }
        return query["part-number-marker"] == nil ? Sample.parts([5, 6], next: 2) : Sample.parts([100])
      },
    ])
    #expect(observed.value?.total.uploadTotal.objects == 3)
    #expect(observed.value?.total.uploadTotal.bytes == 333)
    #expect(observed.value?.prefixes.map(\.prefix) == ["x/"])
    #expect(observed.value?.prefixes.first?.usage.uploadTotal.bytes == 222)
    #expect(observed.value?.oldestUpload == Timestamp(year: 2025, month: 1, day: 1))
    #expect(observed.value?.uploadParts == .known(true))
    #expect(observed.value?.listRequests == 10)
  }

  @Test("rclone says that there are none in its own way")
  func noSuchUpload() async {
    let (observed, _) = await list([
      "ListObjectsV2": Self.oneObject,
      "ListMultipartUploads": { _, _ throws(APIError) in
        throw Script.failure("ListMultipartUploads", .notFound, "NoSuchUpload")
      },
    ])
    #expect(observed.value?.multipartUploads == .known(true))
    #expect(observed.value?.isComplete == true)
  }

  @Test("denied uploads and parts are gaps of their own")
  func uploadsDenied() async {
    let (uploads, _) = await list([
      "ListObjectsV2": Self.oneObject,
      "ListMultipartUploads": { _, _ throws(APIError) in
        throw Script.failure("ListMultipartUploads", .denied, "AccessDenied", "s3:ListBucketMultipartUploads")
      },
    ])
    #expect(uploads.value?.multipartUploads == .unknown(.denied(permission: "s3:ListBucketMultipartUploads")))
    #expect(uploads.value?.isComplete == true)
    let many = (10..<60).map { Sample.upload("k\($0)", "1") }
    let (parts, script) = await list([
      "ListObjectsV2": Self.oneObject, "ListMultipartUploads": { _, _ in Sample.uploads(many) },
      "ListParts": { _, _ throws(APIError) in
        throw Script.failure("ListParts", .denied, "AccessDenied", "s3:ListMultipartUploadParts")
      },
    ])
    #expect(parts.value?.total.uploadTotal.objects == 50)
    #expect(parts.value?.multipartUploads == .known(true))
    #expect(parts.value?.uploadParts == .unknown(.denied(permission: "s3:ListMultipartUploadParts")))
    #expect(script.asked("ListParts").count == UploadParts.concurrency)
  }

  @Test("uploads beyond the limit are counted, their bytes are not known")
  func uploadLimit() async {
    let many = (10..<60).map { Sample.upload("k\($0)", "1") }
    let (observed, script) = await list(
      [
        "ListObjectsV2": Self.oneObject, "ListMultipartUploads": { _, _ in Sample.uploads(many) },
        "ListParts": { _, _ in Sample.parts([7]) },
      ], uploadLimit: 20)
    #expect(observed.value?.total.uploadTotal.objects == 50)
    #expect(observed.value?.total.uploadTotal.bytes == 140)
    #expect(observed.value?.uploadParts.gap?.description.contains("first 20 uploads") == true)
    #expect(script.asked("ListParts").count == 20)
  }

  // MARK: Ends

  @Test("cancelling leaves what was read until then")
  func cancels() async {
    let cancel = Locked<(@Sendable () -> Void)?>(nil)
    let script = Script([
      "ListObjectsV2": { _, count in
        // While the third page is on its way.
        if count == 2 { cancel.withLock { $0?() } }
        return Sample.objects([Sample.object("k\(1000 + count)")], truncated: true)
      }
    ])
    let (isReady, ready) = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in isReady { break }
      return await BucketLister(caller: script, pauses: []).usage(of: "b", options: ListingOptions(now: Self.now)) {
        _ in
      }
    }
    cancel.withLock { $0 = { task.cancel() } }
    ready.yield()
    let observed = await task.value
    #expect(objects(observed.value) == 3)
    #expect(observed.value?.isComplete == false)
    #expect(observed.value?.incompleteReason?.contains("cancelled") == true)
    #expect(script.asked("ListMultipartUploads").isEmpty)
  }

  @Test("progress is told page by page")
  func progress() async {
    let seen = Locked<[ListingProgress]>([])
    let script = Script([
      "ListObjectsV2": { query, count in
        Sample.objects([Sample.object("k\(count)", 5)], truncated: count < 2)
      }
    ])
    _ = await BucketLister(caller: script).usage(of: "b", options: ListingOptions(now: Self.now)) { progress in
      seen.withLock { $0.append(progress) }
    }
    #expect(
      seen.withLock { $0 }.prefix(3) == [
        ListingProgress(objects: 1, bytes: 5, pages: 1), ListingProgress(objects: 2, bytes: 10, pages: 2),
        ListingProgress(objects: 3, bytes: 15, pages: 3),
      ])
  }
}
