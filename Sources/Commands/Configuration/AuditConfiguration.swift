public import Model

/// audit.yaml: everything about an audit that lasts longer than one command line.
///
/// Its grammar stands in `reports/audit.schema.json`, for editors.
public struct AuditConfiguration: Sendable, Equatable {
  /// A name of the user's own for some prefixes, such as bronze, silver and gold.
  public struct Layer: Sendable, Equatable {
    public var name: String
    public var prefixes: [String]
  }

  /// What a bucket (by glob), or the whole account, may cost a month.
  public struct Budget: Sendable, Equatable {
    public var name: String
    /// Glob over bucket names; `*` is the whole account.
    public var bucket: String
    public var monthlyUSD: ExactDecimal
  }

  /// Whose the contents of some buckets are, or of some prefixes in them.
  public struct Owner: Sendable, Equatable {
    public var owner: String
    /// Glob over bucket names.
    public var bucket: String
    /// Each part between two `/` may be a glob; empty for all that the bucket holds.
    public var prefixes: [String]
  }

  /// What is assumed of the requests of every bucket whose requests nothing counts, a month; nil where nothing is.
  public struct Assumptions: Sendable, Equatable {
    public var putsPerMonth: Int64?
    public var getsPerMonth: Int64?
    public var listsPerMonth: Int64?
  }

  /// A finding that is accepted for a time: by rule and resource, with a reason, an owner and an end.
  public struct WaiverRule: Sendable, Equatable {
    public var rule: String
    public var resource: String
    public var waiver: Waiver
    /// Where it stands, for messages about it: `audit.yaml:12:5`.
    public var place: String
  }

  /// A name of a built-in rule set, or a file.
  public var ruleset: String?
  public var parameters: [String: String] = [:]
  public var trustedAccounts: Set<String> = []
  public var layers: [Layer] = []
  /// The last one that fits wins.
  public var owners: [Owner] = []
  public var budgets: [Budget] = []
  public var assumptions = Assumptions()
  public var waivers: [WaiverRule] = []

  public init() {}
}
