/// One section of the AWS CLI's files: names and values, and where each stands.
public struct Section: Sendable {
  /// One setting and where it stands.
  public struct Setting: Sendable, Equatable {
    public let value: String
    /// `~/.aws/config:12`, or the variable's name.
    public let place: String

    public init(value: String, place: String) {
      self.value = value
      self.place = place
    }
  }

  /// Without the word in front: `prod` of `[profile prod]`.
  public let name: String
  /// Where it begins: `~/.aws/config:11`.
  public let place: String
  private let path: String
  private var values: [String: INI.Value]

  init(name: String, _ section: INI.Section, path: String) {
    self.name = name
    self.path = path
    place = "\(path):\(section.line)"
    values = section.values
  }

  /// A setting that is there and not empty.
  public func setting(_ name: String) -> Setting? {
    guard let value = values[name], !value.text.isEmpty else { return nil }
    return Setting(value: value.text, place: "\(path):\(value.line)")
  }

  /// A nested setting, such as `addressing_style` below `s3 =`.
  public func nested(_ name: String, in group: String) -> String? { values[group]?.nested[name] }

  /// Takes what a section of the same name says further down, which counts more.
  mutating func take(_ section: INI.Section) { values.merge(section.values) { $1 } }
}
