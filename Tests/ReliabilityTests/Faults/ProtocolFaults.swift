import TestSupport

extension Fault {
  /// What is HTTP only by name.
  static let protocolFaults = [
    Fault("endless body", says: "larger than") { _, _ in
      [
        .text("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n<ListBucketResult>"),
        .endless(Array(String(repeating: "<Contents><Key>a</Key></Contents>", count: 2000).utf8)),
      ]
    },
    Fault("endless chunks", says: "larger than") { _, _ in
      let chunk = String(repeating: "<a/>", count: 16384)
      return [
        .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        .endless(Array("10000\r\n\(chunk)\r\n".utf8)),
      ]
    },
    Fault("endless headers", says: "header is larger than 262144") { _, _ in
      [.text("HTTP/1.1 200 OK\r\n"), .endless(Array(String(repeating: "X-Filler: aaaaaaaa\r\n", count: 100).utf8))]
    },
    Fault("one endless header", says: "larger than", "longer than") { _, _ in
      [.text("HTTP/1.1 200 OK\r\nX-Filler: "), .endless([UInt8](repeating: 97, count: 8192))]
    },
    Fault("not HTTP at all", says: "HTTP/0.9", "weird") { _, _ in
      [.text("220 mail.example.com ESMTP\r\n502 5.5.2 Error: command not recognized\r\n"), .close]
    },
    Fault("binary garbage", says: "HTTP/0.9", "weird") { _, _ in
      [.send((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }), .close]
    },
    Fault("100 Continue, unasked, thrice", says: "-", isHarmless: true) { _, answer in
      [.text(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 3)), .send(answer().bytes)]
    },
    Fault("100 Continue without end", says: "header is larger than 262144") { _, _ in
      [.endless(Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100).utf8))]
    },
    Fault("two lengths that disagree", says: "two lengths") { _, answer in
      let answer = answer()
      return [.send(answer.with(body: answer.body, headers: "Content-Length: \(answer.body.count + 7)\r\n")), .close]
    },
    Fault("bad chunk sizes", says: "chunk", "hex", "illegal", "broken") { _, _ in
      [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n<a>\r\n0\r\n\r\n"), .close]
    },
    Fault("101 Switching Protocols", says: "101", "broke", "reset", "closed", "weird", "empty") { _, _ in
      [.text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), .close]
    },
  ]
}
