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

  static let all = service + connection + content + protocolFaults
}
