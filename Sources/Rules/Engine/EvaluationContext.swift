public import Model

/// What a run knows besides the snapshot.
public struct EvaluationContext: Sendable {
  /// Account ids that are ours, or those of partners: what a policy grants them is not reported.
  public var trustedAccounts: Set<String>
  /// True to judge all of IAM; else only the policies that reach a scanned bucket, by the rules about that reach.
  public var judgesIAM: Bool
  public var budgets: [Budget]

  public init(trustedAccounts: Set<String> = [], judgesIAM: Bool = false, budgets: [Budget] = []) {
    self.trustedAccounts = trustedAccounts
    self.judgesIAM = judgesIAM
    self.budgets = budgets
  }
}

/// What each bucket of some name, or the whole account, may cost a month.
public struct Budget: Sendable, Hashable {
  public var name: String
  /// Glob over the names of buckets, each of which has the budget for itself; `*` is all buckets of the scan together.
  public var bucketGlob: String
  public var monthlyUSD: ExactDecimal

  public init(name: String, bucketGlob: String, monthlyUSD: ExactDecimal) {
    self.name = name
    self.bucketGlob = bucketGlob
    self.monthlyUSD = monthlyUSD
  }

  var isOfAccount: Bool { bucketGlob == "*" }
}
