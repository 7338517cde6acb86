import Foundation
import Model
import Testing

struct ExactDecimalTests {
  @Test(arguments: [
    ("0", "0"), ("-12", "-12"), ("+7", "7"), ("0.023", "0.023"), (".5", "0.5"), ("5.", "5"), ("1e-3", "0.001"),
    ("1E3", "1000"), ("2.50", "2.5"), ("-0.0", "0"), ("235.520", "235.52"),
    ("1e-38", "0.00000000000000000000000000000000000001"),
    ("0.0000000000000000000000000000000000000000010", "0.000000000000000000000000000000000000000001"),
    ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ("", nil), (".", nil), ("-", nil), ("1.2.3", nil), ("1,5", nil), ("0x10", nil), ("1e", nil), ("1e99", nil),
    ("1e-9223372036854775808", nil), ("1e38", "100000000000000000000000000000000000000"), ("9e38", nil), ("NaN", nil),
    ("١", nil), ("1 ", nil),
    ("999999999999999999999999999999999999999999", nil),
  ])
  func reads(_ text: String, _ expected: String?) {
    #expect(ExactDecimal(text)?.description == expected)
  }

  @Test func equalNumbersAreEqual() {
    #expect(decimal("2.50") == decimal("2.5"))
    #expect(Set([decimal("1.0"), decimal("1"), decimal("1e0")]).count == 1)
    #expect(decimal("0.1") < decimal("0.11"))
    #expect(decimal("-0.1") < .zero)
    #expect(decimal("10000000000000000000000000000000000000") > decimal("0.0000000000000000000000000000000000001"))
  }

  @Test(arguments: [
    ("0.1", "0.2", "0.3"), ("-0.1", "0.1", "0"), ("1e37", "1", "10000000000000000000000000000000000001"),
    // 37 digits before the point and 37 behind it do not fit: what does not is rounded once, half to even.
    ("1e37", "0.5", "10000000000000000000000000000000000000.5"),
    ("1e37", "0.0000000000000000000000000000000000001", "10000000000000000000000000000000000000"),
    ("10000000000000000000000000000000000001", "0.05", "10000000000000000000000000000000000001"),
    ("10000000000000000000000000000000000001", "0.15", "10000000000000000000000000000000000001.2"),
  ])
  func adds(_ left: String, _ right: String, _ sum: String) {
    #expect((decimal(left) + decimal(right)).description == sum)
    #expect((decimal(right) + decimal(left)).description == sum)
  }

  @Test(arguments: [
    ("0.023", "10", "0.23"), ("-0.5", "0.5", "-0.25"), ("0", "-3", "0"),
    ("0.0000000000000000001", "0.0000000000000000001", "0.00000000000000000000000000000000000001"),
    // Exact products of 38 digits, and longer ones rounded half to even.
    ("1.0000000000000000001", "1.0000000000000000001", "1.00000000000000000020000000000000000001"),
    ("9.9999999999999999999", "9.9999999999999999999", "99.999999999999999998"),
    ("9999999999999999999", "9999999999999999999", "99999999999999999980000000000000000001"),
  ])
  func multiplies(_ left: String, _ right: String, _ product: String) {
    #expect(decimal(left) * decimal(right) == decimal(product))
  }

  @Test(arguments: [
    ("1", "3", 28, "0.3333333333333333333333333333"), ("2", "3", 4, "0.6667"), ("1", "8", 2, "0.12"),
    ("3", "8", 2, "0.38"), ("-1", "4", 28, "-0.25"), ("0", "7", 28, "0"), ("10", "0.004", 28, "2500"),
    ("0.004", "10", 28, "0.0004"), ("1e30", "1e-8", 2, "100000000000000000000000000000000000000"),
    // A divisor times a power of ten that fits no machine word.
    ("0.0000000000000000000000000001", "1000000000000", 40, "0.0000000000000000000000000000000000000001"),
    ("1000000000000", "0.0000000000000000000000000001", 0, nil), ("1", "0", 28, nil),
    ("1", "100000000000000000000000000000000000007", 38, "0.00000000000000000000000000000000000001"),
    ("1.23456789", "1", 3, "1.235"), ("1.2345", "1", 3, "1.234"), ("1.23450001", "1", 3, "1.235"),
    ("100000000000000000000000000000000000000", "3", 28, "33333333333333333333333333333333333333"),
  ])
  func divides(_ left: String, _ right: String, _ digits: Int, _ quotient: String?) {
    #expect(decimal(left).divided(by: decimal(right), digits: digits)?.description == quotient)
  }

  @Test("agrees with Foundation's Decimal on random sums, products and quotients")
  func agrees() throws {
    var random = Random(seed: 7)
    for _ in 0..<500 {
      let left = ExactDecimal(
        coefficient: Int128(random.between(-1_000_000_000, 1_000_000_000)), scale: random.below(9))
      let right = ExactDecimal(
        coefficient: Int128(random.between(-1_000_000_000, 1_000_000_000)), scale: random.below(9))
      let a = try #require(Decimal(string: left.description))
      let b = try #require(Decimal(string: right.description))
      #expect((left + right).description == "\(a + b)")
      #expect((left - right).description == "\(a - b)")
      #expect((left * right).description == "\(a * b)")
      #expect((left < right) == (a < b))
      guard !right.isZero, let quotient = left.divided(by: right, digits: 12) else { continue }
      var exact = a / b
      var rounded = Decimal()
      NSDecimalRound(&rounded, &exact, 12, .bankers)
      #expect(quotient.description == "\(rounded)")
    }
  }

  @Test(arguments: [
    ("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("0.0049", 2, "0.00"), ("12", 2, "12.00"), ("12.3", 2, "12.30"),
    ("999.995", 2, "1000.00"), ("0.5", 0, "1"), ("-0.001", 2, "0.00"), ("1e-38", 2, "0.00"), ("7", 0, "7"),
  ])
  func fixed(_ number: String, _ digits: Int, _ text: String) {
    #expect(decimal(number).fixed(digits) == text)
  }

  @Test(arguments: [
    (Int64(0), "0"), (1 << 30, "1"), (10 << 30, "10"), (104_857_600, "0.09765625"),
    (1, "0.000000000931322574615478515625"), (100_000_000_000_000_000, "93132257.4615478515625"),
  ])
  func gigabytes(_ bytes: Int64, _ text: String) {
    #expect(ExactDecimal.gigabytes(ofBytes: bytes).description == text)
  }

  @Test("every byte counts up to 100 PB")
  func gigabytesAreExact() {
    let bytes: Int64 = 99_999_999_999_999_999
    let all = ExactDecimal.gigabytes(ofBytes: bytes)
    let one = ExactDecimal.gigabytes(ofBytes: 1)
    #expect(all - ExactDecimal.gigabytes(ofBytes: bytes - 1) == one)
    #expect(all * ExactDecimal(Int64(1) << 30) == ExactDecimal(bytes))
  }

  @Test func travelsAsText() throws {
    let json = try JSONEncoder().encode([decimal("0.0230"), decimal("-7")])
    #expect(String(decoding: json, as: UTF8.self) == #"["0.023","-7"]"#)
    #expect(try JSONDecoder().decode([ExactDecimal].self, from: json) == [decimal("0.023"), decimal("-7")])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ExactDecimal].self, from: Data(#"["ten"]"#.utf8)) }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ExactDecimal].self, from: Data("[0.023]".utf8)) }
  }
}

/// A literal of a test; one that cannot be read fails the comparison that it stands in.
private func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? ExactDecimal(-987_654_321) }
