/// The data files that the binary carries inside itself.
///
/// Names are the files' places: `rules/<id>.yaml`, `rules/sets/<name>.yaml`, `prices/<table>.json`,
/// `providers/<name>.yaml`, `iam/actions.json`, `reports/<name>.schema.json`.
public enum Catalog {
  /// The text of one file, or nil where there is none of that name.
  public static func text(_ name: String) -> String? {
    Embedded.files.first { $0.name == name }.map { $0.text.description }
  }

  /// The names of all files that start with `prefix`, in ascending order.
  public static func names(prefix: String) -> [String] {
    Embedded.files.map(\.name).filter { $0.hasPrefix(prefix) }
  }
}
