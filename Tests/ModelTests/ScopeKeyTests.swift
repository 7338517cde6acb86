import Model
import Testing

struct ScopeKeyTests {
  @Test func readsAsText() {
    let account = Account(partition: "aws", id: "123456789012")
    #expect(
      account.scopeKey(ScanScope(buckets: ["b", "a", "b"], prefix: "raw/"))
        == "endpoint=aws account=123456789012 buckets=a,b prefix=raw/ depth=2 with=listing,metrics,iam")
    #expect(
      Account(partition: "x", endpoint: "http://127.0.0.1:5000").scopeKey(ScanScope(includesIAM: false))
        == "endpoint=http://127.0.0.1:5000 account=? buckets=* prefix= depth=2 with=listing,metrics")
  }

  @Test("no two scopes share a key")
  func isInjective() {
    let accounts = [Account(partition: "aws"), Account(partition: "aws", id: "?"), Account(partition: "aws", id: "1")]
    var scopes: [ScanScope] = [ScanScope()]
    for text in ["a", "a,b", "*", "a b", "prefix=x", "ä", "a\u{308}", "%20", "\u{0}"] {
      scopes.append(ScanScope(buckets: [text]))
      scopes.append(ScanScope(prefix: text))
    }
    scopes += [
      ScanScope(buckets: ["a", "b"]), ScanScope(depth: 3), ScanScope(includesListing: false),
      ScanScope(includesMetrics: false), ScanScope(includesIAM: false),
    ]
    let keys = accounts.flatMap { account in scopes.map { account.scopeKey($0) } }
    #expect(Set(keys.map { Array($0.utf8) }).count == keys.count)
  }
}
