import Testing

@testable import Policy

struct AddressRangeTests {
  @Test(arguments: [
    ("10.0.0.0/8", 8), ("203.0.113.7", 32), ("0.0.0.0/0", 0), ("::/0", 0), ("2001:db8::1", 128),
    ("::ffff:192.0.2.1/96", 96),
    ("1:2:3:4:5:6:7:8/64", 64), ("1::", 128),
  ])
  func reads(_ text: String, _ prefix: Int) {
    #expect(AddressRange(text)?.prefix == prefix)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "a.b.c.d", "1:2:3", ":::", "1::2::3",
    "::/129", "12345::", "1:2:3:4:5:6:7:8:9", "+1.2.3.4", "::+1", "::1.2.3",
  ])
  func refuses(_ text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test("bits behind the prefix do not count")
  func hostBits() throws {
    let address = try #require(AddressRange("10.255.0.1"))
    #expect(AddressRange("10.1.2.3/8") == AddressRange("10.0.0.0/8"))
    #expect(AddressRange("10.128.0.0/9")?.contains(address) == true)
    #expect(AddressRange("10.0.0.0/9")?.contains(address) == false)
    #expect(AddressRange("::/0")?.contains(address) == false)
    #expect(AddressRange("10.128.0.0/9") != AddressRange("10.0.0.0/9"))
  }

  @Test(arguments: [
    ("1.0.0.0/8", true), ("1.0.0.0/7", false), ("172.16.0.0/12", true), ("2001::/32", true), ("2001::/31", false),
  ])
  func narrow(_ text: String, _ expected: Bool) {
    #expect(AddressRange(text)?.isNarrow == expected)
  }
}
