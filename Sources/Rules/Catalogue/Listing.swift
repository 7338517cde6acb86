extension ResourceKind {
  /// One line of the catalogue of fields, for the manual.
  public struct CatalogueLine: Sendable, Hashable {
    /// `bucket.lifecycle.rules[].prefix`
    public let path: String
    /// As CEL names it: `list(string)`.
    public let type: String
    public let doc: String
    /// `GetBucketLifecycleConfiguration`; that of the nearest field above where the field has none of its own.
    public let operation: String?
    public let permission: String?
    /// `has()` can be false.
    public let canBeMissing: Bool
  }

  /// Every field that a rule of this kind can name, parents before their fields.
  public var catalogue: [CatalogueLine] { variables.flatMap { Self.lines($0, path: $0.name, source: nil) } }

  private static func lines(_ field: Field, path: String, source: Field.Source?) -> [CatalogueLine] {
    let source = field.source ?? source
    let line = CatalogueLine(
      path: path, type: "\(field.type.celType)", doc: field.doc, operation: source?.operation,
      permission: source?.permission, canBeMissing: field.canBeMissing && path != field.name)
    var inner = field.type
    var place = path
    while case .list(let element) = inner {
      inner = element
      place += "[]"
    }
    return [line] + (inner.fields ?? []).flatMap { lines($0, path: "\(place).\($0.name)", source: source) }
  }
}
