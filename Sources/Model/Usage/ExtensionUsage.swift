/// The current versions whose names end alike, per storage class.
public struct ExtensionUsage: Sendable, Codable, Hashable {
  /// What follows the last `.` of a key's last part, in lower case: letters, digits, `-` and `_`. Or `none` or `other`.
  public var name: String
  public var tallies: [StorageClass: Tally]

  /// Names without a `.`, or with nothing behind it that looks like an extension.
  public static let none = "(none)"
  /// Names with extensions that there was no room for.
  public static let other = "(other)"

  public init(name: String, tallies: [StorageClass: Tally]) {
    self.name = name
    self.tallies = tallies
  }

  public var total: Tally { tallies.values.reduce(Tally(), +) }
}
