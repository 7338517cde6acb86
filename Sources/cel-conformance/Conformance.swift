import FoundationEssentials

/// Runs conformance cases of the language, one JSON object a line, and lists those that fail.
@main
enum Conformance {
  static func main() throws {
    guard CommandLine.arguments.count == 2, let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
    else {
      print("Usage: cel-conformance FILE")
      return
    }
    var (passed, failed) = (0, 0)
    for line in data.split(separator: 0x0a) {
      let test = try JSONDecoder().decode(Case.self, from: Data(line))
      if let failure = test.failure() {
        failed += 1
        print("\(test.file)/\(test.section)/\(test.name): \(test.expr)\n  \(failure.replacing("\n", with: "\n  "))")
      } else {
        passed += 1
      }
    }
    print("\(passed) passed, \(failed) failed")
  }
}
