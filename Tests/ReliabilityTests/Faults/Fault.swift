import Foundation
import TestSupport
import Testing

/// One way in which an answer goes wrong, and what a scan makes of it.
struct Fault: Sendable, CustomTestStringConvertible {
  /// As the table in docs/reliability.md calls it.
  let name: String
  /// What stands in an error or a report when it never ends: one of these, in any case.
  let words: [String]
  /// The answer is odd and good: a scan ends well even when all of them are like this.
  var isHarmless = false
  /// Bytes come so slowly or never that a scan has to wait: it gets short time-outs, and two attempts where every answer
  /// is like that.
  var isSlow = false
  let steps: FaultProxy.Fault

  init(
    _ name: String, says words: String..., isHarmless: Bool = false, isSlow: Bool = false,
    _ fault: @escaping FaultProxy.Fault
  ) {
    self.name = name
    self.words = words
    self.isHarmless = isHarmless
    self.isSlow = isSlow
    steps = fault
  }

  var testDescription: String { name }

  /// Met one time in twenty, these still leave something unknown that a second try would have read.
  static let notRepeated: Set<String> = [
    "RequestTimeTooSkewed whatever the time", "redirect to another region and back", "307 to itself",
    "XML cut off, length right", "malformed XML", "billion laughs", "HTML page, 200", "HTML page, 403",
    "empty body, 200", "another operation's document", "gzip bomb, Content-Encoding: gzip", "gzip bomb without a word",
    "XML nested without end", "endless body", "endless chunks", "endless headers", "one endless header",
    "not HTTP at all", "binary garbage", "100 Continue without end",
  ]

  static let all = service + connection + content + protocolFaults

  /// An error as S3 writes it.
  static func error(
    _ status: Int, _ code: String, _ message: String, more: String = "", headers: [(String, String)] = []
  ) -> [LocalServer.Step] {
    LocalServer.answer(
      status,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>\(more)"
        + "<RequestId>FAULT0000000001</RequestId></Error>",
      headers: [("Content-Type", "application/xml"), ("x-amz-request-id", "FAULT0000000001")] + headers)
  }
}
