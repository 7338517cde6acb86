import AWS
public import Model

/// What a scan is to look at.
public struct ScanOptions: Sendable {
  public var scope: ScanScope
  /// Partition, endpoint and provider; the caller, and the id where it is nil, are filled in by the scan. Where the id is
  /// given, credentials of another account end the scan.
  public var account: Account
  public var toolVersion: String
  /// Days of daily storage metrics to ask for: CloudWatch keeps 455.
  public var metricsDays: Int

  public init(scope: ScanScope, account: Account, toolVersion: String, metricsDays: Int = 455) {
    self.scope = scope
    self.account = account
    self.toolVersion = toolVersion
    self.metricsDays = metricsDays
  }
}

/// How far a scan has come.
public struct ScanProgress: Sendable, Equatable {
  public var phase = ""
  public var bucketsDone = 0
  public var bucketsTotal = 0
  /// The one bucket that is being listed; empty where there are several.
  public var bucket = ""
  public var objects: Int64 = 0
  /// Objects that there may be in all buckets together; nil as long as that is not known of each.
  public var objectsExpected: Int64?
  public var bytes: Int64 = 0
  public var pages: Int64 = 0

  public init() {}
}

/// Nothing usable can come of a scan.
public struct ScanFailure: Error, Sendable {
  /// For the user of one account.
  public let problem: Problem
  /// The same in a survey of several accounts: why this one is closed.
  public let gap: Gap

  public init(_ problem: Problem, gap: Gap) {
    self.problem = problem
    self.gap = gap
  }

  init(_ error: APIError) { self.init(error.problem, gap: error.gap) }
}
