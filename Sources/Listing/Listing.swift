public import AWS
public import Model

public struct ChainLister: Lister {
  public init(caller: any APICaller) {}
  public func usage(
    of bucket: String, options: ListingOptions, progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> { .unknown(.notCollected) }
}
