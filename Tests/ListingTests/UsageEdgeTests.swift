import Model
import Testing

@testable import Listing

/// Where the joint histogram is cut.
struct UsageEdgeTests {
  @Test("every bin of a level is made of bins of the level below, and the rules' own edges stay to the last but one")
  func levels() {
    let rule = LifecycleRule(
      id: "", objectSizeGreaterThan: 999, objectSizeLessThan: 77_777,
      transitions: [.init(days: 0, storageClass: .glacier), .init(days: 33, storageClass: .deepArchive)],
      noncurrentTransitions: [.init(days: 501, storageClass: .glacier, newerNoncurrentVersions: 4)],
      expiration: .init(days: 2999), noncurrentExpiration: .init(days: 12, newerNoncurrentVersions: 17))
    let named = LifecycleEdges(LifecycleConfiguration(rules: [rule]))
    #expect(named.sizes == [1000, 77_777])
    #expect(named.ages == [1, 13, 34, 502, 3000])
    #expect(named.ranks == [4, 17])
    var below = JointEdges(named, level: 0)
    #expect(below.ages == Array(0...JointEdges.ageLimit))
    for level in 1...JointEdges.highestLevel {
      let edges = JointEdges(named, level: level)
      #expect(Set(edges.ages).isSubset(of: below.ages))
      #expect(level == 5 || edges.ages.count < below.ages.count)
      #expect(Set(edges.sizes).isSubset(of: below.sizes))
      #expect(Set(edges.ranks).isSubset(of: below.ranks))
      if level < JointEdges.highestLevel {
        #expect(Set(edges.ages).isSuperset(of: named.ages + JointHistogram.standardAges))
        #expect(Set(edges.sizes).isSuperset(of: named.sizes + JointHistogram.standardSizes))
        #expect(Set(edges.ranks).isSuperset(of: named.ranks + JointHistogram.standardRanks))
      }
      below = edges
    }
    #expect(below.ages == [0])
    #expect(below.sizes == [0])
  }

  @Test("every number falls into the bin that its edges name", arguments: 0...JointEdges.highestLevel)
  func bins(_ level: Int) {
    let rules = [
      LifecycleRule(id: "", objectSizeGreaterThan: 5, objectSizeLessThan: (1 << 40) + 3, expiration: .init(days: 50))
    ]
    let edges = JointEdges(LifecycleEdges(LifecycleConfiguration(rules: rules)), level: level)
    for bits in Int64(0)...62 {
      let power = Int64(1) << bits
      for size in [power - 1, power, power + 1, power + 3] {
        #expect(edges.size(size) == edges.sizes.lastIndex { $0 <= size })
      }
    }
    #expect(edges.size(.max) == edges.sizes.count - 1)
    for days in Array(0...420) + [2554, 2555, 2556, 7999, 8000, 8001, 1_000_000] {
      #expect(edges.age(days) == edges.ages.lastIndex { $0 <= days })
    }
    #expect(edges.age(-3) == 0)
    for newer in [0, 1, 2, 3, 4, 5, 9, 10, 11, 100, 101, 1_000_000] {
      #expect(edges.rank(newer) == edges.ranks.lastIndex { $0 <= newer })
    }
  }

  @Test("a configuration of more rules than there is room for is cut where it says most")
  func limits() {
    var rules = (0..<300).map {
      LifecycleRule(
        id: "\($0)", isEnabled: $0 >= 250, prefix: String(repeating: "x", count: $0 + 1),
        objectSizeGreaterThan: Int64($0) + 7, expiration: .init(days: $0))
    }
    rules.append(LifecycleRule(id: "", prefix: "xx", expiration: .init(days: .max)))
    let edges = LifecycleEdges(LifecycleConfiguration(rules: rules))
    #expect(edges.prefixes.count == 100)
    #expect(edges.prefixes.count + edges.foldedPrefixes.count == 300)
    // All 51 enabled ones, and of the others the shortest.
    #expect(Set(edges.prefixes.map(\.utf8.count)) == Set([2] + (251...300) + [1] + (3...50)))
    #expect(edges.sizes.count == 40)
    #expect(edges.sizes.first == 258)
    #expect(edges.ages.count == 40)
    // Whatever a server sends, nothing breaks.
    let odd = LifecycleRule(
      id: "", prefix: "", objectSizeGreaterThan: .max, objectSizeLessThan: -5, expiration: .init(days: -7),
      noncurrentExpiration: .init(days: .min, newerNoncurrentVersions: 5000))
    #expect(LifecycleEdges(LifecycleConfiguration(rules: [odd])) == LifecycleEdges())
  }

  @Test("a key belongs to the longest prefix that it begins with")
  func regions() {
    let named = ["a", "a/", "a/b/", "a/b/c", "b/c/d/", "logs/2026-", "é"]
    let regions = PrefixRegions(named)
    let cases = [
      ("", ""), ("a", "a"), ("aa", "a"), ("a/", "a/"), ("a/b", "a/"), ("a/b/", "a/b/"), ("a/b/bz", "a/b/"),
      ("a/b/cz", "a/b/c"), ("a/c", "a/"), ("b/c/d", ""), ("b/c/d/e", "b/c/d/"), ("logs/2025-12", ""),
      ("logs/2026-12", "logs/2026-"), ("zz", ""), ("é/x", "é"), ("e\u{301}", ""), ("\u{1}", ""),
    ]
    for (key, expected) in cases {
      let bytes = Array(key.utf8)
      #expect(regions.prefixes[regions.region(of: bytes.span)] == Array(expected.utf8), "\(key)")
    }
    for (directory, isCut) in [
      ("", true), ("a/", false), ("a/b/", true), ("logs/", true), ("b/", false), ("x/", false),
    ] {
      let bytes = Array(directory.utf8)
      #expect(regions.cut(bytes.span) == isCut, "\(directory)")
    }
  }
}
