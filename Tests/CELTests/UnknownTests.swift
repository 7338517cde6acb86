import CEL
import Testing

/// What is not known spreads unless the known parts decide.
struct UnknownTests {
  static let variables: [String: Value] = [
    "u": .unknown(UnknownSet(1)), "v": .unknown(UnknownSet(2)),
    "bucket": .object([
      "name": .string("logs"), "policy": .unknown(UnknownSet(3)),
      "tags": .object(["owner": .unknown(UnknownSet(4)), "team": .string("data")]),
      "grants": .list([.string("a"), .unknown(UnknownSet(5))]),
    ]),
  ]

  @Test(arguments: [
    ("u && false", "false"), ("false && u", "false"), ("u && true", "unknown [1]"), ("u || true", "true"),
    ("u || false", "unknown [1]"),
    ("u && v", "unknown [1, 2]"), ("!u", "unknown [1]"), ("u ? 1 : 2", "unknown [1]"), ("true ? 1 : u", "1"),
    ("u ? v : v", "unknown [1]"),
    ("u && 1 / 0 == 1", "unknown [1]"), ("1 / 0 == 1 || u", "unknown [1]"), ("u == v", "unknown [1, 2]"),
    ("u + 1 / 0", "unknown [1]"),
    ("1 / 0 + u", "unknown [1]"), ("u + v * 2 < 3", "unknown [1, 2]"), ("size(u)", "unknown [1]"),
    ("u.a.b[0]", "unknown [1]"), ("-u", "unknown [1]"),
    ("[1, 2][u]", "unknown [1]"), ("u.startsWith(v)", "unknown [1, 2]"), ("'a'.matches(u)", "unknown [1]"),
    ("u.matches('a')", "unknown [1]"),
    ("type(u)", "unknown [1]"), ("cel.bind(x, u, x == 1)", "unknown [1]"), ("cel.bind(x, u, 2)", "2"),
    ("u.optMap(x, x)", "unknown [1]"),
  ])
  func spreads(_ source: String, _ wanted: String) { #expect(result(of: source, Self.variables) == wanted) }

  @Test(arguments: [
    ("bucket.name == 'logs'", "true"), ("bucket.policy.statements.exists(s, s.isPublic)", "unknown [3]"),
    ("has(bucket.policy)", "unknown [3]"),
    ("has(bucket.policy.statements)", "unknown [3]"), ("has(bucket.website)", "false"),
    ("bucket.tags.team", #""data""#),
    ("bucket.tags.owner == 'x' || bucket.tags.team == 'data'", "true"), ("'owner' in bucket.tags", "true"),
    ("bucket.tags.?owner.orValue('x')", "unknown [4]"),
    ("bucket.grants.size()", "2"), ("'a' in bucket.grants", "true"), ("'b' in bucket.grants", "unknown [5]"),
    ("u in []", "false"),
    ("u in {}", "false"), ("bucket.grants.all(g, g != 'a')", "false"),
    ("bucket.grants.all(g, g == 'a')", "unknown [5]"),
    ("bucket.grants.exists(g, g == 'a')", "true"), ("bucket.grants.exists(g, g == 'b')", "unknown [5]"),
    ("bucket.grants.exists_one(g, g == 'a')", "unknown [5]"),
    ("(['a'] + bucket.grants).exists_one(g, g == 'a')", "false"),
    ("bucket.grants.filter(g, g == 'a')", "unknown [5]"), ("bucket.grants.map(g, g)", #"["a", unknown]"#),
    ("bucket.grants.map(g, g == 'a', 1)", "unknown [5]"), ("bucket.grants.map(g, 1)", "[1, 1]"),
    ("bucket.grants.join(',')", "unknown [5]"),
    ("bucket.grants == ['a', 'b']", "unknown [5]"), ("bucket.grants == ['b', 'a']", "false"),
    ("bucket.grants == ['a']", "false"),
    ("bucket.tags == {'owner': 'x', 'team': 'web'}", "false"),
    ("bucket.tags == {'owner': 'x', 'team': 'data'}", "unknown [4]"),
    ("bucket.tags.exists(k, v, v == 'data')", "true"), ("bucket.tags.all(k, v, v == 'data')", "unknown [4]"),
    ("bucket.tags.transformMap(k, v, v).team", #""data""#), ("sets.contains(bucket.grants, ['a'])", "unknown [5]"),
    ("{u: 1}", "unknown [1]"),
    ("bucket.grants.first().value()", #""a""#), ("bucket.grants.last()", "unknown [5]"),
    ("bucket.grants.reverse()[1]", #""a""#),
    ("bucket.grants.sort()", "unknown [5]"), ("bucket.grants.sortBy(g, size(g))", "unknown [5]"),
    ("'%s'.format([bucket.grants])", "unknown [5]"),
  ])
  func leaves(_ source: String, _ wanted: String) { #expect(result(of: source, Self.variables) == wanted) }
}
