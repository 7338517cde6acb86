import Foundation
import TestSupport
import Testing

/// `audit scan` with limits on what listing may cost.
struct ListingSettingsTests {
  private func usage(_ flags: [String]) async throws -> (outcome: Outcome, usage: [String: Any]) {
    let server = try await DemoServer.shared
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "car-rental-data-lake", "--no-metrics", "--format", "json", "--fail-on",
        "never", "--quiet", "--provider", "aws",
      ] + (flags.contains("--db") ? flags : flags + ["--db", ":memory:"]), environment: server.environment)
    try #require(!outcome.standardOutput.isEmpty, "\(outcome.standardError)")
    let report = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any]
    let buckets = try #require(report?["buckets"] as? [[String: Any]], "\(outcome.standardError)")
    let usage = try #require((buckets.first?["usage"] as? [String: Any])?["value"] as? [String: Any])
    return (outcome, usage)
  }

  @Test(
    "a limit of requests, or of dollars, ends the listing as partial",
    arguments: [
      (["--max-requests", "12"], 12), (["--max-list-cost-usd", "0.00004"], 8),
      (["--max-requests", "5", "--max-list-cost-usd", "1"], 5),
      // Less than the price of the last one.
      (["--max-list-cost-usd", "0.0000399"], 7),
    ])
  func limits(_ flags: [String], _ requests: Int) async throws {
    let (outcome, usage) = try await usage(flags)
    #expect(usage["list_requests"] as? Int == requests)
    #expect(usage["complete"] as? Bool == false)
    #expect(
      (usage["incomplete_reason"] as? String)?.contains("\(requests) LIST requests were sent") == true, "\(usage)")
    // What was cut short proves nothing.
    #expect(outcome.status == 3)
  }

  @Test("one chain takes the fewest requests, many ranges count the same")
  func chains() async throws {
    let chain = try await usage(["--one-chain"]).usage
    let ranges = try await usage([]).usage
    #expect(chain["list_requests"] as? Int == 23)
    #expect(try #require(ranges["list_requests"] as? Int) > 23)
    for name in ["total", "prefixes", "largest", "histogram"] {
      #expect(chain[name] as? NSObject == ranges[name] as? NSObject, "\(name)")
    }
  }

  @Test("a second scan knows where to cut, and takes fewer requests than the first")
  func again() async throws {
    let folder = try Folder()
    let database = ["--db", "\(folder.path)/audit.db"]
    let first = try #require(try await usage(database).usage["list_requests"] as? Int)
    let second = try #require(try await usage(database).usage["list_requests"] as? Int)
    #expect(first > 40)
    #expect(second <= 35)
  }

  @Test("a scan compares all contents, too, and only what it lists itself")
  func exactDuplicates() async throws {
    let usage = try await usage(["--exact-duplicates"]).usage
    let duplicates = try #require(usage["duplicates"] as? [String: Any])
    #expect(duplicates["exact"] as? Bool == true)
    #expect(duplicates["multipart_objects"] is Int)
    #expect(duplicates["inexact_reason"] is NSNull)
    for (flag, complaint) in [("--resume", "cannot go on with --resume"), ("--no-listing", "nothing to compare")] {
      let outcome = try await AuditProgram.run(
        ["scan", "--bucket", "b", "--exact-duplicates", flag], environment: ["PATH": "/usr/bin:/bin"])
      #expect(outcome.status == 2)
      #expect(outcome.standardError.contains(complaint))
    }
  }

  @Test("what is no amount is refused", arguments: ["0", "-1", "much", ""])
  func refuses(_ amount: String) async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", "--max-list-cost-usd", amount], environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains("--max-list-cost-usd"), "\(outcome.standardError)")
  }

  @Test(
    "what can limit nothing is refused",
    arguments: [
      ["--max-list-cost-usd", "0.000001"], ["--max-requests", "5", "--no-listing"], ["--one-chain", "--no-listing"],
    ])
  func pointless(_ flags: [String]) async throws {
    let server = try await DemoServer.shared
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", "--provider", "aws", "--db", ":memory:"] + flags, environment: server.environment)
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains("LIST request"), "\(outcome.standardError)")
  }

  @Test(
    "numbers that make no sense are refused, with those that do",
    arguments: [("--concurrency", "1001"), ("--concurrency", "0"), ("--max-rps", "0"), ("--resume-max-age", "soon")])
  func numbers(_ option: String, _ value: String) async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", option, value], environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains(option), "\(outcome.standardError)")
    #expect(outcome.standardError.contains("a whole number from 1"), "\(outcome.standardError)")
  }
}
