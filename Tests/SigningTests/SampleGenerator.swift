import Foundation

/// Random requests, always the same ones for a seed.
struct SampleGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func sample() -> BotocoreTests.Sample {
    let isS3 = chance(2)
    let body = chance(2) ? [] : (0..<number(64)).map { _ in UInt8.random(in: 0...255, using: &self) }
    var path = path()
    // RFC 3986 makes `/a/.` to `/a/`, and so do we; botocore drops that slash. S3's paths are not normalised at all.
    if !isS3, [".", ".."].contains(path.split(separator: "/", omittingEmptySubsequences: false).last) { path += "x" }
    return BotocoreTests.Sample(
      method: one(of: ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"]), host: host(), path: path, query: query(),
      headers: headers(), body: Data(body).base64EncodedString(), isUnsigned: isS3 && chance(4), isS3: isS3,
      service: isS3 ? "s3" : one(of: ["iam", "monitoring", "sts", "organizations", "sso-oauth"]),
      region: one(of: ["us-east-1", "eu-west-3", "cn-northwest-1", "us-isob-east-1", "x"]),
      stamp: one(of: ["20260102T030405Z", "20000229T235959Z", "20991231T000000Z"]),
      accessKeyID: one(of: ["AKIDEXAMPLE", "ASIAFAKE"]), secretAccessKey: "FAKE" + plain(number(40)),
      token: chance(3) ? plain(1 + number(300)) : nil)
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &self) }
  private mutating func chance(_ sides: Int) -> Bool { number(sides - 1) == 0 }
  private mutating func one<Value>(of values: [Value]) -> Value { values[number(values.count - 1)] }

  private mutating func plain(_ length: Int) -> String {
    let letters = Array("ABCXYZabcxyz0189+/=")
    return String((0..<length).map { _ in one(of: letters) })
  }

  private mutating func host() -> String {
    let name = one(of: [
      "s3.us-east-1.amazonaws.com", "my-bucket.s3.eu-west-3.amazonaws.com", "localhost", "127.0.0.1", "[::1]",
      "xn--bcher-kva.example", "a.b.c",
    ])
    return chance(3) ? "\(name):\(one(of: [80, 1024, 8443, 9000, 65535]))" : name
  }

  /// What keys, names and values are made of: signs that encoders get wrong, dots, slashes, and any scalar at all.
  private mutating func text(_ length: Int) -> String {
    let usual = [
      "a", "B", "0", "/", "//", ".", "..", "/./", "/../", "%", "%2F", "%zz", "+", " ", "  ", "~", "-", "_", "&", "=",
      "?",
      "#", ":", ";", "@", "!", "'", "(", ")", "*", ",", "$", "\"", "\\", "<", ">", "`", "|", "^", "{", "}", "[", "]",
      "é",
      "e\u{301}", "ß", "日本語", "\u{1f469}\u{200d}\u{1f4bb}", "\r\n", "\t", "\u{0}", "\u{7f}", "\u{85}", "\u{a0}",
      "\u{feff}",
      "\u{2028}", "\u{10ffff}", "\u{fffe}",
    ]
    var text = ""
    for _ in 0..<length {
      if chance(8), let scalar = Unicode.Scalar(UInt32(number(0x10ffff))) {
        text.unicodeScalars.append(scalar)
      } else {
        text += one(of: usual)
      }
    }
    return text
  }

  private mutating func path() -> String { "/" + (chance(10) ? "" : text(number(12))) }

  private mutating func query() -> [[String]] {
    var pairs = (0..<number(5)).map { _ in
      [chance(2) ? one(of: ["prefix", "list-type", "list", "lifecycle", "X", "x"]) : text(number(3)), text(number(4))]
    }
    if chance(3), let first = pairs.first { pairs.append([first[0], text(number(2))]) }
    if chance(3) { pairs.append([one(of: ["versioning", "acl", ""]), ""]) }
    return pairs
  }

  private mutating func headers() -> [[String]] {
    var headers = (0..<number(4)).map { _ in
      [
        one(of: [
          "X-Amz-Meta-A", "x-amz-meta-b", "Content-Type", "Range", "x-amz-request-payer", "My-Header1", "ZZ", "A",
        ]),
        value(),
      ]
    }
    if chance(4), let first = headers.first { headers.append([first[0].lowercased(), value()]) }
    return headers
  }

  /// Runs of white space inside and around, and letters beyond ASCII, some of which join with the space before them.
  private mutating func value() -> String {
    let parts = ["a", "B", ",", "\"", " ", "  ", "\t", " \t ", "=", ";", "é", " \u{301}x", "語", "value1", "0"]
    return (0..<number(8)).map { _ in one(of: parts) }.joined()
  }
}
