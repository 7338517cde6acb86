public import Model

/// A number before and after; nil where it was not known.
public struct CountChange: Sendable, Codable, Hashable {
  public var before: Int64?
  public var after: Int64?

  public init(before: Int64?, after: Int64?) {
    self.before = before
    self.after = after
  }

  /// Nil where either side is not known.
  public var difference: Int64? {
    guard let before, let after else { return nil }
    let (difference, overflow) = after.subtractingReportingOverflow(before)
    return overflow ? (after < before ? .min : .max) : difference
  }

  public var isEmpty: Bool { before == after }
}

/// A monthly cost before and after; nil where there was no estimate.
public struct CostChange: Sendable, Codable, Hashable {
  public var before: CostTotal?
  public var after: CostTotal?
  /// Nil where the two sides are not of one currency.
  public var currency: String?

  public init(before: CostTotal?, after: CostTotal?, currencies: (before: String?, after: String?)) {
    self.before = before
    self.after = after
    let (old, new) = currencies
    currency = old == nil || new == nil || old == new ? new ?? old : nil
  }

  /// The difference of what is known; nil where one side is not known at all, or in another currency. Exact only when
  /// both sides are complete.
  public var difference: ExactDecimal? {
    guard let before, let after, currency != nil else { return nil }
    return after.known - before.known
  }

  public var isExact: Bool { before?.isComplete == true && after?.isComplete == true && currency != nil }
  public var isEmpty: Bool { before == after }
}
