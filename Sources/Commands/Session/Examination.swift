import AWS
import Credentials
import Listing
import Model
import Services
import Locking

/// Every read that a scan needs, tried once.
struct Examination: Sendable {
  enum Outcome: Sendable, Equatable { case works, refused(String), untried(String) }

  private(set) var identity: [String] = []
  private(set) var failure: Problem?
  private var outcomes: [(use: PermissionUse, outcome: Outcome)] = []

  /// Some service answered.
  var isConnected: Bool { outcomes.contains { if case .works = $0.outcome { true } else { false } } }

  var isHealthy: Bool {
    outcomes.allSatisfy { if case .refused = $0.outcome { false } else { true } }
  }

  init(_ session: Session, bucket named: String?) async {
    let errors = Locked<[ScanError]>([])
    let hear: @Sendable (ScanError) -> Void = { error in errors.withLock { $0.append(error) } }
    let (client, provider) = (session.caller, session.provider)
    var account: String?
    if provider.missingServices.contains(.sts) {
      identity = ["Identity    unknown: \(provider.title) has no STS"]
    } else {
      do {
        let caller = try await STSService(caller: client).callerIdentity()
        account = caller.account
        identity = ["Identity    \(caller.arn)", "Account     \(caller.account)"]
      } catch {
        hear(ScanError(error))
        failure = error.problem
        identity = [
          session.isAnonymous ? "Identity    anybody (--no-sign-request)" : "Identity    unknown: \(error.summary)"
        ]
      }
    }
    let s3 = S3Service(caller: client, provider: provider)
    var bucket = named
    do {
      let buckets = try await s3.listBuckets()
      identity.append("Buckets     \(buckets.count)")
      bucket = bucket ?? buckets.first?.name
    } catch {
      hear(ScanError(error))
      failure = failure ?? error.problem
    }
    var region: String?
    if let bucket {
      identity.append("Tried on    \(bucket)")
      let (configuration, failures) = await s3.configuration(of: bucket, concurrency: 24)
      failures.forEach(hear)
      if session.isAnonymous {
        failure = failures.first.map { Problem("\($0.operation) of \(bucket) failed", why: $0.message, fix: $0.fix) }
      }
      region = configuration.location.value
      for (kind, request) in [
        (ListingKind.objects, S3Requests.listObjectsV2(bucket: bucket, prefix: "", maxKeys: 1)),
        (.versions, S3Requests.listObjectVersions(bucket: bucket, prefix: "", maxKeys: 1)),
        (.uploads, S3Requests.listMultipartUploads(bucket: bucket, prefix: "")),
      ] where !provider.unsupported.contains(request.operation) {
        if let error = await Self.tryListing(kind, request, client) { hear(error) }
      }
      if let account {
        _ = await S3ControlService(caller: client, provider: provider, report: hear)
          .accessPoints(account: account, bucket: bucket, region: region)
      }
    }
    if let account {
      _ = await S3ControlService(caller: client, provider: provider, report: hear).publicAccessBlock(account: account)
    }
    let startRegion = session.client.configuration.region
    _ = await CloudWatchService(caller: client, provider: provider, report: hear).storageMetrics(
      buckets: [(bucket ?? "audit-doctor", [])], region: region ?? startRegion, from: Timestamp.now.adding(days: -3),
      to: Timestamp.now)
    _ = await IAMService(caller: client, provider: provider, report: hear).authorizationDetails()
    let heard = errors.withLock { $0 }
    outcomes = Permissions.all.map { use in
      (
        use,
        Self.outcome(of: use, heard: heard, provider: provider) {
          session.client.requestCount($0.service, $0.operation)
        }
      )
    }
  }

  /// What came of the operations that need a permission.
  ///
  /// - Parameter sent: how often an operation was asked.
  static func outcome(
    of use: PermissionUse, heard: [ScanError], provider: Provider, sent: (OperationName) -> Int
  ) -> Outcome {
    let error = heard.first { error in
      use.operations.contains { $0.service.rawValue == error.service && $0.operation == error.operation }
    }
    if error?.message == AnonymousCaller.reason { return .untried("no credentials") }
    if let error { return .refused(error.code.isEmpty ? error.message : error.code) }
    if use.operations.contains(where: { sent($0) > 0 }) { return .works }
    return .untried(use.operations.allSatisfy(provider.lacks) ? "not offered by this provider" : "nothing to try it on")
  }

  /// Many servers answer 200 to what they do not have, so that only a page of this very listing counts.
  static func tryListing(_ kind: ListingKind, _ request: APIRequest, _ caller: any APICaller) async -> ScanError? {
    let response: APIResponse
    do throws(APIError) {
      response = try await caller.call(request)
    } catch {
      // rclone's way to say that there are none.
      return kind == .uploads && error.code == "NoSuchUpload" ? nil : ScanError(error)
    }
    var page = Page(kind)
    do throws(PageFault) {
      try PageReader.read(response.body, into: &page)
      return nil
    } catch {
      return ScanError(
        bucket: request.bucket ?? "", service: request.service.rawValue, operation: request.operation, code: "",
        httpStatus: response.status, requestID: response.requestID, message: error.description)
    }
  }

  var table: [String] {
    let width = outcomes.map(\.use.permission.count).max() ?? 0
    return ["", "Permissions:"]
      + outcomes.map { use, outcome in
        let padding = String(repeating: " ", count: width - use.permission.count)
        let words: String =
          switch outcome {
          case .works: "ok      "
          case .refused(let why): "NO       (\(why))"
          case .untried(let why): "untried  (\(why))"
          }
        return "  \(use.permission)\(padding)  \(words)  \(use.purpose)"
      }
  }
}
