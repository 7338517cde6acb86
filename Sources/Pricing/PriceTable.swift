import Catalog
import FoundationEssentials
public import Model

/// The prices of one provider, or of one region of it: a data file, `prices/<name>.json`.
///
/// Prices are found by key: `storage.<CLASS>` (`storage.INTELLIGENT_TIERING.FA` and so on for its tiers),
/// `requests.<CLASS>.write`, `requests.<CLASS>.read`, `requests.list`, `monitoring.INTELLIGENT_TIERING`,
/// `transition.<CLASS>`, `retrieval.<CLASS>[.<speed>]` per GB, `restore.<CLASS>.<speed>` per request, `management.…`,
/// `metrics.…`, `transfer.…`, `replication.…`, `encryption.…`, `kms.…`.
public struct PriceTable: Sendable, Hashable {
  public struct Source: Sendable, Hashable, Decodable {
    public let title: String
    public let date: String
  }

  public let name: String
  public let provider: String
  /// Nil where a provider has one price everywhere.
  public let region: String?
  public let title: String
  /// ISO 4217.
  public let currency: String
  /// The day, month or year the table is of.
  public let date: String
  /// What the provider bills as one GB: 2^30 at AWS, 10^9 elsewhere.
  public let gigabyteBytes: Int64
  /// How far the figures can be trusted; nil where nothing limits that.
  public let certainty: String?
  /// Smaller objects are billed as this large, whatever their class; 0 for no such rule.
  public let minimumObjectBytes: Int64
  public let minimumDays: Int
  public let sources: [String: Source]
  public let prices: [String: Price]
  /// 1 / `gigabyteBytes`, exactly.
  private let fraction: ExactDecimal

  /// Bytes as billed gigabytes, exactly.
  public func gigabytes(_ bytes: Int128) -> ExactDecimal { ExactDecimal(bytes) * fraction }

  /// `in region us-east-1, table aws-us-east-1 of 2026-08`
  var place: String {
    (region.map { "in region \($0), " } ?? "in ") + "table \(name) of \(date)"
  }

  // MARK: Built in

  /// The names of the tables that the program carries, e.g. `aws-us-east-1` and `wasabi`.
  public static var builtInNames: [String] {
    Catalog.names(prefix: "prices/").map { String($0.dropFirst(7).dropLast(5)) }.filter { $0 != "storage-classes" }
  }

  /// The table of a region, `<name>-<region>`, else the one for all regions, `<name>`.
  ///
  /// - Parameters:
  ///   - name: what the provider's file has under `prices`.
  ///   - region: nil where nobody knows it.
  public static func builtIn(_ name: String, region: String?) throws(Problem) -> PriceTable {
    for name in [region.map { "\(name)-\($0)" }, name].compactMap(\.self) {
      guard let text = Catalog.text("prices/\(name).json") else { continue }
      return try PriceTable(json: text, file: "prices/\(name).json")
    }
    guard builtInNames.contains(where: { $0.hasPrefix(name + "-") }) else {
      throw Problem(
        "there is no price table '\(name)'", why: "there are \(known)",
        fix: "correct `prices` in the provider's file")
    }
    guard let region else { throw Problem("the bucket's region is not known, so neither are its prices") }
    throw Problem(
      "there is no price table for region '\(region)' of '\(name)'",
      fix: "costs in that region stay unknown until there is a table '\(name)-\(region)'")
  }

  /// Why a provider whose file names no prices has none.
  static func missing(provider: String) -> Problem {
    Problem(
      "there is no price table for provider '\(provider)'",
      fix: "name the provider whose prices apply with --provider; there are tables for \(known)")
  }

  private static var known: String {
    (["aws"] + builtInNames.filter { !$0.hasPrefix("aws-") }).joined(separator: ", ")
  }

  /// - Parameter file: the file's name, for messages.
  public init(json: String, file: String) throws(Problem) {
    do {
      self = try JSONDecoder().decode(PriceTable.self, from: Data(json.utf8))
    } catch {
      throw Problem("\(file) is not a price table", why: words(error), fix: "correct the file")
    }
  }
}

extension PriceTable: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case schema, name, provider, region, title, currency, date, certainty, sources, prices
    case gigabyteBytes = "gigabyte_bytes"
    case minimumObjectBytes = "minimum_object_bytes"
    case minimumDays = "minimum_days"
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.self)
    let container = try decoder.container(keyedBy: Key.self)
    let schema = try container.decode(String.self, forKey: .schema)
    guard schema == "audit-prices/1" else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container, debugDescription: "'\(schema)' is not audit-prices/1")
    }
    name = try container.decode(String.self, forKey: .name)
    provider = try container.decode(String.self, forKey: .provider)
    region = try container.decodeIfPresent(String.self, forKey: .region)
    title = try container.decode(String.self, forKey: .title)
    currency = try container.decode(String.self, forKey: .currency)
    date = try container.decode(String.self, forKey: .date)
    certainty = try container.decodeIfPresent(String.self, forKey: .certainty)
    minimumObjectBytes = try container.decodeIfPresent(Int64.self, forKey: .minimumObjectBytes) ?? 0
    minimumDays = try container.decodeIfPresent(Int.self, forKey: .minimumDays) ?? 0
    sources = try container.decode([String: Source].self, forKey: .sources)
    prices = try container.decode([String: Price].self, forKey: .prices)
    gigabyteBytes = try container.decode(Int64.self, forKey: .gigabyteBytes)
    // 2^-30 has 30 decimals.
    guard gigabyteBytes > 0, let fraction = ExactDecimal(1).divided(by: ExactDecimal(gigabyteBytes), digits: 30),
      fraction * ExactDecimal(gigabyteBytes) == ExactDecimal(1)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .gigabyteBytes, in: container, debugDescription: "\(gigabyteBytes) does not divide 1 exactly")
    }
    self.fraction = fraction
    for (key, price) in prices.sorted(by: { $0.key < $1.key }) {
      for source in price.sources where sources[source] == nil {
        throw DecodingError.dataCorruptedError(
          forKey: .prices, in: container, debugDescription: "\(key) names the source '\(source)', which is not listed")
      }
    }
  }
}

/// What a decoder complains about, with the place: `prices.storage.STANDARD.per: not a number`.
func words(_ error: any Error) -> String {
  guard let error = error as? DecodingError else { return String(describing: error) }
  switch error {
  case .keyNotFound(let key, let context):
    return (context.codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: ".") + " is missing"
  case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
  @unknown default: return String(describing: error)
  }
}
