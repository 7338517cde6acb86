public import AWS
public import Model
import XML

/// One bucket of ListBuckets.
public struct BucketSummary: Sendable, Hashable {
  public var name: String
  /// Nil where the server does not say.
  public var created: Timestamp?
  /// AWS gives it, most servers do not.
  public var region: String?

  public init(name: String, created: Timestamp? = nil, region: String? = nil) {
    self.name = name
    self.created = created
    self.region = region
  }
}

extension Operation {
  static let listBuckets = Operation(
    "ListBuckets", permission: "s3:ListAllMyBuckets", level: .account, for: "the account's buckets",
    roots: ["ListAllMyBucketsResult", "ListBucketsResult"])
}

extension S3Service {
  /// Every bucket of the account, in ascending order of the names.
  ///
  /// Asked for in pages of 1,000. A full first page without a token is taken for a server that cuts the list and gives no way
  /// on, as moto does; then the list is asked for again without a page size.
  public func listBuckets() async throws(APIError) -> [BucketSummary] {
    let pageSize = 1000
    var buckets: [String: BucketSummary] = [:]
    var seen: Set<String> = []
    var query =
      reader.provider.quirks.hasBucketPages ? [(name: "max-buckets", value: String(pageSize))] : []
    while true {
      let operation = Operation.listBuckets
      let request = APIRequest(.s3, operation.name, permission: operation.permission, query: query)
      let (answer, response) = try await reader.caller.call(request) { response throws(AnswerError) in
        try Reader.root(of: response, operation: operation)
      }
      do throws(AnswerError) {
        let root = try answer.get()
        let page = try root.required("Buckets").children("Bucket")
        let isFirst = !query.contains { $0.name == "continuation-token" }
        for element in page {
          let name = try element.requiredWord("Name")
          // A time that cannot be read is left out: the bucket is there all the same.
          let created = element.word("CreationDate").flatMap(Self.created)
          // AWS gives regions in pages only; the list without pages must not take them away.
          let region = element.word("BucketRegion") ?? buckets[name]?.region
          buckets[name] = BucketSummary(name: name, created: created ?? buckets[name]?.created, region: region)
        }
        if let token = try root.nextToken("ContinuationToken") {
          guard seen.insert(token).inserted else { throw AnswerError("the same page was given twice") }
          query = [
            (name: "max-buckets", value: String(pageSize)), (name: "continuation-token", value: token),
          ]
        } else if page.count >= pageSize, isFirst, !query.isEmpty {
          query = []
        } else {
          return buckets.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
      } catch {
        throw APIError(foreign: error.message, to: request, response: response)
      }
    }
  }

  /// A bucket's date; nil for what is no time, and for times that some servers give every bucket.
  private static func created(_ text: String) -> Timestamp? {
    guard let time = Timestamp(iso8601: text), time.seconds > 0, time != swiftsDate else { return nil }
    return time
  }

  /// OpenStack Swift knows no dates of containers and always says this. Source: OpenStack, bug 1856938.
  private static let swiftsDate = Timestamp(year: 2009, month: 2, day: 3, hour: 16, minute: 45, second: 9)
}
