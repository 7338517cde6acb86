/// What retries of one endpoint may cost: where nearly everything fails, repeating only makes it worse.
///
/// The measures are those of the SDKs' standard mode (AWS SDKs and Tools Reference Guide, "Retry behavior"):
///
/// | event | tokens |
/// | --- | --- |
/// | at first, and at most | 500 |
/// | a retry | -5 |
/// | a retry after a time-out | -10 |
/// | success of a call that was repeated | what its last retry cost |
/// | success of a call at the first try | +1 |
///
/// Where a share p of the requests fails at random, a call costs 5p²/(1-p) and earns 1-p on balance: the budget lasts for
/// ever while fewer than three in ten fail, and for a hundred retries where all do.
struct RetryBudget: Equatable {
  static let capacity = 500
  static let retry = 5
  static let timeout = 10
  static let success = 1

  private(set) var tokens = RetryBudget.capacity

  /// Takes the price of one retry; false, and nothing taken, where not enough is left.
  mutating func spend(_ cost: Int) -> Bool {
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }

  mutating func earn(_ amount: Int) { tokens = min(Self.capacity, tokens + amount) }
}
