import Catalog
import FoundationEssentials
public import Model

/// How AWS bills each storage class beside its price: the data file `prices/storage-classes.json`.
public struct StorageClassRules: Sendable, Decodable {
  public struct Rule: Sendable, Hashable, Decodable {
    /// The class's name in AWS's documents.
    public let title: String
    /// Deleted earlier, an object is billed for the days that remain.
    public let minimumDays: Int
    /// A smaller object is billed as this large.
    public let minimumObjectBytes: Int64
    /// Billed per object beside its own bytes, at the class's price.
    public let overheadBytes: Int64
    /// Billed per object beside its own bytes, at the Standard price.
    public let standardOverheadBytes: Int64
    /// The storage price that parts of unfinished uploads are billed at.
    public let uploadsPricedAs: String
    /// Objects of this size and more are monitored for a fee; nil in classes without one.
    public let monitoredFromBytes: Int64?

    private enum CodingKeys: String, CodingKey {
      case title
      case minimumDays = "minimum_days"
      case minimumObjectBytes = "minimum_object_bytes"
      case overheadBytes = "overhead_bytes"
      case standardOverheadBytes = "standard_overhead_bytes"
      case uploadsPricedAs = "uploads_priced_as"
      case monitoredFromBytes = "monitored_from_bytes"
    }
  }

  /// One of CloudWatch's StorageType values.
  public struct StorageType: Sendable, Hashable, Decodable {
    public enum Kind: String, Sendable, Decodable {
      case data, uploads, overhead
      case roundUp = "round_up"
      case standardOverhead = "standard_overhead"
    }
    public let storageClass: String
    public let kind: Kind
    public let tier: String?
    /// The storage price that these bytes are billed at.
    public let pricedAs: String

    private enum CodingKeys: String, CodingKey {
      case storageClass = "class"
      case kind, tier
      case pricedAs = "priced_as"
    }
  }

  public let classes: [String: Rule]
  /// Intelligent-Tiering's access tiers by their short names, e.g. `FA`.
  public let tiers: [String: String]
  public let storageTypes: [String: StorageType]

  private enum CodingKeys: String, CodingKey {
    case classes, tiers
    case storageTypes = "storage_types"
  }

  public static func builtIn() throws(Problem) -> StorageClassRules {
    let file = "prices/storage-classes.json"
    guard let text = Catalog.text(file) else { throw Problem("the program carries no \(file)") }
    do {
      return try JSONDecoder().decode(StorageClassRules.self, from: Data(text.utf8))
    } catch {
      throw Problem("\(file) cannot be read", why: words(error))
    }
  }

  /// The class's name in AWS's documents, else the API's.
  func title(_ storageClass: StorageClass) -> String {
    classes[storageClass.rawValue]?.title ?? storageClass.rawValue
  }

  /// From the warmest to the coldest, then the others by name: the order of a report's lines.
  static func order(_ left: StorageClass, _ right: StorageClass) -> Bool {
    let places = [left, right].map { ranks.firstIndex(of: $0) ?? ranks.count }
    return (places[0], left.rawValue) < (places[1], right.rawValue)
  }

  private static let ranks: [StorageClass] = [
    .standard, .intelligentTiering, .standardIA, .oneZoneIA, .glacierInstantRetrieval, .glacier, .deepArchive,
    .reducedRedundancy,
  ]
}
