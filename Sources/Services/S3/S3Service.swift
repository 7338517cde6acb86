public import AWS
public import Model
import Synchronization

/// S3's own operations on the account and its buckets; all of them read.
public struct S3Service: Sendable {
  let reader: Reader

  public init(caller: any APICaller, provider: Provider) { reader = Reader(caller: caller, provider: provider) }

  /// Everything that is configured on a bucket, but for its access points, which are S3 Control's.
  ///
  /// Each setting is read on its own, `concurrency` of them at a time, and what fails leaves nothing behind but its own
  /// gap. The errors are in the order of the settings in `BucketConfiguration`; that the bucket does not exist is one error
  /// and not one for each setting.
  public func configuration(of bucket: String, concurrency: Int) async -> (BucketConfiguration, [ScanError]) {
    // One after the other needs no tasks.
    if concurrency <= 1 {
      var configuration = BucketConfiguration()
      var errors: [ScanError] = []
      for setting in Self.settings {
        let change = await setting(self, bucket)
        change.apply(&configuration)
        if let error = change.error { errors.append(error) }
      }
      return (configuration, Self.condensed(errors))
    }
    return await withTaskGroup(of: [(Int, Change)].self) { group in
      // A task for each that may be under way, and not for each setting: making one costs as much as reading an answer.
      let turns = Turns(Self.settings.count)
      for _ in 0..<min(max(1, concurrency), Self.settings.count) {
        group.addTask {
          var changes: [(Int, Change)] = []
          while let index = turns.next() { changes.append((index, await Self.settings[index](self, bucket))) }
          return changes
        }
      }
      var configuration = BucketConfiguration()
      var errors: [(Int, ScanError)] = []
      for await changes in group {
        for (index, change) in changes {
          change.apply(&configuration)
          if let error = change.error { errors.append((index, error)) }
        }
      }
      return (configuration, Self.condensed(errors.sorted { $0.0 < $1.0 }.map(\.1)))
    }
  }

  /// Where the bucket is, on its own: for whoever has to know before anything else is asked.
  public func location(of bucket: String) async -> Observation<String> { await readLocation(of: bucket).observation }

  private static func condensed(_ errors: [ScanError]) -> [ScanError] {
    let missing = errors.firstIndex { $0.code == "NoSuchBucket" }
    return errors.enumerated().filter { $0.offset == missing || $0.element.code != "NoSuchBucket" }.map(\.element)
  }

  /// What one read does to the configuration.
  private struct Change: Sendable {
    let apply: @Sendable (inout BucketConfiguration) -> Void
    let error: ScanError?
  }
  private typealias Setting = @Sendable (S3Service, String) async -> Change
  private typealias Field<Value: Sendable> = any WritableKeyPath<BucketConfiguration, Observation<Value>> & Sendable

  private static let settings: [Setting] = [
    setting(\.location) { service, bucket in await service.readLocation(of: bucket) },
    setting(\.versioning, BucketReads.versioning),
    setting(\.encryption, BucketReads.encryption),
    setting(\.publicAccessBlock, BucketReads.publicAccessBlock),
    setting(\.policy) { service, bucket in await service.readPolicy(of: bucket) },
    setting(\.policyIsPublic, BucketReads.policyStatus),
    setting(\.acl, BucketReads.acl),
    setting(\.ownership, BucketReads.ownership),
    setting(\.lifecycle, BucketReads.lifecycle),
    setting(\.logging, BucketReads.logging),
    setting(\.replication, BucketReads.replication),
    setting(\.tags, BucketReads.tags),
    setting(\.website, BucketReads.website),
    setting(\.cors, BucketReads.cors),
    setting(\.notifications, BucketReads.notifications),
    setting(\.acceleration, BucketReads.acceleration),
    setting(\.requestPayment, BucketReads.requestPayment),
    setting(\.objectLock, BucketReads.objectLock),
    setting(\.intelligentTiering, BucketReads.intelligentTiering),
    setting(\.inventory, BucketReads.inventory),
    setting(\.metrics, BucketReads.metrics),
    setting(\.analytics, BucketReads.analytics),
  ]

  private static func setting<Value>(
    _ field: Field<Value>, _ read: @escaping @Sendable (S3Service, String) async -> Reading<Value>
  ) -> Setting {
    { service, bucket in
      let reading = await read(service, bucket)
      return Change(apply: { $0[keyPath: field] = reading.observation }, error: reading.error)
    }
  }

  private static func setting<Value>(_ field: Field<Value>, _ read: Read<Value>) -> Setting {
    setting(field) { service, bucket in await service.reader.read(read, read.operation.request(bucket: bucket)) }
  }

  private static func setting<Item>(_ field: Field<[Item]>, _ read: ListRead<Item>) -> Setting {
    setting(field) { service, bucket in await service.reader.readAll(read, read.operation.request(bucket: bucket)) }
  }

  private func readPolicy(of bucket: String) async -> Reading<String> {
    let operation = BucketReads.policy
    let request = operation.request(bucket: bucket)
    do throws(ReadFailure) {
      let policy = try await reader.answer(of: operation, for: request, reading: BucketReads.policyText)
      return Reading(policy.map { .known($0) } ?? .absent)
    } catch {
      return Reading(error)
    }
  }

  /// Where the bucket lives, from HeadBucket's header, or from GetBucketLocation where that does not say.
  func readLocation(of bucket: String) async -> Reading<String> {
    if reader.provider.quirks.hasBucketRegionHeader, let region = await regionHeader(of: bucket) {
      return Reading(.known(region))
    }
    let quirks = reader.provider.quirks
    let reading = await reader.read(BucketReads.location, BucketReads.location.operation.request(bucket: bucket))
    guard let location = reading.observation.value else { return reading }
    return Reading(quirks.region(ofLocation: location).map(Observation.known) ?? .absent)
  }

  private func regionHeader(of bucket: String) async -> String? {
    var head = BucketReads.headBucket.request(bucket: bucket)
    head.method = "HEAD"
    do throws(APIError) {
      return try await reader.caller.call(head).header("x-amz-bucket-region")?.nonEmpty
    } catch {
      // Even a refusal says where the bucket is, on AWS. It carries no reason: GetBucketLocation may still know the place,
      // and if it does not, its error has a code.
      return error.bucketRegion
    }
  }
}

/// The numbers from 0 up, each given to one of the tasks that share them.
private final class Turns: Sendable {
  private let count: Int
  private let taken = Atomic(0)

  init(_ count: Int) { self.count = count }

  func next() -> Int? {
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}

extension Operation {
  func request(bucket: String) -> APIRequest {
    APIRequest(service, name, permission: permission, bucket: bucket, query: query)
  }
}
