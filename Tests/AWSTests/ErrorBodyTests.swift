import Testing

@testable import AWS

struct ErrorBodyTests {
  @Test(
    arguments: [
      (
        "<Error><Code>A</Code><Message>m</Message><RequestId>r</RequestId><Region>eu-west-1</Region></Error>", "A", "m",
        "r"
      ),
      ("\u{FEFF} <?xml version='1.0'?><!-- <Error> --><Error><Code>A</Code></Error>", "A", "", nil),
      (
        "<ErrorResponse xmlns='u'><Error><Type>Sender</Type><Code>A</Code><Message>m</Message></Error>"
          + "<RequestId>r</RequestId></ErrorResponse>", "A", "m", "r"
      ),
      ("<Response><Errors><Error><Code>A</Code></Error></Errors><RequestID>r</RequestID></Response>", "A", "", "r"),
      (#"{"__type":"com.amazon#A","message":"m"}"#, "A", "m", nil),
      (#"{"code":"A","Message":"m"}"#, "A", "m", nil),
    ] as [(String, String, String, String?)])
  func reads(_ text: String, _ code: String, _ message: String, _ id: String?) {
    let body = ErrorBody(Array(text.utf8))
    #expect(body.form == .service)
    #expect(body.code == code)
    #expect(body.message == message)
    #expect(body.requestID == id)
  }

  @Test(arguments: [
    "<html><body>Error</body></html>", "<!DOCTYPE html><html>", "404 page not found", "{", "{}", "<Error>",
    "<Error></Error>", "<Error><Code></Code></Error>", "<ListBucketResult/>", "<", "<?xml", "<!-- Error",
    "<!DOCTYPE x [<!ENTITY a 'b'>]><Error><Code>&a;</Code></Error>", "\u{0}",
  ])
  func isForeign(_ text: String) {
    let body = ErrorBody(Array(text.utf8))
    #expect(body.form == .foreign)
    #expect(body.code.isEmpty)
  }

  @Test(arguments: ["", "  \r\n"])
  func isEmpty(_ text: String) { #expect(ErrorBody(Array(text.utf8)).form == .empty) }

  @Test(arguments: [
    ("<Error><Code>A</Code></Error>", true), ("<?xml?>\n<ErrorResponse/>", true), ("<s3:Error/>", true),
    ("<ListBucketResult><Error/></ListBucketResult>", false), ("<ErrorDocument/>", false), ("", false),
    (#"{"Error":1}"#, false), ("<", false),
  ])
  func errorsInDisguise(_ text: String, _ isError: Bool) { #expect(ErrorBody.isError(Array(text.utf8)) == isError) }

  @Test("words from elsewhere cannot paint the terminal")
  func printing() {
    #expect(printable("a\u{1B}[31mb\r\nc\u{202E}d\u{0}") == "a [31mb c d")
    #expect(printable(String(repeating: "x", count: 900)).count == 501)
  }
}
