/// What an action does to its service, in AWS's own five words.
///
/// Source: Service Authorization Reference, column "Access level".
public enum AccessLevel: String, Sendable, CaseIterable, Comparable {
  case read = "Read"
  case list = "List"
  case write = "Write"
  case permissionsManagement = "Permissions management"
  case tagging = "Tagging"

  /// The letter of the table's lines.
  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "R"): self = .read
    case UInt8(ascii: "L"): self = .list
    case UInt8(ascii: "W"): self = .write
    case UInt8(ascii: "P"): self = .permissionsManagement
    case UInt8(ascii: "T"): self = .tagging
    default: return nil
    }
  }

  private var order: Int {
    switch self {
    case .list: 0
    case .read: 1
    case .tagging: 2
    case .write: 3
    case .permissionsManagement: 4
    }
  }

  /// From the harmless to the dangerous: List, Read, Tagging, Write, Permissions management.
  public static func < (left: AccessLevel, right: AccessLevel) -> Bool { left.order < right.order }
}

/// How many actions of AWS a pattern stands for.
public struct ActionCount: Sendable, Hashable {
  public var total: Int
  /// Without the levels that have no action.
  public var byLevel: [AccessLevel: Int]

  public init(total: Int = 0, byLevel: [AccessLevel: Int] = [:]) {
    self.total = total
    self.byLevel = byLevel
  }

  mutating func add(_ level: AccessLevel, _ count: Int = 1) {
    guard count > 0 else { return }
    total += count
    byLevel[level, default: 0] += count
  }

  /// `38 actions: 21 Write, 12 Read, 5 List`, the dangerous first.
  public var summary: String {
    let levels = byLevel.sorted { $0.key > $1.key }.map { "\($0.value) \($0.key.rawValue)" }
    return "\(total) action\(total == 1 ? "" : "s")" + (levels.isEmpty ? "" : ": " + levels.joined(separator: ", "))
  }
}
