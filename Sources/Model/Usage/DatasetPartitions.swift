/// A dataset that every day adds a folder to, e.g. `events/date=2026-10-30/part-0.parquet` or `logs/2026/10/30/…`.
///
/// All days together are the dataset: none supersedes another one. How many there are, the oldest, the newest and what is
/// missing between them say whether data still arrives and how long it is kept.
public struct DatasetPartitions: Sendable, Codable, Hashable {
  /// Ends in `/`; empty where the days stand at the top of the bucket.
  public var dataset: String
  /// Different days that there is a current object of.
  public var days: Int
  /// True where there were too many to count them one by one: then `days` has `BucketUsage.standardError`.
  public var isEstimated: Bool
  /// The days that folders are named by, not the times of objects.
  public var oldest: Timestamp
  public var newest: Timestamp
  /// The newest day's folder, without its last `/`.
  public var newestFolder: String
  /// The current versions of all days, per storage class.
  public var tallies: [StorageClass: Tally]
  /// Those of the newest folder.
  public var newestTallies: [StorageClass: Tally]

  public init(
    dataset: String, days: Int, isEstimated: Bool = false, oldest: Timestamp, newest: Timestamp, newestFolder: String,
    tallies: [StorageClass: Tally], newestTallies: [StorageClass: Tally]
  ) {
    self.dataset = dataset
    self.days = days
    self.isEstimated = isEstimated
    self.oldest = oldest
    self.newest = newest
    self.newestFolder = newestFolder
    self.tallies = tallies
    self.newestTallies = newestTallies
  }

  public var total: Tally { tallies.values.reduce(Tally(), +) }

  /// Days between the oldest and the newest that there is nothing of; nil where days were not counted one by one.
  public var missingDays: Int? { isEstimated ? nil : newest.days(since: oldest) + 1 - days }
}
