internal import Catalog

/// The actions of every AWS service: access level, resource types, condition keys.
///
/// The table's text is read line by line once (see the comment at the head of `iam/actions.tsv`); what one action takes
/// is read from its line when somebody asks. Source and date stand in the file and in `source` and `date`.
public struct ActionTable: Sendable {
  /// One action as the table has it.
  public struct Action: Sendable, Hashable {
    public let service: String
    public let name: String
    public let level: AccessLevel
    /// Names of resource types; empty for an action that accepts only Resource `*`.
    public let resourceTypes: [String]
    /// Those of `resourceTypes` without which the action cannot be allowed.
    public let requiredResourceTypes: [String]
    /// Besides the global keys that every action accepts.
    public let conditionKeys: [String]
    /// Actions that the caller needs besides.
    public let dependentActions: [String]

    /// `s3:GetObject`.
    public var fullName: String { "\(service):\(name)" }
  }

  /// A resource type of a service with its ARN, in which `${...}` are the variable parts.
  public struct ResourceType: Sendable, Hashable {
    public let name: String
    public let arn: String
  }

  /// Where the facts come from.
  public let source: String
  /// When they were retrieved, `2026-11-20`.
  public let date: String

  let lines: [UInt8]
  /// In the order of the table, which is that of their prefixes.
  let services: [Service]
  let byPrefix: [String: Int]

  struct Service: Sendable {
    let prefix: String
    let name: String
    /// The line of condition keys and that of shared lists of them, without their first columns.
    var keys: Range<Int>?
    var keyLists: Range<Int>?
    var resources: [Range<Int>] = []
    var actions: [Line] = []
    var count = ActionCount()
  }

  /// The line of one action: the range of its name, and where the line ends.
  struct Line: Sendable {
    let level: AccessLevel
    let name: Range<Int>
    let end: Int
  }

  /// The table that the binary carries; read at the first call.
  public static func builtIn() -> ActionTable { shared }
  private static let shared = ActionTable(parsing: Catalog.text("iam/actions.tsv") ?? "")
}

// Questions.

extension ActionTable {
  /// Services in all.
  public var serviceCount: Int { services.count }

  /// `Amazon S3` for `s3`; nil for an unknown prefix.
  public func serviceName(_ prefix: String) -> String? {
    byPrefix[prefix.lowercased()].map { services[$0].name }
  }

  /// How many actions match an entry such as `elasticmapreduce:*`, `s3:Get*` or `*`.
  public func matching(_ pattern: String) -> ActionCount {
    guard let pattern = ActionPattern(pattern) else { return ActionCount() }
    var count = ActionCount()
    for service in services where pattern.service.matches(service.prefix) {
      if pattern.name.isEverything {
        for (level, number) in service.count.byLevel { count.add(level, number) }
      } else {
        for line in service.actions where matches(pattern.name, line) { count.add(line.level) }
      }
    }
    return count
  }

  /// The actions that match an entry, in the order of the table.
  public func actions(matching pattern: String) -> [Action] {
    guard let pattern = ActionPattern(pattern) else { return [] }
    return services.filter { pattern.service.matches($0.prefix) }.flatMap { service in
      service.actions.filter { matches(pattern.name, $0) }.map { action($0, of: service) }
    }
  }

  /// The resource types of a service; empty for an unknown prefix.
  public func resourceTypes(of prefix: String) -> [ResourceType] {
    guard let index = byPrefix[prefix.lowercased()] else { return [] }
    return services[index].resources.compactMap {
      let columns = columns($0)
      return columns.count > 1 ? ResourceType(name: columns[0], arn: columns[1]) : nil
    }
  }
}
