import Glibc

/// Measures what a configuration scan costs, beside the floor: the same requests, sent and signed and not read.
///
/// Each measurement is a process of its own, so that all are measured alike, from start to end.
@main
enum AccountsBench {
  static let usage = """
    usage: accounts-bench measure ENDPOINT PROGRAM [ROUNDS]   all three in turns: floor, scan, PROGRAM (audit)
           accounts-bench cost ENDPOINT PROGRAM ARGUMENT...   PROGRAM alone, with that endpoint for all services
           accounts-bench scan ENDPOINT [FILE]                one scan through the library; writes its requests
           accounts-bench floor ENDPOINT FILE                 the requests of a file through transport and signer
    """

  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    switch (words.first, words.count) {
    case ("measure", 3...4): try await Measurement(words[1], program: words[2], rounds: rounds(words)).run()
    case ("cost", 3...):
      let cost = try Child.run(words[2], Array(words[3...]), environment: Bench.environment(endpoint: words[1]))
      print(
        "exit status \(cost.status): \(decimal(cost.wallSeconds)) s, \(decimal(cost.cpuSeconds)) s CPU,",
        "peak \(decimal(cost.peakMebibytes)) MiB")
    case ("scan", 2...3): try await LibraryScan(endpoint: words[1]).run(recordingTo: words.count == 3 ? words[2] : nil)
    case ("floor", 3): try await Floor(endpoint: words[1]).run(requestsIn: words[2])
    default:
      print(usage)
      exit(2)
    }
  }

  private static func rounds(_ words: [String]) -> Int { words.count == 4 ? max(1, Int(words[3]) ?? 1) : 5 }
}
