import Model
import Testing

@testable import Reports

struct WordsTests {
  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1536, "1.50 KiB"), (1_048_575, "1.00 MiB"),
    (10 << 30, "10.00 GiB"), (5_497_558_138_880, "5.00 TiB"), (-2048, "-2.00 KiB"), (Int64.max, "8.00 EiB"),
  ])
  func bytes(_ bytes: Int64, _ words: String) { #expect(Words.bytes(bytes) == words) }

  @Test(arguments: [
    ("0", "$0.00"), ("0.23", "$0.23"), ("1234567.891", "$1,234,567.89"), ("0.0077", "$0.0077"), ("0.005", "$0.005"),
    ("0.00000001", "< $0.000001"), ("-3.5", "-$3.50"), ("0.995", "$1.00"), ("999.999", "$1,000.00"),
  ])
  func money(_ amount: String, _ words: String) throws {
    #expect(Words.money(try #require(ExactDecimal(amount))) == words)
  }

  @Test func amountsThatAreMissingAreSaid() throws {
    let part = CostTotal(known: try #require(ExactDecimal("1.5")), missing: ["no price"])
    #expect(Words.money(part) == "at least $1.50")
    #expect(Words.money(CostTotal(known: .zero, missing: ["no price"])) == "unknown")
    #expect(Words.monthly(CostTotal(known: .zero, missing: ["no price"]), currency: "USD") == "unknown")
    #expect(Words.monthly(part, currency: "USD") == "at least $1.50 a month")
    #expect(Words.money(CostTotal(known: .zero), currency: "CNY") == "CNY 0.00")
  }

  @Test func quantitiesKeepFourDecimals() throws {
    #expect(Words.quantity(try #require(ExactDecimal("10"))) == "10")
    #expect(Words.quantity(try #require(ExactDecimal("1234.56789"))) == "1,234.5679")
    #expect(Words.quantity(try #require(ExactDecimal("0.00001"))) == "< 0.0001")
  }

  @Test func shares() {
    #expect(Words.percent(1, of: 3) == "33.3 %")
    #expect(Words.percent(0, of: 0) == "–")
    #expect(Words.percent(Int64.max, of: Int64.max) == "100.0 %")
  }
}
