import Model
import Testing

@testable import Rules

/// Less knowledge may leave a verdict open, but never turns it round.
struct ThreeValuedTests {
  @Test("replacing any known input by unknown never turns a fail into a pass, nor a pass into a fail")
  func monotone() throws {
    let denied = Fact.unknown(.denied(permission: "s3:Test"))
    var tried = 0
    for rule in try RuleSet.builtIn().rules {
      for example in rule.examples where example.expect != .unknown {
        for variable in example.given.keys where variable != "params" && variable != "now" {
          guard let fact = example.given[variable] else { continue }
          for changed in fact.replacingEachPart(by: denied) {
            var given = example.given
            given[variable] = changed
            let status = ExampleRun.combined(rule.verdicts(on: Document(given)).map(\.status))
            tried += 1
            #expect(
              status == example.expect || status == .unknown,
              "\(rule.id), \(example.name): \(example.expect) became \(status)")
          }
        }
      }
    }
    #expect(tried > 800)
  }

  @Test("the same for whole settings of real documents")
  func monotoneOnDocuments() throws {
    let denied = Fact.unknown(.denied(permission: "s3:Test"))
    let rules = try RuleSet.builtIn().rules.filter { $0.resource == .bucket }
    for bucket in [Make.fullBucket(), Make.bucket("plain")] {
      let facts = DocumentBuilder(Make.snapshot([bucket]), trustedAccounts: []).document(of: bucket)
      guard case .object(let settings)? = facts["bucket"] else { continue }
      let before = rules.map { Self.status($0, facts) }
      for name in settings.keys {
        var changed = facts
        changed["bucket"] = .object(settings.merging([name: denied]) { _, new in new })
        for (rule, old) in zip(rules, before) {
          let new = Self.status(rule, changed)
          #expect(new == old || new == .unknown, "\(rule.id): \(old) became \(new) without \(name)")
        }
      }
    }
  }

  private static func status(_ rule: Rule, _ facts: [String: Fact]) -> Status {
    let document = Document(facts).with("params", rule.parameterValue)
    return ExampleRun.combined(rule.verdicts(on: document).map(\.status))
  }
}

extension Fact {
  /// The fact with one part of it replaced, for each part: itself, each field, each element, all the way down.
  func replacingEachPart(by other: Fact) -> [Fact] {
    switch self {
    case .unknown: []
    case .object(let fields):
      [other]
        + fields.flatMap { name, value in
          value.replacingEachPart(by: other).map { .object(fields.merging([name: $0]) { _, new in new }) }
        }
    case .list(let items):
      [other]
        + items.indices.flatMap { index in
          items[index].replacingEachPart(by: other).map { part in
            var copy = items
            copy[index] = part
            return .list(copy)
          }
        }
    default: [other]
    }
  }
}
