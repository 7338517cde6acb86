import TestSupport

extension Fault {
  /// What becomes of the connection.
  static let connection = [
    Fault("reset before the answer", says: "reset", "broke", "empty reply") { _, _ in [.reset] },
    Fault("closed before the answer", says: "empty reply", "closed") { _, _ in [.close] },
    Fault("reset in the headers", says: "reset", "broke", "closed") { _, answer in
      let head = answer().head
      return [.send(Array(head[..<(head.count / 2)])), .reset]
    },
    Fault("reset in the body", says: "reset", "outstanding", "closed", "empty") { _, answer in
      [.send(answer().cut(at: 0.5)), .reset]
    },
    Fault("body shorter than announced", says: "outstanding", "closed", "empty") { _, answer in
      [.send(answer().cut(at: 0.5)), .close]
    },
    Fault("no answer, ever", says: "timed out", "timeout", "too slow", "less than", isSlow: true) { _, _ in [.hang] },
    Fault("stalled in the body", says: "timed out", "timeout", "too slow", "less than", isSlow: true) { _, answer in
      [.send(answer().cut(at: 0.5)), .hang]
    },
    Fault(
      "slow loris: byte by byte", says: "timed out", "timeout", "too slow", "less than", isSlow: true
    ) { _, answer in
      [.drip(answer().bytes, milliseconds: 100)]
    },
  ]
}
