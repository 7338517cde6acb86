import Foundation
public import Testing

/// Compares `text` with a golden file, line by line: `Fixtures/Golden/<name>` beside the test's own file, or a path
/// from the checkout's root when the name has a slash (`reports/samples/raydenrules.md`).
///
/// `AUDIT_RECORD=1 swift test` writes the file instead, and fails, so that a recording never passes for a test.
public func expectGolden(
  _ text: String, _ name: String, file: StaticString = #filePath, _ location: SourceLocation = #_sourceLocation
) throws {
  let golden =
    name.contains("/")
    ? Project.root.appending(path: name)
    : URL(filePath: "\(file)").deletingLastPathComponent().appending(path: "Fixtures/Golden/\(name)")
  if ProcessInfo.processInfo.environment["AUDIT_RECORD"] != nil {
    try FileManager.default.createDirectory(
      at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: golden)
    Issue.record("recorded \(name); read the diff, then run without AUDIT_RECORD", sourceLocation: location)
    return
  }
  guard FileManager.default.fileExists(atPath: golden.path()) else {
    Issue.record("\(name) is missing; run `make record` and read what it wrote", sourceLocation: location)
    return
  }
  let expected = try String(contentsOf: golden, encoding: .utf8)
  guard expected != text else { return }
  let changes = text.split(separator: "\n", omittingEmptySubsequences: false)
    .difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
  let shown = changes.map { change in
    switch change {
    case .remove(let line, let element, _): "-\(line + 1) \(element)"
    case .insert(let line, let element, _): "+\(line + 1) \(element)"
    }
  }
  Issue.record("\(name) differs:\n\(shown.joined(separator: "\n"))", sourceLocation: location)
}
