public import Model

/// What a scan is to look at, and how hard it may try.
public struct ScanOptions: Sendable {
  public var scope: ScanScope
  /// Partition, endpoint and provider; id and caller are filled in by the scan.
  public var account: Account
  public var toolVersion: String
  /// Buckets under way at once; the client bounds the requests.
  public var bucketsAtOnce: Int
  /// Days of daily storage metrics to ask for: CloudWatch keeps 455.
  public var metricsDays: Int

  public init(
    scope: ScanScope, account: Account, toolVersion: String, bucketsAtOnce: Int = 16, metricsDays: Int = 455
  ) {
    self.scope = scope
    self.account = account
    self.toolVersion = toolVersion
    self.bucketsAtOnce = bucketsAtOnce
    self.metricsDays = metricsDays
  }
}

/// How far a scan has come.
public struct ScanProgress: Sendable, Equatable {
  public var phase = ""
  public var bucketsDone = 0
  public var bucketsTotal = 0
  public var objects: Int64 = 0
  public var bytes: Int64 = 0
  public var pages: Int64 = 0

  public init() {}
}
