/// A storage class by the name the S3 API gives it, e.g. `STANDARD_IA`.
///
/// An open set: AWS adds classes, and S3-compatible servers have their own. An object without a class is `STANDARD`.
/// Source: Amazon S3 API Reference, "Object", StorageClass.
/// As the key of a dictionary it is encoded as a plain JSON key.
public struct StorageClass: RawRepresentable, Hashable, Comparable, Sendable, Codable, CodingKeyRepresentable,
  CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ name: String) { rawValue = name }

  public static let standard = StorageClass("STANDARD")
  public static let reducedRedundancy = StorageClass("REDUCED_REDUNDANCY")
  public static let intelligentTiering = StorageClass("INTELLIGENT_TIERING")
  public static let standardIA = StorageClass("STANDARD_IA")
  public static let oneZoneIA = StorageClass("ONEZONE_IA")
  public static let glacierInstantRetrieval = StorageClass("GLACIER_IR")
  public static let glacier = StorageClass("GLACIER")
  public static let deepArchive = StorageClass("DEEP_ARCHIVE")

  public var description: String { rawValue }

  public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  public static func < (left: StorageClass, right: StorageClass) -> Bool { left.rawValue < right.rawValue }
}
