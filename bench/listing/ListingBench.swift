import AWS
import FoundationEssentials
import Glibc
import Listing
import Model
import Locking
import Terminal
import Transport

/// Measures the reading of listings: without arguments the scanner and the accounting alone, on pages made here; with
/// an endpoint and a bucket a whole listing over HTTP.
@main
enum ListingBench {
  static func main() async throws {
    Memory.share()
    let words = CommandLine.arguments.dropFirst()
    guard let endpoint = words.first else { return try measurePages() }
    guard let bucket = words.dropFirst().first else {
      print("usage: listing-bench [ENDPOINT BUCKET [versions] [one-chain] [hints=FILE]]")
      exit(2)
    }
    let hints = words.first { $0.hasPrefix("hints=") }.map { String($0.dropFirst(6)) }
    try await measureListing(
      endpoint, bucket, versions: words.contains("versions"), width: words.contains("one-chain") ? 1 : 64, hints: hints)
  }

  // MARK: Pages in memory

  private static let pages = 1000
  private static let rounds = 7

  private static func measurePages() throws {
    print(
      "shape      bytes/entry  floor  scan  scan+count   (µs per entry, medians of \(rounds) rounds of \(pages) pages)")
    for shape in Shape.allCases {
      let samples = (0..<8).map { shape.page($0) }
      let floor = try median { round in
        var sum = 0
        for number in 0..<pages {
          let sample = samples[(number + round) % samples.count]
          let span = sample.span
          for index in 0..<span.count where span[index] == UInt8(ascii: "<") { sum += 1 }
        }
        return sum
      }
      var page = Page(shape.kind)
      let scan = try median { round in
        var sum = 0
        for number in 0..<pages {
          try PageReader.read(samples[(number + round) % samples.count], into: &page)
          sum += page.entries.count
        }
        return sum
      }
      let options = ListingOptions(depth: 2, now: Timestamp(year: 2026, month: 11, day: 20))
      let count = try median { round in
        var accumulator = UsageAccumulator(options)
        for number in 0..<pages {
          try PageReader.read(samples[(number + round) % samples.count], into: &page)
          accumulator.add(page)
        }
        return Int(accumulator.usage().total.currentTotal.bytes & 1)
      }
      print(
        pad(shape.rawValue, 10), pad("\(samples[0].count / 1000)", 12), pad(decimal(floor), 6), pad(decimal(scan), 5),
        decimal(count))
    }
  }

  /// Microseconds per entry.
  private static func median(_ body: (_ round: Int) throws -> Int) throws -> Double {
    var times: [Double] = []
    for round in 0..<rounds {
      let start = cpuSeconds()
      guard try body(round) >= 0 else { continue }
      times.append((cpuSeconds() - start) * 1e6 / Double(pages * 1000))
    }
    return times.sorted()[rounds / 2]
  }

  // MARK: Over HTTP

  /// - Parameter hints: a file with what an earlier run learned; written where it is not there.
  private static func measureListing(
    _ endpoint: String, _ bucket: String, versions: Bool, width: Int, hints: String?
  ) async throws {
    let client = try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: try WebAddress(endpoint)]), credentials: nil)
    var options = ListingOptions(
      depth: 2, includesVersions: versions, now: Timestamp(year: 2026, month: 11, day: 20), uploadLimit: 0)
    if let hints, let text = try? String(contentsOfFile: hints, encoding: .utf8) {  // Not there in the first run.
      let lines = text.split(separator: "\n")
      options.entriesExpected = lines.first.flatMap { Int64($0) }
      options.splitKeys = lines.dropFirst().map(String.init)
    }
    let entries = Locked<Int64>(0)
    let clock = ContinuousClock()
    let start = clock.now
    let cpu = cpuSeconds()
    let observed = await BucketLister(caller: client, concurrency: width).usage(of: bucket, options: options) {
      progress in
      entries.withLock { $0 = progress.objects }
    }
    let seconds = Double((clock.now - start) / .milliseconds(1)) / 1000
    guard let usage = observed.value else {
      print("\(bucket): \(observed)")
      exit(1)
    }
    let total = entries.withLock { $0 }
    if let hints, options.splitKeys.isEmpty {
      try (["\(total)"] + (usage.splitKeys ?? [])).joined(separator: "\n").write(
        toFile: hints, atomically: true, encoding: .utf8)
    }
    var resources = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &resources)
    let own = cpuSeconds() - cpu
    print(
      pad(bucket, 14), "\(decimal(seconds)) s,", "\(decimal(own)) s CPU,",
      "\(decimal(own * 1e6 / Double(max(1, total)))) µs per entry,", "\(resources.ru_maxrss / 1024) MiB,",
      "\(usage.listRequests) LIST,", "\(total) entries,", "\(usage.total.storedBytes) bytes,",
      usage.incompleteReason ?? "whole")
  }

  // MARK: Tools

  private static func cpuSeconds() -> Double {
    var resources = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &resources)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(resources.ru_utime) + seconds(resources.ru_stime)
  }

  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}
