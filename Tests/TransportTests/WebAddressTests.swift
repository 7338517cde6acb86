import Testing

@testable import Transport

struct WebAddressTests {
  @Test(arguments: [
    ("https://s3.us-east-1.amazonaws.com", "https://s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"),
    ("HTTPS://Host:443/", "https://host", "host"),
    ("http://localhost:9000/base/", "http://localhost:9000/base", "localhost:9000"),
    ("http://h:80", "http://h", "h"),
    ("http://[fd00:EC2::254]:8080", "http://[fd00:ec2::254]:8080", "[fd00:ec2::254]:8080"),
  ])
  func reads(_ text: String, _ description: String, _ authority: String) throws {
    let address = try WebAddress(text)
    #expect(address.description == description)
    #expect(address.authority == authority)
  }

  @Test(arguments: [
    "", "localhost:9000", "ftp://h", "http://", "http://:80", "http://u:p@h", "http://h:0", "http://h:65536",
    "http://h:x", "http://h?q", "http://h#f", "http://a b", "http://h\\@evil", "http://[::1", "http://[h]",
    "http://[::1]x",
    "http://a/b?c", "http://h\r\n", "http://h%00",
  ])
  func refuses(_ text: String) {
    #expect(throws: WebAddress.Malformed.self) { try WebAddress(text) }
  }

  @Test(arguments: [
    ("http://127.0.0.1:1", true, true), ("http://[::1]", true, true), ("http://localhost", false, true),
    ("http://s3.localhost", false, true), ("http://10.0.0.1", true, false),
    ("http://127.0.0.1.evil.example", false, false),
    ("http://256.0.0.1", false, false),
  ])
  func knowsItself(_ text: String, isNumeric: Bool, isLoopback: Bool) throws {
    #expect(try WebAddress(text).isNumeric == isNumeric)
    #expect(try WebAddress(text).isLoopback == isLoopback)
  }
}
