import AWS
import Credentials
import Model
import Services
import Synchronization

/// Every read that a scan needs, tried once.
struct Examination: Sendable {
  private enum Outcome: Sendable { case works, refused(String), untried(String) }

  private(set) var identity: [String] = []
  private(set) var failure: Problem?
  private var outcomes: [(use: PermissionUse, outcome: Outcome)] = []

  /// Some service answered.
  var isConnected: Bool { outcomes.contains { if case .works = $0.outcome { true } else { false } } }

  var isHealthy: Bool {
    outcomes.allSatisfy { if case .refused = $0.outcome { false } else { true } }
  }

  init(_ session: Session, bucket named: String?) async {
    let errors = Mutex<[ScanError]>([])
    let hear: @Sendable (ScanError) -> Void = { error in errors.withLock { $0.append(error) } }
    let (client, provider) = (session.client, session.provider)
    var account: String?
    do {
      let caller = try await STSService(caller: client).callerIdentity()
      account = caller.account
      identity = ["Identity    \(caller.arn)", "Account     \(caller.account)"]
    } catch {
      hear(ScanError(error))
      failure = error.problem
      identity = ["Identity    unknown: \(error.summary)"]
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
      region = configuration.location.value
      for request in [
        S3Requests.listObjectsV2(bucket: bucket, prefix: "", maxKeys: 1),
        S3Requests.listObjectVersions(bucket: bucket, prefix: "", maxKeys: 1),
        S3Requests.listMultipartUploads(bucket: bucket, prefix: ""),
      ] where !provider.unsupported.contains(request.operation) {
        do throws(APIError) { _ = try await client.call(request) } catch { hear(ScanError(error)) }
      }
      if let account {
        _ = await S3ControlService(caller: client, provider: provider, report: hear)
          .accessPoints(account: account, bucket: bucket, region: region)
      }
    }
    if let account {
      _ = await S3ControlService(caller: client, provider: provider, report: hear).publicAccessBlock(account: account)
    }
    let today = session.client.configuration.region
    _ = await CloudWatchService(caller: client, provider: provider, report: hear).storageMetrics(
      buckets: [(bucket ?? "audit-doctor", [])], region: region ?? today, from: Timestamp.now.adding(days: -3),
      to: Timestamp.now)
    _ = await IAMService(caller: client, provider: provider, report: hear).authorizationDetails()
    let heard = errors.withLock { $0 }
    let tried = client.requestCounts
    outcomes = Permissions.all.map { use in
      if let error = heard.first(where: { use.operations.contains($0.operation) }) {
        return (use, .refused(error.code.isEmpty ? error.message : error.code))
      }
      if use.operations.contains(where: { tried[$0] != nil }) { return (use, .works) }
      let missing = use.operations.allSatisfy { provider.unsupported.contains($0) }
      return (use, .untried(missing ? "not offered by this provider" : "nothing to try it on"))
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
