/// What a run knows besides the snapshot.
public struct EvaluationContext: Sendable {
  /// Account ids that are ours, or those of partners: what a policy grants them is not reported.
  public var trustedAccounts: Set<String>
  /// True to judge all of IAM; else only the policies that reach a scanned bucket, by the rules about that reach.
  public var judgesIAM: Bool

  public init(trustedAccounts: Set<String> = [], judgesIAM: Bool = false) {
    self.trustedAccounts = trustedAccounts
    self.judgesIAM = judgesIAM
  }
}
