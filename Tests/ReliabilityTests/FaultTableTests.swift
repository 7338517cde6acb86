import Foundation
import TestSupport
import Testing

/// Writes the table of docs/reliability.md, one run after the other so that the times say something: bench/faults.sh.
@Suite(.enabled(if: FaultTable.file != nil, "only bench/faults.sh asks for the table"))
struct FaultTableTests {
  @Test func write() async throws {
    let path = try #require(FaultTable.file)
    var lines = [
      "| fault | 5 % of the requests | every listing and policy | every request |", "| --- | --- | --- | --- |",
    ]
    for fault in Fault.all {
      var cells = [fault.name]
      for rate in FaultRun.Rate.allCases {
        let run = try await FaultRun(fault, rate)
        let counts = "\(run.requests) requests, \(run.broken) broken"
        cells.append(try await Self.cell(run.run, counts, listingGap: rate == .listings && !fault.isHarmless))
      }
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    for row in EndpointScan.rows {
      let some = try await row.some?()
      let all = try await row.all()
      var cells = [row.name, "–", "–"]
      if let some { cells[1] = try await Self.cell(some.run, some.counts) }
      cells.append(try await Self.cell(all.run, all.counts))
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
  }

  /// What a reader wants to know of one run.
  private static func cell(
    _ run: MeasuredRun, _ counts: String, listingGap: Bool = false
  ) async throws -> String {
    let status = run.outcome.status.map { "exit \($0)" } ?? "signal \(run.outcome.signal ?? 0)"
    var words = ""
    if run.outcome.status == 4 {
      let why = run.outcome.standardError.split(separator: "\n").first { $0.hasPrefix("  why: ") }
      words = why.map { String($0.dropFirst(7)) } ?? run.outcome.standardError
    } else if listingGap {
      words = try Report(run.outcome.standardOutput).gapOfUsage(of: "logs") ?? "?"
    } else if run.outcome.status == 0 {
      let (found, calm) = (try Report(run.outcome.standardOutput), try await Account.report)
      words = try found.lasting() == calm.lasting() ? "exact" : "differs"
    }
    // Ports and other numbers of one run say nothing to a reader.
    words = words.replacing(#/ \(host [^)]*\)/#, with: "").replacing("|", with: "\\|")
      .replacing(#/127\.0\.0\.1(:| port )\d+/#, with: "HOST")
    let seconds = String(format: "%.1f s", run.seconds)
    return "\(status), \(seconds), \(counts)\(words.isEmpty ? "" : ": \(words)")"
  }
}

enum FaultTable {
  /// Where the table goes; nil in ordinary runs.
  static let file = ProcessInfo.processInfo.environment["AUDIT_FAULT_TABLE"]
}
