public import Model

/// A scan that has begun and is not kept yet. Give it to `save` or to `abandon`.
public struct ScanTicket: Sendable, Hashable {
  public let id: Int64
  public let scopeKey: String
}

/// A scan that began and neither ended nor lives: killed, or its machine went down.
public struct UnfinishedScan: Sendable, Hashable {
  public let id: Int64
  public let scopeKey: String
  public let account: String?
  public let started: Timestamp
  public let host: String
  public let pid: Int64
}
