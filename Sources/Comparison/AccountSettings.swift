import Model

/// What belongs to the account: Block Public Access and IAM.
enum AccountSettings {
  static func changes(from: Snapshot, to: Snapshot) -> [SettingChange] {
    let name = "Block Public Access of the account"
    return SettingChange.changes(
      name, from: from.accountPublicAccessBlock.map { Setting.facts($0, name) },
      to: to.accountPublicAccessBlock.map { Setting.facts($0, name) })
      + SettingChange.changes("IAM", from: from.iam.map(facts), to: to.iam.map(facts))
  }

  /// Policies that AWS writes and changes by itself are left out.
  private static func facts(_ iam: AuthorizationDetails) -> [Fact] {
    let principals = (iam.users + iam.groups + iam.roles).sorted { Name($0.arn) < Name($1.arn) }
    let policies = iam.policies.filter { !$0.isAWSManaged }.sorted { Name($0.arn) < Name($1.arn) }
    return principals.flatMap(facts) + policies.map { Fact("policy \($0.arn)", $0.document) }
  }

  private static func facts(_ principal: IAMPrincipal) -> [Fact] {
    let name = "\(principal.kind.rawValue) \(principal.arn)"
    var facts = [Fact(name, "exists")]
    facts += principal.attachedPolicies.sorted().map { Fact("\(name), attached policy \($0)", "attached") }
    facts += principal.groups.sorted().map { Fact("\(name), group \($0)", "member") }
    facts += principal.inlinePolicies.sorted { Name($0.name) < Name($1.name) }
      .map { Fact("\(name), inline policy \($0.name)", $0.document) }
    if let trust = principal.trustPolicy { facts.append(Fact("\(name), trust policy", trust)) }
    if let boundary = principal.permissionsBoundary { facts.append(Fact("\(name), permissions boundary", boundary)) }
    return facts
  }
}
