import CEL
import Testing

struct CheckTests {
  static let statement = ObjectType("statement", fields: ["effect": .string, "actions": .list(.string)])
  static let bucket = ObjectType(
    "bucket",
    fields: [
      "name": .string, "objects": .int, "encryption": .nullable(.string), "statements": .list(.object(statement)),
      "tags": .map(.string, .string), "created": .timestamp, "share": .double, "extra": .dyn,
    ])
  static let variables: [(name: String, type: CELType)] = [("bucket", .object(bucket)), ("days", .int)]

  @Test(arguments: [
    ("bucket.name", "string"), ("bucket.objects + days", "int"),
    ("bucket.statements.map(s, s.actions)", "list(list(string))"),
    ("bucket.statements.filter(s, s.effect == 'Allow')", "list(statement)"), ("bucket.tags.map(k, k)", "list(string)"),
    ("bucket.extra.x[1]", "dyn"),
    ("bucket.tags.transformMap(k, v, size(v))", "map(string, int)"), ("bucket.encryption", "string or null"),
    ("bucket.encryption == null", "bool"),
    ("bucket.encryption.startsWith('aws')", "bool"), ("[]", "list(dyn)"), ("[1, 'a']", "list(dyn)"),
    ("{}", "map(dyn, dyn)"), ("[[], [1]]", "list(list(int))"),
    ("days > 1.5", "bool"), ("bucket.created - timestamp(0)", "duration"), ("days > 1 ? 'a' : null", "string or null"),
    ("bucket['name']", "string"),
    ("'name' in bucket", "bool"), ("type(1)", "type"), ("optional.of(1)", "optional(int)"),
    ("bucket.?tags.?x.orValue('')", "string"),
    ("math.greatest(1, 2)", "int"), ("math.greatest(1, 2.0)", "dyn"), ("[1].first()", "optional(int)"),
    ("[3, 1].sortBy(x, -x)", "list(int)"),
    ("bucket.statements.exists(s, 'a' in s.actions)", "bool"), ("cel.bind(n, bucket.name, n + '!')", "string"),
    ("[1] + [dyn('a')]", "list(dyn)"),
  ])
  func infers(_ source: String, _ wanted: String) { #expect(type(of: source, Self.variables) == wanted) }

  @Test(arguments: [
    ("buket.name", "1:1: unknown name 'buket'; did you mean 'bucket'?"), ("xyzzy", "1:1: unknown name 'xyzzy'"),
    ("bucket.encrpytion", "1:8: bucket has no field 'encrpytion'; did you mean 'encryption'?"),
    ("has(bucket.tgas)", "1:12: bucket has no field 'tgas'; did you mean 'tags'?"),
    ("bucket['nmae']", "1:8: bucket has no field 'nmae'; did you mean 'name'?"),
    ("bucket.statements.all(s, s.colour == 1)", "1:28: statement has no field 'colour'; statement has actions, effect"),
    ("bucket.name.startswith('a')", "1:13: unknown function 'startswith'; did you mean 'startsWith'?"),
    ("bucket.statements.exist(s, s.effect == 'a')", "1:25: unknown name 's'"),
    ("siez([1])", "1:1: unknown function 'siez'; did you mean 'size'?"),
    ("math.gratest(1)", "1:6: unknown function 'math.gratest'; did you mean 'math.greatest'?"),
    ("startsWith('a', 'b')", "1:1: 'startsWith' is called on a value: x.startsWith()"),
    ("bucket.name.timestamp()", "1:13: 'timestamp' is not called on a value: timestamp(x)"),
    ("size", "1:1: 'size' is a function; call it with ()"),
    ("bucket.name.startsWith(1)", "1:13: there is no string.startsWith(int); there is string.startsWith(string)"),
    ("bucket.name.charAt()", "1:13: there is no string.charAt(); there is string.charAt(int)"),
    ("bucket.name == 1", "1:13: '==' compares values of one type, not string with int"),
    ("bucket.name == null", "1:13: '==' compares values of one type, not string with null"),
    ("1 == 1.0", "1:3: '==' compares values of one type, not int with double"),
    ("bucket.name + 1", "1:13: '+' does not work on string and int"),
    ("!bucket.name", "1:1: '!' does not work on string"),
    ("bucket.name && true", "1:8: each side of '&&' must be a bool, not string"),
    ("days ? 1 : 2", "1:1: the condition of '?:' must be a bool, not int"),
    ("true ? 1 : 'a'", "1:6: the two results of '?:' are int and string; they must be alike"),
    ("'a' in [1]", "1:5: 'in' does not work on string and list(int)"),
    ("days.all(x, true)", "1:6: all() goes over a list or a map, not over int"),
    ("bucket.statements.all(s, s.effect)", "1:28: the condition of all() must be a bool, not string"),
    ("[1]['a']", "1:5: a list's index is an int, not string"),
    ("{'a': 1}[1]", "1:10: this map's keys are string, not int"),
    ("{1: 2}.a", "1:8: a field of a map needs text keys; these are int: use [ ]"),
    ("days.name", "1:6: int has no fields, so none named 'name'"),
    ("days[0]", "1:5: [ ] works on lists and maps, not on int"),
    ("{1.5: 1}", "1:2: a map's key is a bool, int, uint or string, not double"),
    ("math.least('a')", "1:12: 'math.least' does not take string"),
    ("[[1]].sortBy(x, x)", "1:17: sortBy() cannot order list(int)"),
    ("bucket.name.matches('(')", "1:21: in the pattern, at character 2: '(' is never closed"),
    ("Thing{a: 1}", "1:1: unknown type 'Thing'"),
    ("-1u", "1:1: '-' does not work on uint"),
  ])
  func refuses(_ source: String, _ wanted: String) { #expect(type(of: source, Self.variables) == wanted) }

  @Test("only what can be a bool is a condition")
  func condition() throws {
    let schema = Schema(variables: Self.variables)
    #expect(try Expression("days > 1", schema: schema).isCondition)
    #expect(try Expression("bucket.extra.flag", schema: schema).isCondition)
    #expect(try !Expression("days + 1", schema: schema).isCondition)
  }
}
