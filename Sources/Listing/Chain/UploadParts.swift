import AWS
import Model
import Services

/// The bytes that incomplete uploads hold: one ListParts and more for each, up to a limit.
struct UploadParts {
  struct Upload: Sendable {
    var key: [UInt8]
    var id: String
    var storageClass: String
    var time: Int64
  }

  struct Answer: Sendable {
    var upload: Upload
    /// A lower bound where there is a gap.
    var bytes: Int64 = 0
    /// Completed or aborted since it was listed.
    var isGone = false
    var gap: Gap?
    var requests: Int64 = 0
  }

  let fetcher: PageFetcher
  let bucket: String
  /// Uploads that are asked about at most.
  let limit: Int
  private var asked = 0
  private var gap: Gap?

  init(fetcher: PageFetcher, bucket: String, limit: Int) {
    self.fetcher = fetcher
    self.bucket = bucket
    self.limit = limit
  }

  /// Requests under way at once.
  static let concurrency = 16
  /// An upload has at most 10,000 parts, so ten pages.
  static let pageLimit = 100

  /// Known where the parts of all uploads so far were added up; else the first reason why not.
  var isWhole: Observation<Bool> { gap.map { .unknown($0) } ?? .known(true) }

  /// There are more uploads than are asked about.
  mutating func leaveOut() {
    gap =
      gap
      ?? .failed(
        operation: ListingKind.parts.operation, message: "only the parts of the first \(limit) uploads were added up")
  }

  /// The same uploads in the same order, some asked about at a time. Once one is denied no more are asked about, since
  /// the permission is the bucket's.
  mutating func bytes(of uploads: [Upload], requests: inout Int64) async -> [Answer] {
    var answers = uploads.map { Answer(upload: $0) }
    var next = 0
    while next < uploads.count {
      if asked >= limit { leaveOut() }
      var isDenied = false
      if case .denied = gap { isDenied = true }
      guard !isDenied, asked < limit, !Task.isCancelled else { break }
      let end = min(uploads.count, next + min(Self.concurrency, limit - asked))
      for (index, answer) in await ask(uploads, next..<end) {
        answers[index] = answer
        requests += answer.requests
      }
      gap = gap ?? answers[next..<end].lazy.compactMap(\.gap).first
      asked += end - next
      next = end
    }
    if next < uploads.count, gap == nil { gap = .notCollected }
    return answers
  }

  private func ask(_ uploads: [Upload], _ range: Range<Int>) async -> [(Int, Answer)] {
    await withTaskGroup(of: (Int, Answer).self) { group in
      for index in range { group.addTask { (index, await answer(uploads[index])) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func answer(_ upload: Upload) async -> Answer {
    var answer = Answer(upload: upload)
    guard let key = upload.key.text else {
      answer.gap = .failed(operation: ListingKind.parts.operation, message: "the upload's key is not UTF-8")
      return answer
    }
    var page = Page(.parts)
    var marker: String?
    for _ in 0..<Self.pageLimit {
      let request = S3Requests.listParts(bucket: bucket, key: key, uploadID: upload.id, partNumberMarker: marker)
      do throws(FetchError) {
        try await fetcher.fetch(request, into: &page, requests: &answer.requests)
      } catch {
        if case .api(let failure) = error, failure.code == "NoSuchUpload" {
          answer.isGone = true
        } else {
          answer.gap = error.gap
        }
        return answer
      }
      for entry in page.entries { answer.bytes = min(answer.bytes + entry.size, UsageAccumulator.byteLimit) }
      guard page.isTruncated else { return answer }
      guard let next = page.nextMarker, next != marker else { break }
      marker = next
    }
    answer.gap = .failed(operation: ListingKind.parts.operation, message: "the list of parts does not end")
    return answer
  }
}
