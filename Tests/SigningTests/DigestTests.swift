import Signing
import Testing

struct DigestTests {
  /// Source: RFC 3174, section 7.3; the empty text by `sha1sum`.
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"), ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
  ])
  func sha1(_ text: String, _ hex: String) {
    #expect(sha1Hex(Array(text.utf8)) == hex)
  }
}
