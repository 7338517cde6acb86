import Model
import Profiles
import TestSupport
import Testing

@testable import AWS

struct RetryModeTests {
  @Test(
    arguments: [
      (nil, .standard), ("standard", .standard), ("adaptive", .adaptive), ("legacy", .standard),
      ("ADAPTIVE", .adaptive),
    ] as [(String?, RetryMode)])
  func reads(_ text: String?, _ mode: RetryMode) throws {
    let environment = text.map { ["AWS_RETRY_MODE": $0] } ?? [:]
    #expect(try ClientConfiguration.resolve(environment: environment).retryMode == mode)
  }

  @Test("the profile's mode counts where the variable is not set")
  func profile() throws {
    let folder = try Folder()
    func resolve(_ profile: String?, _ mode: String? = nil) throws -> RetryMode {
      var environment = try folder.environment(
        config: "[default]\nretry_mode = adaptive\n[profile odd]\nretry_mode = often\n")
      let shared = try SharedConfiguration.load(profile: profile, environment: environment)
      environment["AWS_RETRY_MODE"] = mode
      return try ClientConfiguration.resolve(environment: environment, shared: shared).retryMode
    }
    #expect(try resolve(nil) == .adaptive)
    #expect(try resolve(nil, "legacy") == .standard)
    let problem = #expect(throws: Problem.self) { _ = try resolve("odd") }
    #expect(problem?.what.contains("retry_mode at ") == true)
    #expect(problem?.what.contains(":4: 'often' is no retry mode") == true)
  }

  @Test(arguments: ["fast", "standard ", "a\u{1B}[2J"])
  func refuses(_ text: String) {
    let problem = #expect(throws: Problem.self) {
      try ClientConfiguration.resolve(environment: ["AWS_RETRY_MODE": text])
    }
    #expect(problem?.description.contains("it is standard or adaptive") == true)
    #expect(problem?.description.contains("AWS_RETRY_MODE") == true)
    #expect(problem?.description.contains("\u{1B}") == false)
  }
}
