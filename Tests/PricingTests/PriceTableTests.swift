import Foundation
import Model
import Pricing
import Testing

struct PriceTableTests {
  @Test(
    "every table that the program carries can be read, and says where each price is from",
    arguments: PriceTable.builtInNames)
  func builtIn(_ name: String) throws {
    let isAWS = name.hasPrefix("aws-")
    let table = try PriceTable.builtIn(
      isAWS ? "aws" : name, region: isAWS ? String(name.dropFirst(4)) : "anywhere")
    #expect(table.name == name)
    #expect(table.prices["storage.STANDARD"] != nil)
    #expect(!table.date.isEmpty)
    for price in table.prices.values {
      #expect(!price.sources.isEmpty)
      #expect(!price.date.isEmpty)
    }
    if isAWS {
      #expect(table.gigabyteBytes == 1 << 30)
      #expect(table.region == String(name.dropFirst(4)))
      // Bands get cheaper, in every region where they are known.
      let bands = try #require(table.prices["storage.STANDARD"]).bands.compactMap(\.price)
      #expect(bands == bands.sorted(by: >))
    }
  }

  @Test func holdsTheRegionsAndProviders() {
    let names = PriceTable.builtInNames
    #expect(names.count { $0.hasPrefix("aws-") } == 37)
    for name in ["wasabi", "backblaze-b2", "cloudflare-r2", "digitalocean-spaces", "ibm-cos", "oracle-oci"] {
      #expect(names.contains(name))
    }
  }

  @Test("a provider without prices, and a region without a table, are told apart")
  func noTable() {
    #expect(throws: Problem.self) { try PriceTable.builtIn("generic", region: "us-east-1") }
    let region = #expect(throws: Problem.self) { try PriceTable.builtIn("aws", region: "mars-north-1") }
    #expect(region?.what == "there is no price table for region 'mars-north-1' of 'aws'")
    #expect(throws: Problem.self) { try PriceTable.builtIn("../prices/aws", region: "x") }
  }

  private static let head = """
    "schema": "audit-prices/1", "name": "x", "provider": "x", "title": "X", "currency": "USD", "date": "2026",
    "gigabyte_bytes": 1000000000, "sources": {"a": {"title": "A", "date": "2026"}}
    """

  private static func table(_ price: String) -> String {
    "{\(head), \"prices\": {\"storage.STANDARD\": {\"unit\": \"GB-month\", \"date\": \"2026\", \"sources\": [\"a\"], \(price)}}}"
  }

  @Test(
    "a broken table is a problem that names the place",
    arguments: [
      ("not JSON", "JSON"), ("{}", "schema"), (table(#""per": 1"#), "an unknown price is null"),
      (table(#""per": 0, "price": "1""#), "per"), (table(#""per": 3, "price": "1""#), "does not divide 1 exactly"),
      (table(#""per": 1, "price": 0.023"#), "storage.STANDARD.price"),
      (table(#""per": 1, "price": "cheap""#), "not a decimal: cheap"),
      (table(#""per": 1, "price": "-1""#), "below zero"), (table(#""per": 1, "prcie": "1""#), "an unknown key"),
      (table(#""per": 1, "price": "1", "tiers": []"#), "beside tiers"),
      (table(#""per": 1, "tiers": []"#), "tiers begin at 0"),
      (table(#""per": 1, "tiers": [{"from": 1, "to": null, "price": "1"}]"#), "tiers begin at 0"),
      (table(#""per": 1, "tiers": [{"from": 0, "to": 5, "price": "1"}]"#), "the last has no end"),
      (
        table(#""per": 1, "tiers": [{"from": 0, "to": 5, "price": "1"}, {"from": 6, "to": null, "price": "1"}]"#),
        "follow each other"
      ),
      (table(#""per": 1, "tiers": [{"from": 0, "price": "1"}]"#), "an open end is null"),
      (table(#""per": 1, "price": "1""#).replacingOccurrences(of: #"["a"]"#, with: #"["b"]"#), "names the source 'b'"),
      ("{\(head.replacingOccurrences(of: "1000000000", with: "3")), \"prices\": {}}", "gigabyte_bytes"),
      (
        "{\(head.replacingOccurrences(of: "audit-prices/1", with: "audit-prices/2")), \"prices\": {}}", "audit-prices/2"
      ),
    ])
  func refuses(_ json: String, _ words: String) {
    let problem = #expect(throws: Problem.self) { try PriceTable(json: json, file: "prices/x.json") }
    #expect(problem?.what == "prices/x.json is not a price table")
    #expect(problem?.why.contains(words) == true, "\(problem?.why ?? "")")
  }

  @Test func anUnknownPriceIsNotZero() throws {
    let table = try PriceTable(json: Self.table(#""per": 1, "price": null"#), file: "x")
    let cost = try #require(table.prices["storage.STANDARD"]).cost(of: ExactDecimal(5))
    #expect(!cost.isComplete)
    #expect(cost.known == .zero)
  }
}
