import TestSupport

extension Fault {
  /// What is in a whole, well-formed HTTP answer.
  static let content = [
    Fault("XML cut off, length right", says: "breaks off") { _, answer in
      let answer = answer()
      return [.send(answer.with(body: Array(answer.body.prefix(answer.body.count * 2 / 3))))]
    },
    Fault("malformed XML", says: "not XML", "not whole", "breaks off") { _, answer in
      let answer = answer()
      return [.send(answer.with(body: answer.body + Array("<a><b></a>".utf8)))]
    },
    Fault("billion laughs", says: "document type declaration is refused", "not XML") { _, answer in
      let entities = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }
      let text =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY l0 \"lol\">\(entities.joined())]>\n"
        + "<ListBucketResult><Name>&l9;</Name></ListBucketResult>"
      return [.send(answer().with(body: Array(text.utf8)))]
    },
    Fault("HTML page, 200", says: "web page") { _, answer in
      html(200)
    },
    Fault("HTML page, 403", says: "not the service's", "HTML") { _, _ in html(403) },
    Fault("HTML page, 502", says: "HTTP 502") { _, _ in html(502) },
    Fault("empty body, 200", says: "empty") { _, _ in LocalServer.answer(200) },
    Fault("another operation's document", says: "root element") { _, _ in
      LocalServer.answer(200, "<Other xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><A>1</A></Other>")
    },
    Fault("gzip bomb, Content-Encoding: gzip", says: "compressed") { _, answer in
      [.send(answer().with(body: GzipBomb.bytes, headers: "Content-Encoding: gzip\r\n"))]
    },
    Fault("gzip bomb without a word", says: "not XML", "not whole") { _, answer in
      [.send(answer().with(body: GzipBomb.bytes))]
    },
    Fault("XML nested without end", says: "breaks off") { _, answer in
      [.send(answer().with(body: Array(String(repeating: "<a>", count: 200_000).utf8)))]
    },
    Fault("XML nested 200,000 deep", says: "nested deeper than") { _, answer in
      let (open, close) = (String(repeating: "<a>", count: 200_000), String(repeating: "</a>", count: 200_000))
      return [.send(answer().with(body: Array("<ListBucketResult>\(open)\(close)</ListBucketResult>".utf8)))]
    },
  ]

  private static func html(_ status: Int) -> [LocalServer.Step] {
    LocalServer.answer(
      status,
      "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Welcome to the guest network</body></html>",
      headers: [("Content-Type", "text/html; charset=utf-8")])
  }
}
