import AWS
import Foundation
import Model
import TestSupport
import Testing
import Transport

@testable import Listing

enum Compiler {
  static let isThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/clang++") }
}

/// Whole listings over HTTP, of buckets that the simulator computes, compared with its own totals.
@Suite(.enabled(if: Compiler.isThere, "the simulator needs a C++ compiler: clang++ comes with a Swift toolchain"))
struct SimulatedListingTests {
  static let spec = """
    [flat]
    shape = flat
    objects = 3000
    storage = STANDARD:70,STANDARD_IA:20,GLACIER:8,DEEP_ARCHIVE:2

    [tree]
    shape = tree
    objects = 3000

    [hash]
    shape = hash
    objects = 1500

    [skewed]
    shape = skewed
    objects = 2000
    uploads = 40

    [odd]
    shape = odd
    objects = 2500

    [one-page]
    shape = flat
    objects = 1000

    [one-more]
    shape = flat
    objects = 1001

    [versioned]
    shape = tree
    objects = 1200
    versioned = true
    noncurrent = 1.0
    deleted = 0.05
    uploads = 60

    [many-versions]
    shape = flat
    objects = 3
    versioned = true
    noncurrent = 700

    [odd-versions]
    shape = odd
    objects = 800
    versioned = true
    noncurrent = 0.7
    deleted = 0.1

    [empty]
    objects = 0
    shape = flat
    """
  static let buckets = [
    ("flat", false), ("tree", false), ("hash", false), ("skewed", false), ("odd", false), ("one-page", false),
    ("one-more", false), ("versioned", true), ("many-versions", true), ("odd-versions", true), ("empty", false),
    ("empty", true),
  ]
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private static let calm = Task { try await S3Sim(spec: spec) }

  @Test(arguments: buckets)
  func addsUpToTheTruth(_ bucket: String, _ versions: Bool) async throws {
    let usage = try await list(bucket, versions, try await Self.calm.value)
    try compare(usage, try await truth(bucket, try await Self.calm.value))
    #expect(usage.multipartUploads == .known(true))
    #expect(usage.uploadParts == .known(true))
    #expect(usage.versions == (versions ? .known(true) : .absent))
  }

  @Test("one chain sends one request a page, one for the uploads, and one for each upload's parts")
  func countsRequests() async throws {
    let usage = try await list("flat", false, try await Self.calm.value)
    #expect(usage.listRequests == 3 + 1)
    let skewed = try await list("skewed", false, try await Self.calm.value)
    #expect(skewed.listRequests == 2 + 1 + 40)
  }

  @Test(
    "every twentieth answer is broken, and the totals are right",
    arguments: ["500", "503", "truncated", "error-body", "reset", "short"])
  func survives(_ fault: String) async throws {
    let simulator = try await S3Sim(spec: Self.spec, options: ["--fault-\(fault)", "0.05", "--seed", "7"])
    for (bucket, versions) in [("flat", false), ("odd", false), ("versioned", true), ("many-versions", true)] {
      try compare(try await list(bucket, versions, simulator), try await truth(bucket, simulator))
    }
  }

  @Test("a part of a bucket, two levels below the prefix")
  func prefix() async throws {
    let simulator = try await Self.calm.value
    let client = try client(simulator)
    let whole = try await list("tree", false, simulator)
    let first = try #require(whole.prefixes.first { $0.depth == 2 })
    let observed = await BucketLister(caller: client).usage(
      of: "tree", options: ListingOptions(prefix: first.prefix, depth: 1, now: Self.now)
    ) { _ in }
    let part = try #require(observed.value)
    #expect(part.total == first.usage)
    #expect(part.histogram == first.histogram)
    #expect(
      part.prefixes.allSatisfy { $0.depth == 1 && $0.prefix.hasPrefix(first.prefix) && $0.prefix != first.prefix })
    #expect(part.prefixes.reduce(0) { $0 + $1.usage.currentTotal.objects } == part.total.currentTotal.objects)
  }

  // MARK: Tools

  private func client(_ simulator: S3Sim) throws -> AWSClient {
    let endpoint = try WebAddress(simulator.endpoint)
    return try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: endpoint], maximumAttempts: 8), credentials: nil)
  }

  private func list(_ bucket: String, _ versions: Bool, _ simulator: S3Sim) async throws -> BucketUsage {
    let observed = await BucketLister(caller: try client(simulator), pauses: [1, 1, 1, 1, 1, 1]).usage(
      of: bucket, options: ListingOptions(depth: 2, includesVersions: versions, now: Self.now)
    ) { _ in }
    let usage = try #require(observed.value, "\(observed)")
    #expect(usage.incompleteReason == nil)
    #expect(usage.isComplete)
    return usage
  }

  /// The simulator's own account, which it computes without any listing.
  private struct Truth: Decodable {
    struct Count: Decodable, Equatable {
      var objects: Int64
      var bytes: Int64

      init(_ tally: Tally) { (objects, bytes) = (tally.objects, tally.bytes) }
    }
    struct Uploads: Decodable { var count, parts, bytes: Int64 }
    struct Markers: Decodable { var total: Int64 }

    var objects, bytes: Int64
    var oldest, newest: String?
    var storageClasses: [String: Count]
    var noncurrentStorageClasses: [String: Count]
    var deleteMarkers: Markers
    var uploads: Uploads
    var prefixes: [String: Count]
  }

  private func truth(_ bucket: String, _ simulator: S3Sim) async throws -> Truth {
    let response = try await Transport().send(Request("GET", "\(simulator.endpoint)/_sim/truth?bucket=\(bucket)"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Truth.self, from: Data(response.body))
  }

  private func compare(_ usage: BucketUsage, _ truth: Truth) throws {
    func counts(_ tallies: [StorageClass: Tally]) -> [String: Truth.Count] {
      Dictionary(uniqueKeysWithValues: tallies.map { ($0.key.rawValue, Truth.Count($0.value)) })
    }
    let total = usage.total
    #expect(total.currentTotal.objects == truth.objects)
    #expect(total.currentTotal.bytes == truth.bytes)
    // The simulator names every class that the bucket could have.
    #expect(counts(total.current) == truth.storageClasses.filter { $0.value.objects > 0 })
    #expect(counts(total.noncurrent) == truth.noncurrentStorageClasses.filter { $0.value.objects > 0 })
    #expect(total.deleteMarkers == truth.deleteMarkers.total)
    #expect(total.uploadTotal.objects == truth.uploads.count)
    #expect(total.uploadTotal.bytes == truth.uploads.bytes)
    #expect(total.oldest == truth.oldest.flatMap { Timestamp(iso8601: $0) })
    #expect(total.newest == truth.newest.flatMap { Timestamp(iso8601: $0) })
    let rows = usage.prefixes.map { ($0.prefix, Truth.Count($0.usage.currentTotal)) }.filter { $0.1.objects > 0 }
    #expect(Dictionary(uniqueKeysWithValues: rows) == truth.prefixes)
    #expect(usage.foldedPrefixes == 0)
    #expect(usage.histogram.tally(olderThanDays: 0) == total.currentTotal)
    #expect(usage.noncurrentHistogram.tally(olderThanDays: 0) == total.noncurrentTotal)
    #expect(usage.largest.count == Int(min(20, truth.objects)))
  }
}
