public import AWS
public import Model
import XML

/// S3 Control: the account's own Block Public Access, and the access points of its buckets.
///
/// Source: Amazon S3 API Reference, "Amazon S3 Control".
public struct S3ControlService: Sendable {
  private let reader: Reader
  private let report: ErrorSink

  /// - Parameter report: gets every failed read as it happens.
  public init(caller: any APICaller, provider: Provider, report: @escaping ErrorSink = { _ in }) {
    reader = Reader(caller: caller, provider: provider)
    self.report = report
  }

  /// Absent where the account never set it.
  public func publicAccessBlock(account: String) async -> Observation<PublicAccessBlock> {
    await read(
      ControlReads.publicAccessBlock, path: "/v20180820/configuration/publicAccessBlock", account: account)
  }

  /// The access points of a bucket, in ascending order of the names, each with its own settings; absent without any.
  ///
  /// - Parameter region: where the bucket is, since access points are listed there and nowhere else.
  public func accessPoints(account: String, bucket: String, region: String?) async -> Observation<[AccessPoint]> {
    var points: [AccessPoint]
    do throws(ReadFailure) {
      points = try await list(account: account, bucket: bucket, region: region)
    } catch {
      return note(Reading<[AccessPoint]>(error), bucket: bucket)
    }
    for index in points.indices {
      let path = "/v20180820/accesspoint/\(points[index].name)"
      let place = (bucket: bucket, account: account, region: region)
      points[index].publicAccessBlock = await read(ControlReads.accessPoint, path: path, place)
      points[index].policy = await read(ControlReads.policy, path: path + "/policy", place)
      points[index].policyIsPublic = await read(ControlReads.policyStatus, path: path + "/policyStatus", place)
    }
    return points.isEmpty ? .absent : .known(points)
  }

  private func list(account: String, bucket: String, region: String?) async throws(ReadFailure) -> [AccessPoint] {
    let operation = ControlReads.listAccessPoints
    let query = [(name: "bucket", value: bucket), (name: "maxResults", value: "1000")]
    var request = operation.request(
      path: "/v20180820/accesspoint", account: account, region: region, query: query)
    var points: [AccessPoint] = []
    var seen: Set<String> = []
    while true {
      guard let answer = try await reader.document(of: operation, for: request) else { return points }
      let token: String?
      do throws(AnswerError) {
        for element in try answer.root.required("AccessPointList").children("AccessPoint")
        where element.word("Bucket") ?? bucket == bucket {
          points.append(try ControlReads.listed(element, account: account, region: region))
        }
        token = try answer.root.nextToken("NextToken")
        if let token, !seen.insert(token).inserted { throw AnswerError("the same page was given twice") }
      } catch {
        throw reader.failure(error, of: operation, for: request, response: answer.response)
      }
      guard let token else { return points.sorted { $0.name < $1.name } }
      request.query = query + [(name: "nextToken", value: token)]
    }
  }

  private func read<Value>(
    _ read: Read<Value>, path: String, _ place: (bucket: String, account: String, region: String?)
  ) async -> Observation<Value> {
    let request = read.operation.request(path: path, account: place.account, region: place.region)
    return note(await reader.read(read, request), bucket: place.bucket)
  }

  private func read<Value>(_ read: Read<Value>, path: String, account: String) async -> Observation<Value> {
    await self.read(read, path: path, (bucket: "", account: account, region: nil))
  }

  /// Tells the error on, with the bucket that it is about: the request itself has none.
  private func note<Value>(_ reading: Reading<Value>, bucket: String) -> Observation<Value> {
    if var error = reading.error {
      error.bucket = bucket
      report(error)
    }
    return reading.observation
  }
}

extension Operation {
  fileprivate func request(
    path: String, account: String, region: String?, query: [(name: String, value: String)] = []
  ) -> APIRequest {
    APIRequest(
      service, name, permission: permission, path: path, query: query, accountID: account, region: region)
  }
}
