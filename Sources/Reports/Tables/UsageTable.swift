public import Model

/// What `audit du` tells: one line for each prefix, or for each class, extension, age or owner, and sums.
public struct UsageTable: Sendable {
  /// What lines are made of.
  public enum Grouping: String, Sendable, CaseIterable {
    case prefix, storageClass = "class", fileExtension = "extension", age, owner = "owner-pattern"
  }

  /// One line.
  public struct Row: Sendable {
    /// `prefix/` below a target, or the target's own prefix in its sum.
    public var prefix: String
    /// Levels below the target; 0 for the target itself.
    public var depth: Int
    /// The class, extension, age or owner; nil in sums and where lines are prefixes.
    public var group: String?
    public var usage: Usage
    /// False where what is not current is not told by this group.
    public var hasMarkers: Bool
    /// Nil where nobody asked for it.
    public var monthly: CostTotal?

    public init(
      prefix: String, depth: Int = 0, group: String? = nil, usage: Usage, hasMarkers: Bool = true,
      monthly: CostTotal? = nil
    ) {
      self.prefix = prefix
      self.depth = depth
      self.group = group
      self.usage = usage
      self.hasMarkers = hasMarkers
      self.monthly = monthly
    }
  }

  /// A bucket, or a prefix of one, that was listed.
  public struct Target: Sendable {
    public var bucket: String
    public var prefix: String
    /// Nil where it was not asked for, or is not known.
    public var region: String?
    public var rows: [Row]
    public var total: Row
    /// False where the listing was cut short: then every figure is a lower bound.
    public var isComplete: Bool
    public var incompleteReason: String?
    /// Of versions and delete markers, and of incomplete uploads; `absent` where they were not asked for.
    public var versions: Observation<Bool>
    public var uploads: Observation<Bool>
    public var duplicates: DuplicateUsage?
    public var foldedPrefixes: Int
    public var listRequests: Int64

    public init(
      bucket: String, prefix: String, region: String? = nil, rows: [Row], total: Row, isComplete: Bool = true,
      incompleteReason: String? = nil, versions: Observation<Bool> = .absent, uploads: Observation<Bool> = .absent,
      duplicates: DuplicateUsage? = nil, foldedPrefixes: Int = 0, listRequests: Int64 = 0
    ) {
      self.bucket = bucket
      self.prefix = prefix
      self.region = region
      self.rows = rows
      self.total = total
      self.isComplete = isComplete
      self.incompleteReason = incompleteReason
      self.versions = versions
      self.uploads = uploads
      self.duplicates = duplicates
      self.foldedPrefixes = foldedPrefixes
      self.listRequests = listRequests
    }
  }

  public var toolVersion: String
  public var listedAt: Timestamp
  public var provider: String
  public var endpoint: String?
  public var grouping: Grouping
  public var depth: Int
  /// Noncurrent versions, delete markers and incomplete uploads were asked for.
  public var hasVersions: Bool
  /// Costs were asked for.
  public var hasCosts: Bool
  /// ISO 4217; nil where no price table is in use.
  public var currency: String?
  public var targets: [Target]
  /// Of what nothing could be read.
  public var failures: [UnreadTarget]
  /// By group, over all targets; empty for a single target.
  public var groups: [Row]
  /// Over all targets.
  public var total: Row
  public var remarks: [String]

  public init(
    toolVersion: String, listedAt: Timestamp, provider: String, endpoint: String? = nil, grouping: Grouping = .prefix,
    depth: Int = 1, hasVersions: Bool = false, hasCosts: Bool = false, currency: String? = nil,
    targets: [Target] = [], failures: [UnreadTarget] = [], groups: [Row] = [],
    total: Row = Row(prefix: "", usage: Usage()), remarks: [String] = []
  ) {
    self.toolVersion = toolVersion
    self.listedAt = listedAt
    self.provider = provider
    self.endpoint = endpoint
    self.grouping = grouping
    self.depth = depth
    self.hasVersions = hasVersions
    self.hasCosts = hasCosts
    self.currency = currency
    self.targets = targets
    self.failures = failures
    self.groups = groups
    self.total = total
    self.remarks = remarks
  }

  /// Everything that was asked for was read, to its end.
  public var isComplete: Bool { failures.isEmpty && targets.allSatisfy(\.isComplete) }
}

/// A bucket, or a prefix of one, of which nothing could be read.
public struct UnreadTarget: Sendable, Equatable {
  public var bucket: String
  public var prefix: String
  public var reason: String
  /// The next thing to try; empty when there is none.
  public var fix: String

  public init(bucket: String, prefix: String, reason: String, fix: String) {
    self.bucket = bucket
    self.prefix = prefix
    self.reason = reason
    self.fix = fix
  }
}
