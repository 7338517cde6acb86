/// Whether a bucket policy refuses requests without TLS.
///
/// It does when everybody is denied every action on the bucket and on its objects while `aws:SecureTransport` is false,
/// by one statement or by several together.
/// Source: Amazon S3 User Guide, "Security best practices for Amazon S3", Enforce encryption of data in transit.
struct TransportDenial: Sendable {
  let isComplete: Bool
  /// What is missing, or which statements do it.
  let reason: String
  /// The least version of TLS that the policy asks for, by `s3:TlsVersion`. A request without TLS has no such key, so that
  /// this alone refuses nobody.
  let minimumVersion: String?

  init(_ document: PolicyDocument, bucket: String) {
    let denies = document.statements.filter { $0.effect == .deny }
    let targets = Target.all(of: bucket, in: document)
    let exact = denies.filter { $0.isForEveryone && Self.refusesPlainText($0) }
    let open = targets.filter { target in !exact.contains { target.isCovered(by: $0) } }
    isComplete = open.isEmpty
    if open.isEmpty {
      reason = "denied by " + exact.map { "'\(printable($0.label))'" }.joined(separator: ", ")
    } else {
      reason = Self.explanation(denies, exact, open)
    }
    minimumVersion =
      denies.filter { deny in deny.isForEveryone && targets.allSatisfy { $0.isCovered(by: deny) } }
      .compactMap(Self.minimumVersion).max { (Double($0) ?? 0) < (Double($1) ?? 0) }
  }

  /// Denies at least every request without TLS: no condition at all, or this one alone.
  private static func refusesPlainText(_ deny: Statement) -> Bool { deny.conditions.allSatisfy(isPlainText) }

  private static func isPlainText(_ condition: Condition) -> Bool {
    // The key is in every request, so that prefixes and IfExists change nothing.
    condition.normalizedKey == "aws:securetransport" && condition.comparison == .bool
      && condition.values.contains { $0.lowercased() == "false" }
  }

  private static func minimumVersion(_ deny: Statement) -> String? {
    guard deny.conditions.count == 1, let condition = deny.conditions.first, condition.normalizedKey == "s3:tlsversion",
      condition.comparison == .numericLessThan, condition.qualifier == nil
    else { return nil }
    return condition.values.max { (Double($0) ?? 0) < (Double($1) ?? 0) }
  }

  private static func explanation(_ denies: [Statement], _ exact: [Statement], _ open: [Target]) -> String {
    if let partial = exact.first {
      let places = open.map(\.name).joined(separator: " and ")
      return "'\(printable(partial.label))' does not cover \(places)"
    }
    let related = denies.first { $0.conditions.contains { $0.normalizedKey == "aws:securetransport" } }
    guard let related else {
      return denies.contains { minimumVersion($0) != nil }
        ? "the policy asks for a version of TLS, but requests without TLS have none and pass"
        : "no statement denies requests without TLS"
    }
    let label = "'\(printable(related.label))'"
    if !related.isForEveryone { return "\(label) does not deny everybody" }
    let others = related.conditions.filter { $0.normalizedKey != "aws:securetransport" }
    if !others.isEmpty {
      return "\(label) also asks for \(others.map { printable($0.key) }.joined(separator: ", ")), so others pass"
    }
    return "\(label) does not test aws:SecureTransport with Bool and \"false\""
  }

  /// Every action, on the bucket or on its objects.
  private struct Target {
    let name: String
    let resource: ResourcePattern

    static func all(of bucket: String, in document: PolicyDocument) -> [Target] {
      let patterns = S3Resource.patterns(bucket: bucket, partition: document.partition)
      return zip(["every action on the bucket", "every action on its objects"], patterns).map {
        Target(name: $0, resource: $1)
      }
    }

    func isCovered(by deny: Statement) -> Bool {
      guard let everything = ActionPattern("s3:*") else { return false }
      return deny.covers(action: everything) && deny.covers(resource: resource)
    }
  }
}
