import Model
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
