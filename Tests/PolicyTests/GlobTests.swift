import Testing

@testable import Policy

struct GlobTests {
  @Test(arguments: [
    ("*", "", true), ("*", "anything/at:all", true), ("", "", true), ("", "a", false), ("a*", "a", true),
    ("a*c", "abbbc", true), ("a*c", "abbbd", false), ("*b*b*", "abab", true), ("a?c", "abc", true),
    ("a?c", "ac", false),
    ("?", "é", true), ("?", "😀", true), ("??", "😀", false), ("*?", "", false), ("?*", "x", true), ("**", "x", true),
    ("a.c", "abc", false), ("[ab]", "a", false), ("a+", "aa", false), (#"\*"#, "x", false), ("A", "a", false),
    ("b/*/test/*", "b/1///test///x", true), ("b/*/test/*", "b//test/x", true), ("b/*/test/*", "b/test/x", false),
  ])
  func matches(_ pattern: String, _ text: String, _ expected: Bool) {
    #expect(Glob(pattern).matches(text) == expected)
  }

  @Test(arguments: [
    ("*", "a*", true), ("a*", "*", false), ("a*", "ab*", true), ("a?", "a*", false), ("a*", "a?", true),
    ("*?", "?*", true), ("?*", "*?", true), ("*a*", "ba", true), ("s3:*", "s3:get*object", true), ("*a", "a*", false),
    ("b/*", "b/${aws:username}/x", true), ("b/?", "b/${aws:username}", false),
    ("b/${aws:username}", "b/${aws:username}", false),
  ])
  func covers(_ pattern: String, _ other: String, _ expected: Bool) {
    let one = Glob(pattern, resolvingVariables: true)
    #expect(one.covers(Glob(other, resolvingVariables: true)) == expected)
  }

  @Test(arguments: [
    ("a*", "*b", true), ("a*", "b*", false), ("*a*", "b", false), ("a?c", "*b*", true), ("?", "??", false),
    ("*", "", true),
    ("ab*", "a*c", true), ("*x", "y?", true), ("*x", "y?z", false), ("b/${aws:username}", "b/alice", true),
    ("b/${aws:username}", "c/*", false), ("", "", true), ("a", "", false),
  ])
  func overlaps(_ one: String, _ other: String, _ expected: Bool) {
    let one = Glob(one, resolvingVariables: true)
    let other = Glob(other, resolvingVariables: true)
    #expect(one.overlaps(other) == expected)
    #expect(other.overlaps(one) == expected)
  }

  @Test("${*}, ${?} and ${$} are the characters themselves")
  func literals() {
    let glob = Glob("a${*}b${?}c${$}", resolvingVariables: true)
    #expect(glob.isFixed)
    #expect(glob.matches("a*b?c$"))
    #expect(!glob.matches("axb?c$"))
    #expect(Glob("${", resolvingVariables: true).matches("${"))
    #expect(Glob("${aws:username}").matches("${aws:username}"))
  }

  @Test("covering and overlapping agree with matching, on all short patterns")
  func consistency() {
    let symbols: [Character] = ["a", "b", "*", "?"]
    let patterns = (0...3).flatMap { Self.words($0, of: symbols) }
    let texts = (0...5).flatMap { Self.words($0, of: ["a", "b"]) }
    var disagreements: [String] = []
    let languages = patterns.map { pattern in Set(texts.filter { Glob(pattern).matches($0) }) }
    for (index, one) in patterns.enumerated() {
      for (other, pattern) in patterns.enumerated() {
        let overlaps = !languages[index].isDisjoint(with: languages[other])
        if Glob(one).overlaps(Glob(pattern)) != overlaps { disagreements.append("\(one) overlaps \(pattern)") }
        // Covering may miss a true answer, but never claims a false one.
        if Glob(one).covers(Glob(pattern)), !languages[index].isSuperset(of: languages[other]) {
          disagreements.append("\(one) covers \(pattern)")
        }
      }
    }
    #expect(disagreements == [])
  }

  @Test("many stars take no exponential time")
  func hostile() {
    let pattern = Glob(String(repeating: "*a", count: 1_000) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 4_000)))
  }

  private static func words(_ length: Int, of symbols: [Character]) -> [String] {
    (0..<length).reduce([""]) { words, _ in words.flatMap { word in symbols.map { word + String($0) } } }
  }
}

struct PatternTests {
  @Test(arguments: [
    ("s3:GetObject", "S3:getobject", true), ("s3:Get*", "s3:GetObjectAcl", true), ("s3:Get*", "s3:PutObject", false),
    ("*", "ec2:RunInstances", true), ("*:*", "ec2:RunInstances", true),
    ("s3*:Get*", "s3-object-lambda:GetObject", true),
    ("s3:?etObject", "s3:GetObject", true), ("s3", "s3:GetObject", false), ("s3:*", "s3:GetObject", true),
  ])
  func actions(_ pattern: String, _ action: String, _ expected: Bool) {
    #expect((ActionPattern(pattern)?.matches(action) ?? false) == expected)
  }

  @Test(arguments: [
    ("*", "arn:aws:s3:::b", true), ("arn:aws:s3:::b*", "arn:aws:s3:::b2", true),
    ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false), ("arn:aws:s3:::B", "arn:aws:s3:::b", false),
    ("arn:aws:s3:*", "arn:aws:s3:us-east-1:111122223333:accesspoint/x", true),
    ("arn:*:s3:::b", "arn:aws-cn:s3:::b", true), ("arn:aws:*:::b", "arn:aws:s3:::b", true),
    ("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:us-east-1:111122223333:q", true),
    // A star stays within its segment in the first five.
    ("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:111122223333:q", false),
    ("arn:aws:logs:us-east-1:111122223333:*", "arn:aws:logs:us-east-1:111122223333:log-group:a:*", true),
    ("arn:aws:s3", "arn:aws:s3:::b", false), ("b/*", "arn:aws:s3:::b/x", false), ("arn:*", "arn:aws:s3:::b", true),
  ])
  func resources(_ pattern: String, _ arn: String, _ expected: Bool) {
    #expect(ResourcePattern(pattern).matches(arn) == expected)
  }

  @Test("stacks of two names stay apart, whatever the regions")
  func disjoint() {
    let one = ResourcePattern("arn:aws:cloudformation:*:*:stack/A/*")
    #expect(!one.overlaps(ResourcePattern("arn:aws:cloudformation:*:*:stack/B/*")))
    #expect(one.overlaps(ResourcePattern("arn:aws:cloudformation:us-east-1:*:stack/*/x")))
  }
}
