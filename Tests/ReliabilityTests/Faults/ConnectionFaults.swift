import TestSupport

extension Fault {
  /// What becomes of the connection.
  static let connection = [
    // "Connection died": libcurl has tried kept connections itself, five of them.
    Fault("reset before the answer", says: "reset", "broke", "empty reply", "died") { _, _ in [.reset] },
    Fault("closed before the answer", says: "empty reply", "closed", "died") { _, _ in [.close] },
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
    Fault("no answer, ever", says: "too slow", isSlow: true) { _, _ in [.hang] },
    Fault("stalled in the body", says: "too slow", isSlow: true) { _, answer in
      [.send(answer().cut(at: 0.5)), .hang]
    },
    Fault(
      "slow loris: byte by byte", says: "too slow", isSlow: true
    ) { _, answer in
      [.drip(answer().bytes, milliseconds: 100)]
    },
  ]
}
