/// An S3 action that a statement names together with resources of the wrong kind, so that the entry has no effect.
///
/// Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
public struct MismatchedAction: Sendable, Hashable {
  /// As written.
  public let action: String
  /// The kinds of resources that the action takes: `bucket`, `object`; empty for actions that take only `*`.
  public let takes: [String]
  /// What is wrong, in a sentence.
  public let reason: String
}

extension MismatchedAction {
  /// The entries of an Allow statement that can allow nothing. A pattern counts only when no action that it stands for
  /// can.
  static func all(of statement: Statement, table: ActionTable) -> [MismatchedAction] {
    guard statement.notResources.isEmpty, !statement.resourcePatterns.isEmpty,
      !statement.resourcePatterns.contains(where: \.isEverything)
    else { return [] }
    let types = Dictionary(table.resourceTypes(of: "s3").map { ($0.name, $0.arn) }) { first, _ in first }
    return statement.actionPatterns.compactMap { pattern in
      guard pattern.service.isFixed, pattern.service.matches("s3"), !pattern.name.isEverything else { return nil }
      let actions = table.actions(matching: pattern.text)
      // An unknown action may take anything.
      guard !actions.isEmpty else { return nil }
      let takes = Set(actions.flatMap(\.resourceTypes))
      let isEffective = takes.contains { type in
        statement.resourcePatterns.contains { $0.names(type, arn: types[type]) }
      }
      if isEffective { return nil }
      return MismatchedAction(action: pattern.text, takes: takes.sorted(), reason: reason(takes))
    }
  }

  private static func reason(_ takes: Set<String>) -> String {
    if takes.isEmpty { return "takes no resource: it is allowed by \"Resource\": \"*\" only" }
    if takes.contains("object") { return "acts on objects, and the statement names none (arn:aws:s3:::bucket/*)" }
    if takes.contains("bucket") { return "acts on buckets, and the statement names none (arn:aws:s3:::bucket)" }
    return "acts on \(takes.sorted().joined(separator: ", ")), and the statement names none"
  }
}

extension ResourcePattern {
  /// Whether some resource of a type of S3 is in the pattern.
  fileprivate func names(_ type: String, arn: String?) -> Bool {
    guard segments.count == 6 else { return false }
    switch type {
    // A bucket's name has no slash, which `*` in a pattern can leave out but a written slash cannot.
    case "bucket": return isOfS3 && !segments[5].symbols.contains(0x2F)
    case "object": return isOfS3 && segments[5].overlaps(Glob("*/*"))
    default: return arn.map { overlaps(ResourcePattern($0, resolvingVariables: true)) } ?? true
    }
  }

  /// `arn:aws:s3:::...`, as buckets and objects have it.
  private var isOfS3: Bool {
    segments[2].matches("s3") && segments[3].matches("") && segments[4].matches("")
  }
}
