import Model
import Testing

@testable import Listing

/// The joint histogram must say of every rule exactly what the rule acts on, as far as its edges are the rule's.
struct UsageJointTests {
  static let now = Timestamp(seconds: 1_800_000_000)

  /// One version as S3 has it, with what lifecycle rules go by, worked out one by one.
  private struct Version {
    var key: String
    var size: Int64?
    var storageClass: String
    var isLatest: Bool
    /// Last modified, and when it became noncurrent.
    var time: Timestamp
    var since: Timestamp
    /// Newer noncurrent versions.
    var newer = 0
    var isAlone = false

    var text: String {
      Sample.version(key, "\(time.seconds)", latest: isLatest, size, time.description)
        .replacing(">STANDARD<", with: ">\(storageClass)<")
    }
  }

  /// Keys in order, their versions newest first.
  private static func bucket(_ keys: Int, _ dice: inout Dice) -> [[Version]] {
    let folders = ["", "a/", "a/b/", "a/b/c/", "a/bb/", "logs/", "logs/2026/", "z"]
    var names: Set<String> = []
    for number in 0..<keys {
      names.insert(
        "\(folders.randomElement(using: &dice) ?? "")\(["x", "b", "tmp-", "logs"][number % 4])\(number % 50)")
    }
    return names.sorted { Array($0.utf8).isBefore(Array($1.utf8)) }.map { key in
      var versions: [Version] = []
      var time = now.seconds - Int64.random(in: -9000...40_000_000, using: &dice)
      let count = Int.random(in: 1...14, using: &dice) % 8 + 1
      for number in 0..<count {
        let isMarker = Int.random(in: 0..<5, using: &dice) == 0
        let size =
          isMarker ? nil : Int64(1) << Int64.random(in: 0...30, using: &dice) + Int64.random(in: -1...1, using: &dice)
        let modified = Timestamp(seconds: time)
        versions.append(
          Version(
            key: key, size: size.map { max(0, $0) },
            storageClass: ["STANDARD", "GLACIER", "STANDARD_IA"].randomElement(using: &dice) ?? "",
            isLatest: number == 0, time: modified, since: versions.last?.time ?? modified,
            newer: max(0, number - 1), isAlone: count == 1))
        // Often exactly at midnight, or in the second before.
        time -= Int64.random(in: 0...3_000_000, using: &dice)
        if Bool.random(using: &dice) { time = time / 86400 * 86400 - Int64.random(in: 0...1, using: &dice) }
      }
      return versions
    }
  }

  private static func rules(_ dice: inout Dice) -> [LifecycleRule] {
    (0..<6).map { number in
      let prefixes = [nil, "a/", "a/b", "a/b/", "a/b/c/x1", "logs", "logs/", "z", "nothing/", "tmp-"]
      func days() -> Int { Int.random(in: 0...400, using: &dice) }
      var rule = LifecycleRule(id: "\(number)", prefix: prefixes.randomElement(using: &dice) ?? nil)
      if Bool.random(using: &dice) { rule.objectSizeGreaterThan = Int64.random(in: 0...4_000_000, using: &dice) }
      if Bool.random(using: &dice) { rule.objectSizeLessThan = Int64(1) << Int64.random(in: 22...30, using: &dice) }
      rule.expiration = .init(days: days())
      rule.noncurrentExpiration = .init(
        days: days(), newerNoncurrentVersions: Bool.random(using: &dice) ? Int.random(in: 0...7, using: &dice) : nil)
      rule.abortIncompleteMultipartUploadDays = days()
      return rule
    }
  }

  private static func counted(
    _ bucket: [[Version]], _ edges: LifecycleEdges, cells: Int = 100_000, _ dice: inout Dice
  ) throws -> JointHistogram {
    func empty() -> UsageAccumulator {
      UsageAccumulator(ListingOptions(now: now, edges: edges), datasetLimit: 10, cellLimit: cells)
    }
    let ranges = try UsageOrderTests.ranges(bucket.map { ($0[0].key, $0.map(\.text)) }, &dice).shuffled(using: &dice)
    var accumulator = empty()
    UsageOrderTests.count(Array(ranges.dropLast(ranges.count / 3)), &dice, into: &accumulator)
    var other = empty()
    UsageOrderTests.count(Array(ranges.suffix(ranges.count / 3)), &dice, into: &other)
    accumulator = try UsageAccumulator(decoding: accumulator.encoded())
    accumulator.merge(other)
    return try #require(accumulator.usage().joint)
  }

  private struct Sum: Equatable {
    var objects: Int64 = 0
    var bytes: Int64 = 0

    mutating func add(_ objects: Int64, _ bytes: Int64) {
      self.objects += objects
      self.bytes += bytes
    }
  }

  /// Midnights (UTC) from one time to another, counted and not divided.
  private static func midnights(_ from: Timestamp, _ to: Timestamp) -> Int {
    var midnight = Timestamp(seconds: from.seconds / 86400 * 86400 + 86400)
    var count = 0
    while midnight <= to {
      count += 1
      midnight = midnight.adding(days: 1)
    }
    return count
  }

  /// Whether an action is due: the time plus the days, rounded up to the next midnight, has come.
  private static func isDue(_ time: Timestamp, days: Int) -> Bool { midnights(time.adding(days: days), now) >= 1 }

  @Test("what a rule acts on by the histogram is what it acts on version by version", arguments: 0..<12)
  func rules(_ round: Int) throws {
    var dice = Dice(state: UInt64(round))
    let bucket = Self.bucket(400, &dice)
    let rules = Self.rules(&dice)
    let joint = try Self.counted(bucket, LifecycleEdges(LifecycleConfiguration(rules: rules)), &dice)
    for rule in rules {
      let days = try #require(rule.expiration?.days)
      let noncurrent = try #require(rule.noncurrentExpiration)
      var truth: [String: Sum] = [:]
      for version in bucket.joined() where Array(version.key.utf8).starts(with: Array((rule.prefix ?? "").utf8)) {
        let size = version.size ?? 0
        if version.isLatest, version.size == nil {
          guard version.isAlone, Self.isDue(version.time, days: days) else { continue }
          truth["marker", default: Sum()].add(1, 0)
        } else if version.isLatest {
          guard rule.takes(size), Self.isDue(version.time, days: days) else { continue }
          truth[version.storageClass, default: Sum()].add(1, size)
        } else if version.size != nil {
          guard rule.takes(size), version.newer >= noncurrent.newerNoncurrentVersions ?? 0,
            Self.isDue(version.since, days: noncurrent.days)
          else { continue }
          truth["noncurrent " + version.storageClass, default: Sum()].add(1, size)
        }
      }
      #expect(Self.acted(rule, days, noncurrent, joint) == truth, "\(rule)")
    }
  }

  private static func acted(
    _ rule: LifecycleRule, _ days: Int, _ noncurrent: LifecycleRule.NoncurrentExpiration, _ joint: JointHistogram
  ) -> [String: Sum] {
    var sums: [String: Sum] = [:]
    for cell in joint.cells where joint.prefixes[cell.prefix].utf8.starts(with: (rule.prefix ?? "").utf8) {
      let age = joint.ages(of: cell).lowerBound
      let takes = rule.takes(joint.sizes(of: cell).lowerBound)
      let name = cell.storageClass?.rawValue ?? ""
      switch cell.state {
      case .current where takes && age >= JointHistogram.dueAge(days: days):
        sums[name, default: Sum()].add(cell.objects, cell.bytes)
      case .expiredDeleteMarker where age >= JointHistogram.dueAge(days: days):
        sums["marker", default: Sum()].add(cell.objects, cell.bytes)
      case .noncurrent where takes && age >= JointHistogram.dueAge(days: noncurrent.days):
        let newer = joint.newerVersions(of: cell)?.lowerBound ?? 0
        guard newer >= noncurrent.newerNoncurrentVersions ?? 0 else { continue }
        sums["noncurrent " + name, default: Sum()].add(cell.objects, cell.bytes)
      default: continue
      }
    }
    return sums
  }

  @Test("nothing is lost or told twice, whatever there is no room for", arguments: [100_000, 3000, 300, 30, 3])
  func sums(_ cells: Int) throws {
    var dice = Dice(state: 44)
    let bucket = Self.bucket(600, &dice)
    let edges = LifecycleEdges(LifecycleConfiguration(rules: Self.rules(&dice)))
    let joint = try Self.counted(bucket, edges, cells: cells, &dice)
    // In the last resort only states and classes are left, which are few.
    #expect(joint.cells.count <= max(cells, 9))
    var found: [String: Sum] = [:]
    for cell in joint.cells {
      let state: String =
        switch cell.state {
        case .noncurrent: "noncurrent"
        default: "\(cell.state)"
        }
      found["\(state) \(cell.storageClass?.rawValue ?? "")", default: Sum()].add(cell.objects, cell.bytes)
    }
    var truth: [String: Sum] = [:]
    for version in bucket.joined() {
      let state =
        version.size == nil
        ? (version.isLatest ? (version.isAlone ? "expiredDeleteMarker" : "deleteMarker") : "noncurrentDeleteMarker")
        : (version.isLatest ? "current" : "noncurrent")
      let name = version.size == nil ? "" : version.storageClass
      truth["\(state) \(name)", default: Sum()].add(1, version.size ?? 0)
    }
    #expect(found == truth)
    // Cut into other pages, counted in another order: the same to the cell.
    #expect(try Self.counted(bucket, edges, cells: cells, &dice) == joint)
  }

  @Test("uploads are told by their rules' prefix and the days since they began")
  func uploads() throws {
    let rules = [LifecycleRule(id: "", prefix: "up/", abortIncompleteMultipartUploadDays: 7)]
    var accumulator = UsageAccumulator(
      ListingOptions(now: Self.now, edges: LifecycleEdges(LifecycleConfiguration(rules: rules))))
    for (key, days, size) in [("up/a", 7, 5), ("up/b", 8, 6), ("down", 9, 7)] {
      accumulator.addUpload(
        key: Array(key.utf8), storageClass: "GLACIER", time: Self.now.adding(days: -days).seconds, bytes: Int64(size))
    }
    let joint = try #require(accumulator.usage().joint)
    let cells = joint.cells.map { "\(joint.prefixes[$0.prefix]) \($0.state) \(joint.ages(of: $0)) \($0.bytes)" }
    #expect(cells == [" upload 9..<10 7", "up/ upload 7..<8 5", "up/ upload 8..<9 6"])
  }
}

extension LifecycleRule {
  /// Both filters are strict.
  fileprivate func takes(_ size: Int64) -> Bool {
    size > objectSizeGreaterThan ?? -1 && size < objectSizeLessThan ?? .max
  }
}
