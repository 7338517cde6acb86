import CEL
import Testing

struct FunctionTests {
  @Test(arguments: [
    ("'tacocat'.charAt(0) + 'x'.charAt(1)", #""t""#), ("'a😀b'.charAt(1)", #""😀""#),
    ("'abc'.charAt(4)", "error: 1:7: position 4 is outside the text of 3"),
    ("'a😀b'.indexOf('b')", "2"), ("'tacocat'.indexOf('a', 2)", "5"), ("'abc'.indexOf('')", "0"),
    ("'abc'.indexOf('x')", "-1"), ("'tacocat'.lastIndexOf('at')", "5"),
    ("'tacocat'.lastIndexOf('a', 3)", "1"), ("['a', 'b'].join('-') + ['a', 'b'].join()", #""a-bab""#),
    ("[1].join()", "error: 1:5: 'join' does not take (list)"),
    ("'a,b,c'.split(',')", #"["a", "b", "c"]"#), ("'a,b,c'.split(',', 2)", #"["a", "b,c"]"#),
    ("'a,b'.split(',', 0)", "[]"), ("'a,b'.split(',', 1)", #"["a,b"]"#), ("'abc'.split('')", #"["a", "b", "c"]"#),
    ("''.split(',')", #"[""]"#), ("'hello'.replace('l', 'L')", #""heLLo""#),
    ("'hello'.replace('l', 'L', 1)", #""heLlo""#), ("'ab'.replace('', '_')", #""_a_b_""#),
    ("'ab'.replace('', '_', 2)", #""_a_b""#),
    ("'tacocat'.substring(4)", #""cat""#), ("'tacocat'.substring(0, 4)", #""taco""#),
    ("' \\u00a0x\\n'.trim()", #""x""#), ("'HÉ'.lowerAscii()", #""hÉ""#), ("'hé'.upperAscii()", #""Hé""#),
    ("'a😀'.reverse()", #""😀a""#), (#"strings.quote("a\"\n")"#, #""\"a\\\"\\n\"""#), ("size('é😀')", "2"),
    ("'abc'.contains('') && 'abc'.startsWith('ab') && 'abc'.endsWith('bc')", "true"),
    ("'abc'.contains('abcd') || 'c'.endsWith('bc')", "false"),
  ])
  func strings(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    (
      "'%s %d %.2f %x %X %o %b %e %%'.format(['a', 1, 2.345, 255, 'hi', 8, 5, 1500.0])",
      #""a 1 2.35 ff 6869 10 101 1.500000e+03 %""#
    ),
    ("'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5])", #""0 2 2""#), ("'%.1f'.format([0.25])", #""0.2""#),
    ("'%.3f'.format([-0.0005])", #""-0.001""#), ("'%.2e'.format([9.999])", #""1.00e+01""#),
    ("'%.0e'.format([0.0])", #""0e+00""#),
    ("'%f'.format([1e22])", #""10000000000000000000000.000000""#),
    ("'%.20f'.format([0.1])", #""0.10000000000000000555""#), ("'%b'.format([true])", #""1""#),
    ("'%x'.format([-255])", #""-ff""#),
    ("'%s'.format([{'b': [1, 2.0], 'a': null}])", #""{a: null, b: [1, 2]}""#),
    ("'%d'.format([])", "error: 1:6: the format wants more than the 0 values given"),
    ("'%y'.format([1])", "error: 1:6: the format has no clause '%y'"),
    ("'%'.format([1])", "error: 1:5: the format ends in the middle of a clause"),
    ("'%.f'.format([1])", "error: 1:7: '%.' needs a number of digits, 1000 at most, and a clause"),
    ("'%.99999f'.format([1.0])", "error: 1:12: '%.' needs a number of digits, 1000 at most, and a clause"),
    ("'%d'.format(['x'])", "error: 1:6: '%d' does not take a string"),
  ])
  func format(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("int('42') + int(3.9) + int(4u) + int(true ? '1' : '')", "50"),
    ("int('x')", "error: 1:1: \"x\" does not read as a int"), ("int(1e19)", "error: 1:1: int overflow"),
    ("uint(-1)", "error: 1:1: uint overflow"),
    ("uint(1.9)", "1u"), ("double('1e3') + double(1) + double(1u)", "1002.0"),
    ("string(1.0) + string(0.1) + string(1e100) + string(-0.0)", #""10.11e+100-0""#),
    ("string(true) + string(b'hi')", #""truehi""#),
    ("string(b'\\xff')", "error: 1:1: the bytes are not UTF-8"), ("bytes('é')", #"b"\xc3\xa9""#),
    ("bool('true') && !bool('F')", "true"), ("bool('yes')", "error: 1:1: \"yes\" does not read as a bool"),
    ("string(type(1)) == 'int'", "error: 1:1: 'string' does not take (type)"), ("dyn(1)", "1"),
    ("type([]) == list && type({}) == map && type(null) == null_type", "true"),
    ("int(double('NaN'))", "error: 1:1: int overflow"),
  ])
  func conversions(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("timestamp('2026-11-20T13:42:00.5+01:30')", #"timestamp("2026-11-20T12:12:00.5Z")"#),
    ("timestamp('2026-02-29T00:00:00Z')", "error: 1:1: \"2026-02-29T00:00:00Z\" does not read as a timestamp"),
    ("timestamp('2024-02-29T23:59:59Z') + duration('1s')", #"timestamp("2024-03-01T00:00:00Z")"#),
    ("timestamp('2026-01-01')", "error: 1:1: \"2026-01-01\" does not read as a timestamp"),
    ("timestamp('1969-12-31T23:59:59.999999999Z') + duration('2ns')", #"timestamp("1970-01-01T00:00:00.000000001Z")"#),
    ("timestamp('2026-11-20T00:00:00Z') - timestamp('2026-11-01T00:00:00Z') == duration('456h')", "true"),
    ("timestamp('2026-11-20T13:42:07.250Z').getFullYear()", "2026"),
    ("timestamp('2026-11-20T13:42:07Z').getMonth()", "10"), ("timestamp('2026-11-20T13:42:07Z').getDate()", "20"),
    ("timestamp('2026-11-20T13:42:07Z').getDayOfMonth()", "19"),
    ("timestamp('2026-11-20T13:42:07Z').getDayOfWeek()", "5"),
    ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"),
    ("timestamp('2026-11-20T23:42:07Z').getHours('+02:00')", "1"),
    ("timestamp('2026-11-20T23:42:07Z').getHours('-03:30')", "20"),
    ("timestamp('2026-11-20T23:42:07.25Z').getMilliseconds()", "250"),
    ("timestamp('2026-11-20T23:42:07Z').getHours('Mars/Olympus')", "error: 1:35: no such time zone: \"Mars/Olympus\""),
    (
      "timestamp('2026-11-20T23:42:07Z').getHours('../../etc/passwd')",
      "error: 1:35: no such time zone: \"../../etc/passwd\""
    ),
    ("duration('1h30m').getMinutes()", "90"), ("duration('-1.5s')", #"duration("-1.5s")"#),
    ("duration('1h2m3s4ms5us6ns')", #"duration("3723.004005006s")"#), ("duration('0')", #"duration("0s")"#),
    ("duration('1d')", "error: 1:1: \"1d\" does not read as a duration"),
    ("duration('')", "error: 1:1: \"\" does not read as a duration"),
    ("duration('300y')", "error: 1:1: \"300y\" does not read as a duration"),
    ("duration('-9223372036.854775808s')", #"duration("-9223372036.854775808s")"#),
    ("duration('9223372036854775808ns')", "error: 1:1: \"9223372036854775808ns\" does not read as a duration"),
    ("duration('2562048h')", "error: 1:1: \"2562048h\" does not read as a duration"),
    ("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "error: 1:35: timestamp overflow"),
    ("int(timestamp('1970-01-02T00:00:00Z'))", "86400"), ("timestamp(253402300800)", "error: 1:1: timestamp overflow"),
  ])
  func times(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("[1, 2, 3, 4].slice(1, 3)", "[2, 3]"),
    ("[1].slice(0, 2)", "error: 1:5: there is no slice from 0 to 2 of a list of 1"),
    ("[1, [2, [3]]].flatten()", "[1, 2, [3]]"), ("[1, [2, [3]]].flatten(2)", "[1, 2, 3]"),
    ("[1, 2.0, 1u, 2].distinct()", "[1, 2.0]"),
    ("['b', 'a'].sort()", #"["a", "b"]"#), ("[3, 1.5, 2u].sort()", "[1.5, 2u, 3]"),
    ("[1, 'a'].sort()", "error: 1:10: a list is sorted by keys of one type that has an order, not by int and string"),
    ("[1, 2].reverse()", "[2, 1]"), ("lists.range(3)", "[0, 1, 2]"),
    ("[].first().hasValue()", "false"), ("[1, 2].last().value()", "2"), ("sets.contains([1, 2, 3], [2, 1.0])", "true"),
    ("sets.contains([1], [1, 2])", "false"), ("sets.equivalent([1, 1, 2], [2, 1])", "true"),
    ("sets.intersects([1], [2])", "false"), ("sets.intersects([1, 2], [2u])", "true"),
    ("math.greatest([1, 2.5, 2])", "2.5"), ("math.least(1, -2, 3u)", "-2"),
    ("math.greatest([])", "error: 1:6: math.greatest() needs a number at least"), ("math.round(-2.5)", "-3.0"),
    ("math.abs(-3) + math.sign(-7)", "2"), ("math.bitShiftRight(-1, 1)", "9223372036854775807"),
    ("math.bitShiftLeft(1, 64)", "0"), ("math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0)", "true"),
    ("math.sqrt(9)", "3.0"), ("base64.encode(b'hi')", #""aGk=""#), ("base64.encode(b'')", #""""#),
    ("base64.decode('aGk')", #"b"hi""#), ("base64.decode('a')", "error: 1:8: the text is not base64"),
    ("base64.decode('aGk==')", "error: 1:8: the text is not base64"),
    ("optional.none().value()", "error: 1:17: optional.none() has no value"),
    ("optional.ofNonZeroValue(0).or(optional.of(2)).value()", "2"),
  ])
  func collections(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("ip('10.0.0.1')", #"ip("10.0.0.1")"#), ("ip('10.0.0.01')", "error: 1:1: \"10.0.0.01\" is not an IP address"),
    ("ip('2001:0DB8:0:0:0:0:0:1')", #"ip("2001:db8::1")"#),
    ("ip('1::2::3')", "error: 1:1: \"1::2::3\" is not an IP address"), ("isIP('1.2.3.256')", "false"),
    ("ip('::')", #"ip("::")"#),
    ("string(ip('1:0:0:2:0:0:0:3'))", #""1:0:0:2::3""#), ("cidr('10.1.2.3/8').masked()", #"cidr("10.0.0.0/8")"#),
    ("cidr('0.0.0.0/0').containsIP('8.8.8.8')", "true"), ("cidr('::/0').containsIP('8.8.8.8')", "false"),
    ("ip('::ffff:808:808') == ip('8.8.8.8') && ip('::ffff:808:808').family() == 6", "true"),
    ("cidr('8.0.0.0/8').containsIP('::ffff:808:808')", "true"),
    ("cidr('::ffff:0:0/96').containsIP('::ffff:808:808')", "true"),
    ("cidr('10.0.0.0/33')", "error: 1:1: \"10.0.0.0/33\" is not a block of addresses, such as 10.0.0.0/8"),
    ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", "false"),
    ("ip('fe80::1').isLinkLocalUnicast() && ip('127.3.0.1').isLoopback() && ip('0.0.0.0').isUnspecified()", "true"),
    ("ip('255.255.255.255').isGlobalUnicast()", "false"), ("isIP('1:2:3:4:5:6:7:8:9')", "false"),
    ("isIP('::ffff:1.2.3.4')", "false"), ("isIP('fe80::1%eth0')", "false"), ("isIP(':')", "false"),
    ("isIP('')", "false"),
  ])
  func network(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }
}
