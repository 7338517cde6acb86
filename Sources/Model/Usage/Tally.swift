/// How many objects, and how large together; with what the billing rules need to know of the small ones.
public struct Tally: Sendable, Codable, Hashable {
  /// Objects, or versions, or parts: what is counted is said where the tally stands.
  public var objects: Int64
  public var bytes: Int64
  /// Of these, the ones under 131,072 bytes: STANDARD_IA, ONEZONE_IA and GLACIER_IR bill them as 131,072, and
  /// INTELLIGENT_TIERING does not monitor them. Source: Amazon S3 User Guide, "Understanding S3 storage classes".
  public var smallObjects: Int64
  public var smallBytes: Int64

  public init(objects: Int64 = 0, bytes: Int64 = 0, smallObjects: Int64 = 0, smallBytes: Int64 = 0) {
    self.objects = objects
    self.bytes = bytes
    self.smallObjects = smallObjects
    self.smallBytes = smallBytes
  }

  /// Under this size an object is small.
  public static let smallLimit: Int64 = 131_072

  public mutating func add(size: Int64) {
    objects += 1
    bytes += size
    if size < Self.smallLimit {
      smallObjects += 1
      smallBytes += size
    }
  }

  /// Saturates: buckets of which each may hold 2^61 bytes are added up, too.
  public static func + (left: Tally, right: Tally) -> Tally {
    Tally(
      objects: left.objects.addingSaturated(right.objects), bytes: left.bytes.addingSaturated(right.bytes),
      smallObjects: left.smallObjects.addingSaturated(right.smallObjects),
      smallBytes: left.smallBytes.addingSaturated(right.smallBytes))
  }
  public static func += (left: inout Tally, right: Tally) { left = left + right }
}
