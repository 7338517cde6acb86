import Foundation
import TestSupport
import Testing

/// docs/connecting.md lists every variable that the program reads, and none that it does not.
struct ConnectingPageTests {
  static func page() throws -> String {
    try String(contentsOf: Project.root.appending(path: "docs/connecting.md"), encoding: .utf8)
  }

  /// The variables that stand as text in the sources; those of endpoints are put together.
  static func variables() throws -> Set<String> {
    let sources = Project.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var found: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"(AWS_[A-Z0-9_]*[A-Z0-9]|REQUESTS_CA_BUNDLE)"/) { found.insert(String(match.1)) }
    }
    return found
  }

  @Test func everyVariableIsListed() throws {
    let page = try Self.page()
    let variables = try Self.variables()
    #expect(variables.count > 25)
    for name in variables.sorted() { #expect(page.contains("`\(name)`"), "\(name) is missing in docs/connecting.md") }
  }

  @Test func nothingElseIsListed() throws {
    let known = try Self.variables()
    // The first chooses global hosts, which are never asked; the second is made of a service's name.
    let others: Set = ["AWS_STS_REGIONAL_ENDPOINTS", "AWS_ENDPOINT_URL_S3"]
    for match in try Self.page().matches(of: /`(AWS_[A-Z0-9_]+)`/) {
      let name = String(match.1)
      #expect(known.contains(name) || others.contains(name), "\(name) is in docs/connecting.md and in no source")
    }
  }

  @Test func everyFlagIsListed() throws {
    let page = try Self.page()
    for flag in ["--profile", "--region", "--endpoint-url", "--no-sign-request", "--request-payer", "--bucket"] {
      #expect(page.contains(flag))
    }
  }
}
