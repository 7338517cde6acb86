import CEL
import Testing

struct EvaluationTests {
  @Test(arguments: [
    ("9223372036854775807 + 1", "error: 1:21: int overflow"), ("-9223372036854775808 - 1", "error: 1:22: int overflow"),
    ("-(-9223372036854775808)", "error: 1:1: int overflow"), ("-9223372036854775808 / -1", "error: 1:22: int overflow"),
    ("-9223372036854775808 % -1", "error: 1:22: int overflow"), ("0u - 1u", "error: 1:4: uint overflow"),
    ("1 / 0", "error: 1:3: division by zero"), ("1 % 0", "error: 1:3: remainder of a division by zero"),
    ("1.0 / 0.0", "double(\"Infinity\")"), ("-7 / 2", "-3"), ("-7 % 2", "-1"),
    ("1 + 1.0", "error: 1:3: '+' does not take (int, double)"),
  ])
  func arithmetic(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("1 == 1.0 && 1u == 1 && 1.0 == 1u", "true"), ("1 == 'a'", "false"), ("[1, 2] == [1.0, 2u]", "true"),
    ("{'a': 1} == {'a': 1u}", "true"), ("{1: 2} == {1u: 2}", "true"), ("0.0 == -0.0", "true"),
    ("double('NaN') == double('NaN')", "false"), ("double('NaN') < 1.0 || double('NaN') >= 1.0", "false"),
    ("null == false", "false"), ("type(1) == int && type(int) == type", "true"), ("-1 < 1u", "true"),
    ("1u > -1.5", "true"),
    ("18446744073709551615u > 9223372036854775807", "true"), ("'a' < 'b' && b'a' < b'b' && false < true", "true"),
    ("'é' == 'e\\u0301'", "false"), ("'Z' < 'a'", "true"), ("[1] < [2]", "error: 1:5: '<' does not take (list, list)"),
    ("1 in [1.0]", "true"), ("2u in {2: 'x'}", "true"), ("'a' in {'b': 1}", "false"),
    ("1 in 1", "error: 1:3: 'in' does not take (int, int)"),
  ])
  func comparison(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("true || 1 / 0 == 1", "true"), ("1 / 0 == 1 || true", "true"), ("1 / 0 == 1 && false", "false"),
    ("false || 1 / 0 == 1", "error: 1:12: division by zero"), ("'a' || true", "true"),
    ("'a' && true", "error: 1:5: a condition gave a string, not a bool"),
    ("1 ? 2 : 3", "error: 1:3: a condition gave a int, not a bool"), ("false ? 1 / 0 : 2", "2"),
    ("[1, 0].exists(x, 1 / x == 1)", "true"), ("[0, 1].exists(x, 1 / x == 1)", "true"),
    ("[0, 1].all(x, 1 / x == 2)", "false"),
    ("[0, 2].exists(x, 1 / x == 1)", "error: 1:20: division by zero"),
    ("[0, 1].exists_one(x, 1 / x == 1)", "error: 1:24: division by zero"),
  ])
  func logic(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("{'a': {'b': [1, 2]}}.a.b[1]", "2"), ("{'a': 1}.b", "error: 1:10: no such field: 'b'"),
    ("{'a': 1}['b']", "error: 1:9: no such key: \"b\""),
    ("[1][1]", "error: 1:4: index 1 is outside the list of 1"),
    ("[1][-1]", "error: 1:4: index -1 is outside the list of 1"), ("[7][0.0]", "7"),
    ("[7][0.5]", "error: 1:4: a list's index is a whole number, not 0.5"),
    ("'abc'.x", "error: 1:7: field 'x' was asked of a string"),
    ("has({'a': null}.a)", "true"), ("has({}.a)", "false"),
    ("has('x'.a)", "error: 1:9: has() asked for 'a' of a string, which has no fields"),
    ("{1: 1, 1u: 2}", "error: 1:8: the key 1u is there twice"),
    ("{1.5: 1}", "error: 1:2: a map's key is a bool, int, uint or string, not a double"),
  ])
  func selection(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("[1, 2, 3].filter(x, x > 1)", "[2, 3]"), ("[1, 2, 3].map(x, x * x)", "[1, 4, 9]"),
    ("[1, 2, 3].map(x, x > 1, x * x)", "[4, 9]"),
    ("{'a': 1, 'b': 2}.map(k, k)", #"["a", "b"]"#), ("{'a': 1, 'b': 2}.filter(k, k == 'a')", #"["a"]"#),
    ("[].all(x, false)", "true"),
    ("[1, 2].exists_one(x, x > 1)", "true"), ("[1, 2, 3].existsOne(x, x > 1)", "false"),
    ("[5, 6].all(i, v, v == i + 5)", "true"),
    ("{'a': 1}.exists(k, v, k == 'a' && v == 1)", "true"), ("[5, 6].transformList(i, v, i > 0, v + i)", "[7]"),
    ("{'a': 1}.transformMap(k, v, v + 1)", #"{"a": 2}"#),
    ("['x', 'y'].transformMapEntry(i, v, {v: i})", #"{"x": 0, "y": 1}"#),
    ("['x', 'x'].transformMapEntry(i, v, {v: i})", "error: 1:12: the key \"x\" is there twice"),
    ("[[1, 2], [3]].map(x, x.map(y, y + x[0]))", "[[2, 3], [6]]"),
    ("[1, 2].map(x, [3, 4].map(x, x))", "[[3, 4], [3, 4]]"),
    ("['bb', 'a'].sortBy(x, size(x))", #"["a", "bb"]"#), ("cel.bind(x, 2, x * x)", "4"), ("cel.bind(x, 1 / 0, 3)", "3"),
    ("cel.bind(x, 1 / 0, x)", "error: 1:15: division by zero"),
    ("1.all(x, true)", "error: 1:3: all() goes over a list or a map, not over a int"),
    ("optional.of(2).optMap(x, x + 1).value()", "3"), ("optional.none().optMap(x, x + 1).orValue(0)", "0"),
    ("{'a': {'b': 1}}.?a.?c.orValue(9)", "9"), ("[?optional.none(), ?optional.of(1)]", "[1]"),
    ("{?'a': optional.none()}", "{}"),
  ])
  func macros(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test("a dotted variable is found before a field, a container's name before a global one, a macro's before both")
  func names() throws {
    #expect(result(of: "a.b", ["a.b": .int(1), "a": .object(["b": .int(2)])]) == "1")
    #expect(result(of: "[{'b': 3}].map(a, a.b)[0]", ["a.b": .int(1)]) == "3")
    #expect(result(of: "[3].map(a, .a)[0]", ["a": .int(1)]) == "1")
    let schema = Schema(variables: [("x.y.v", .int), ("v", .int)], container: "x.y")
    let both: [String: Value] = ["x.y.v": .int(1), "v": .int(2)]
    guard case .value(let value) = try Expression("[v, .v]", schema: schema).evaluate(both) else {
      Issue.record("no value")
      return
    }
    #expect(value == .list([.int(1), .int(2)]))
  }

  @Test("a variable that the host forgot is an error where it is read, and only there")
  func missing() throws {
    let schema = Schema(variables: [("a", .bool), ("b", .bool)])
    let expression = try Expression("a || b", schema: schema)
    #expect(expression.variables == ["a", "b"])
    guard case .value(.bool(true)) = expression.evaluate(["b": .bool(true)]) else {
      Issue.record("not absorbed")
      return
    }
    guard case .error(let error) = expression.evaluate(["b": .bool(false)]) else {
      Issue.record("no error")
      return
    }
    #expect(error.description == "1:1: no value was given for 'a'")
  }

  @Test(
    "no expression runs for ever, or fills the memory",
    arguments: [
      "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true)))",
      "lists.range(9223372036854775807)",
      doubling("x + x", "'xxxxxxxx'", 60), doubling("x + x", "[1]", 60), doubling("[x, x]", "[1]", 100),
      doubling("[x, x]", "[1]", 100) + ".flatten(1000)", "'%s'.format([" + doubling("[x, x]", "1", 100) + "])",
      doubling("[x, x]", "1", 100) + " == " + doubling("[x, x]", "1", 100),
      doubling("x.replace('', 'aaaaaaaaaaaaaaaaaaaa')", "'a'", 30), "'a'.matches('(((a{1000}){1000}){1000})')",
    ])
  func limits(_ source: String) {
    let outcome = result(of: source)
    #expect(outcome.hasPrefix("error: ") || outcome.hasPrefix("no expression: "), "\(outcome.prefix(100))")
  }

  /// `x` made of itself twice, again and again.
  private static func doubling(_ step: String, _ start: String, _ times: Int) -> String {
    String(repeating: "cel.bind(x, ", count: times) + start + String(repeating: ", \(step))", count: times)
  }

  @Test("the host's limit holds")
  func hostLimit() {
    #expect(result(of: "lists.range(50).all(x, x >= 0)", limit: 500) == "true")
    #expect(result(of: "lists.range(50).all(x, x >= 0)", limit: 50).contains("takes more than 50 steps"))
  }
}
