/// Where a provider answers in another way than AWS does. Each is a key under `quirks` of its file.
public struct Quirks: Sendable, Hashable {
  /// `signing-region`: the one name that requests may be signed for, whatever region somebody names.
  public var signingRegion: String?
  /// `locations-without-region`: what GetBucketLocation says where it means no region.
  public var locationsWithoutRegion: Set<String>
  /// `location-suffixes`: what GetBucketLocation hangs on to the region's name.
  public var locationSuffixes: [String]
  /// `bucket-region-header: false`: HeadBucket never says where the bucket is, so it is not asked.
  public var hasBucketRegionHeader: Bool
  /// `bucket-pages: false`: ListBuckets takes no notice of a page size, so none is asked for.
  public var hasBucketPages: Bool
  /// `not-configured`: by operation, further error codes that mean that nothing is configured.
  public var notConfigured: [String: Set<String>]

  public init(
    signingRegion: String? = nil, locationsWithoutRegion: Set<String> = [], locationSuffixes: [String] = [],
    hasBucketRegionHeader: Bool = true, hasBucketPages: Bool = true, notConfigured: [String: Set<String>] = [:]
  ) {
    self.signingRegion = signingRegion
    self.locationsWithoutRegion = locationsWithoutRegion
    self.locationSuffixes = locationSuffixes
    self.hasBucketRegionHeader = hasBucketRegionHeader
    self.hasBucketPages = hasBucketPages
    self.notConfigured = notConfigured
  }

  /// The region in a location constraint; nil where it names none.
  func region(ofLocation location: String) -> String? {
    guard !locationsWithoutRegion.contains(location) else { return nil }
    for suffix in locationSuffixes where location.hasSuffix(suffix) && location != suffix {
      return String(location.dropLast(suffix.count))
    }
    return location
  }
}
