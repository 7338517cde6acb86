import Foundation
import TestSupport
import Testing

/// Every fault at three rates, through the whole program (docs/reliability.md).
@Suite(.enabled(if: Compiler.isThere, "the simulator needs a C++ compiler: clang++ comes with a Swift toolchain"))
struct FaultMatrixTests {
  /// A whole debug build of the program with room for 64 answers; nothing that a server sends may add to it for long. A
  /// sanitizer's own memory says nothing.
  static let memoryLimit: Int64 = Project.isSanitized ? .max : 400 << 20

  @Test("without faults, the scan is whole and its totals are the simulator's own")
  func calm() async throws {
    let outcome = try await Account.calm.value.run.outcome
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let report = try await Account.report
    #expect(report.findings.filter { $0.status == "unknown" }.map(\.message) == [])
    for bucket in Account.buckets {
      let truth = try await Truth(of: bucket)
      #expect(report.totals(of: bucket) == truth.totals, "\(bucket)")
    }
  }

  @Test("one answer of twenty is broken: the report is the same", arguments: Fault.all)
  func some(_ fault: Fault) async throws {
    let run = try await FaultRun(fault, .some)
    #expect(run.broken > 0)
    #expect(run.run.peakBytes < Self.memoryLimit)
    #expect(run.status == 0, "\(run.complaint)")
    #expect(run.complaint.isEmpty)
    guard run.status == 0 else { return }
    let expected = try await Account.report.lasting()
    let found = try run.report().lasting()
    let changes = Report.changes(found, from: expected)
    #expect(changes.isEmpty)
  }

  @Test("every listing and every policy is broken: both are unknown, and say why", arguments: Fault.all)
  func listings(_ fault: Fault) async throws {
    // The other columns have the default of five, with its pauses; here three show as much.
    let run = try await FaultRun(fault, .listings, attempts: 3)
    #expect(run.run.peakBytes < Self.memoryLimit)
    if fault.isHarmless {
      #expect(run.status == 0, "\(run.complaint)")
      return
    }
    #expect(run.status == 3, "\(run.complaint)")
    guard run.status == 3 else { return }
    let report = try run.report()
    for bucket in Account.buckets {
      #expect(report.totals(of: bucket) == nil)
      let usage = try #require(report.gapOfUsage(of: bucket))
      #expect(fault.words.contains { usage.localizedCaseInsensitiveContains($0) }, "\(usage)")
      let policy = try #require(report.gap(of: "policy", of: bucket))
      #expect(fault.words.contains { policy.localizedCaseInsensitiveContains($0) }, "\(policy)")
      // What depends on the policy never passes.
      let tls = report.findings.first { $0.rule == "tls-only" && $0.bucket == bucket }
      #expect(tls?.status == "unknown")
    }
  }

  @Test("every answer is broken: the scan ends, and says why", arguments: Fault.all)
  func all(_ fault: Fault) async throws {
    let run = try await FaultRun(fault, .all)
    #expect(run.run.peakBytes < Self.memoryLimit)
    if fault.isHarmless {
      #expect(run.status == 0, "\(run.complaint)")
      #expect(Report.changes(try run.report().lasting(), from: try await Account.report.lasting()) == "")
      return
    }
    #expect(run.status == 4, "\(run.run.outcome)")
    #expect(run.complaint.hasPrefix("error: "))
    #expect(run.complaint.contains("  fix: "), "\(run.complaint)")
    #expect(fault.words.contains { run.complaint.localizedCaseInsensitiveContains($0) }, "\(run.complaint)")
    #expect(run.run.outcome.standardOutput.isEmpty)
  }
}

enum Compiler {
  static let isThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/clang++") }
}

/// The simulator's own account of a bucket, which it computes without any listing.
struct Truth: Decodable {
  struct Count: Decodable { let objects: Int }
  struct Markers: Decodable { let total: Int }
  struct Uploads: Decodable { let count, bytes: Int }

  let objects, bytes: Int
  let noncurrentStorageClasses: [String: Count]
  let deleteMarkers: Markers
  let uploads: Uploads

  init(of bucket: String) async throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: await Account.shared.simulator.truth(of: bucket))
  }

  var totals: Report.Totals {
    Report.Totals(
      objects: objects, bytes: bytes, noncurrent: noncurrentStorageClasses.values.reduce(0) { $0 + $1.objects },
      deleteMarkers: deleteMarkers.total, uploads: uploads.count, uploadBytes: uploads.bytes)
  }
}
