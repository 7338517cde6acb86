/// What a user says of a bucket's requests where no request metrics count them. Each is per bucket and 30-day month.
public struct CostAssumptions: Sendable, Hashable {
  /// PUT, COPY, POST.
  public var putsPerMonth: Int64?
  /// GET, HEAD, SELECT.
  public var getsPerMonth: Int64?
  public var listsPerMonth: Int64?

  public init(putsPerMonth: Int64? = nil, getsPerMonth: Int64? = nil, listsPerMonth: Int64? = nil) {
    self.putsPerMonth = putsPerMonth
    self.getsPerMonth = getsPerMonth
    self.listsPerMonth = listsPerMonth
  }
}

/// A layer of the user's own making, e.g. bronze = `intermediate/`, in every bucket.
public struct LayerPattern: Sendable, Hashable {
  public var name: String
  /// Prefixes of keys; a missing `/` at the end is added.
  public var prefixes: [String]

  public init(name: String, prefixes: [String]) {
    self.name = name
    self.prefixes = prefixes
  }
}
