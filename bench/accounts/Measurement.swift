import Glibc
import JSON
import Transport

/// The measurements of one run, in turns, so that what else the machine does hits all of them alike.
struct Measurement {
  let endpoint: String
  let program: String
  let rounds: Int
  private let transport = Transport(.init(connections: 1))

  init(_ endpoint: String, program: String, rounds: Int) {
    self.endpoint = endpoint
    self.program = program
    self.rounds = rounds
  }

  /// Against the simulator.
  func run() async throws {
    let folder = try Self.temporaryFolder()
    defer { Self.remove(folder) }
    let requests = "\(folder)/requests"
    try expectSuccess(Child.run(own, ["scan", endpoint, requests]), "the scan that writes down its requests")
    var floor = Series("floor: transport and signer")
    var library = Series("scan through the library")
    var whole = Series("audit scan, with rules, database, report")
    for round in 0..<rounds {
      try await measure(&floor) { try Child.run(own, ["floor", endpoint, requests]) }
      try await measure(&library) { try Child.run(own, ["scan", endpoint]) }
      try await measure(&whole) { try audit(database: "\(folder)/\(round).db") }
    }
    print("medians of \(rounds) rounds (minimum); the wall's ratio is to requests × latency ÷ \(Bench.concurrency)")
    print("| | requests | wall s | ratio | CPU ms a bucket | to the floor | peak MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for series in [floor, library, whole] { print(series.line(floor: floor)) }
    try start()
  }

  private func audit(database: String) throws -> Cost {
    let arguments = ["--all", "--no-listing", "--no-metrics", "--fail-on", "never", "--db", database, "--quiet"]
    // There is nothing at port 1: what the simulator does not have is refused, and unknown.
    return try Child.run(
      program, ["scan"] + arguments, environment: Bench.environment(endpoint: "http://127.0.0.1:1", s3: endpoint))
  }

  /// How long it takes to say something without doing anything.
  private func start() throws {
    let times = try (0..<20).map { _ in
      let cost = try Child.run(program, ["--version"])
      try expectSuccess(cost, "audit --version")
      return cost.wallSeconds * 1000
    }.sorted()
    print("audit --version: \(decimal(times[times.count / 2])) ms (\(decimal(times[0])))")
  }

  private func measure(_ series: inout Series, _ body: () throws -> Cost) async throws {
    _ = try await ask("/_sim/reset")
    let cost = try body()
    try expectSuccess(cost, series.name)
    let statistics = try JSONValue(parsing: try await ask("/_sim/stats"))
    guard let requests = statistics["requests"]?["total"]?.integer else {
      throw Failure("the simulator does not count")
    }
    series.add(cost, requests: Int(requests))
  }

  private func ask(_ path: String) async throws -> [UInt8] {
    try await transport.send(Request("GET", endpoint + path, usesProxy: false)).body
  }

  private func expectSuccess(_ cost: Cost, _ name: String) throws {
    guard cost.status == 0 else { throw Failure("\(name): exit status \(cost.status)") }
  }

  private var own: String { CommandLine.arguments[0] }

  private static func temporaryFolder() throws -> String {
    var template = Array("/tmp/accounts-bench.XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw Failure("no temporary folder") }
    return String(cString: path)
  }

  private static func remove(_ folder: String) {
    guard let entries = opendir(folder) else { return }
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink("\(folder)/\(name)") }
    }
    closedir(entries)
    rmdir(folder)
  }
}

/// The rounds of one measurement.
struct Series {
  let name: String
  private var costs: [Cost] = []
  private var requests = 0

  init(_ name: String) { self.name = name }

  mutating func add(_ cost: Cost, requests: Int) {
    costs.append(cost)
    self.requests = requests
  }

  func line(floor: Series) -> String {
    let ideal = Double(requests) * Bench.latencySeconds / Double(Bench.concurrency)
    let bucket = 1000 / Double(Bench.buckets)
    let columns = [
      name, "\(requests)", summary(\.wallSeconds, 1), summary(\.wallSeconds, 1 / ideal),
      summary(\.cpuSeconds, bucket), ratio(to: floor), summary(\.peakMebibytes, 1),
    ]
    return "| \(columns.joined(separator: " | ")) |"
  }

  private func sorted(_ value: KeyPath<Cost, Double>) -> [Double] { costs.map { $0[keyPath: value] }.sorted() }

  private func summary(_ value: KeyPath<Cost, Double>, _ factor: Double) -> String {
    let all = sorted(value)
    return "\(decimal(all[all.count / 2] * factor)) (\(decimal(all[0] * factor)))"
  }

  private func ratio(to floor: Series) -> String {
    let (own, other) = (sorted(\.cpuSeconds), floor.sorted(\.cpuSeconds))
    return "\(decimal(own[own.count / 2] / other[other.count / 2])) (\(decimal(own[0] / other[0])))"
  }
}

/// With two places behind the point.
func decimal(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}
