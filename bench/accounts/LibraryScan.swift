import AWS
import Listing
import Model
import Scanner
import Services
import Locking
import Transport

/// The configuration scan as a program that links the library would run it.
struct LibraryScan {
  let endpoint: String

  func run(recordingTo file: String?) async throws {
    let configuration = ClientConfiguration(
      endpoints: [.s3: try WebAddress(endpoint)], maximumAttempts: 1, concurrency: Bench.concurrency)
    let client = try AWSClient(configuration: configuration, credentials: Bench())
    let record = Recorder(caller: client)
    // The simulator speaks S3 alone.
    let provider = Provider(
      name: "simulator", title: "s3sim", missingServices: [.sts, .iam, .s3control, .cloudwatch, .organizations])
    let caller: any APICaller = file == nil ? client : record
    let scanner = Scanner(caller: caller, provider: provider, lister: BucketLister(caller: caller))
    let scope = ScanScope(includesListing: false, includesMetrics: false, includesIAM: false)
    let snapshot = try await scanner.scan(
      ScanOptions(
        scope: scope, account: Account(partition: "aws", endpoint: endpoint, provider: provider.name),
        toolVersion: "bench"), now: { Timestamp.now }
    ) { _ in }
    let failed = snapshot.errors.filter { $0.httpStatus ?? 500 >= 500 }
    guard failed.isEmpty else {
      throw Failure("\(failed.count) reads failed, the first: \(failed[0].operation): \(failed[0].message)")
    }
    if let file { try File.write(record.lines, to: file) }
  }
}

/// Writes down what is asked.
private final class Recorder: APICaller {
  private let caller: any APICaller
  private let text = Locked("")

  init(caller: any APICaller) { self.caller = caller }

  var lines: String { text.withLock { $0 } }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let path = request.bucket.map { request.path == "/" ? "/\($0)" : "/\($0)\(request.path)" } ?? request.path
    let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    text.withLock { $0 += "\(request.method) \(path) \(query)\n" }
    return try await caller.call(request)
  }
}
