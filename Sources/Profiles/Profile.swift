/// One profile of the AWS CLI's files.
public struct Profile: Sendable {
  public let name: String
  /// What the `config` file says; nil where it does not know the profile.
  public internal(set) var config: Section?
  /// What the `credentials` file says.
  public internal(set) var credentials: Section?

  /// A setting: from the credentials file, else from the config file.
  public func setting(_ name: String) -> Section.Setting? { credentials?.setting(name) ?? config?.setting(name) }

  /// Where it stands: `~/.aws/config:11`; nil for a profile that no file knows, such as an unwritten `default`.
  public var place: String? { config?.place ?? credentials?.place }

  /// Whether it holds a key, or half of one.
  public var hasKeys: Bool { setting("aws_access_key_id") != nil || setting("aws_secret_access_key") != nil }
}
