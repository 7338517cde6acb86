import Model

/// One setting before and after, in words.
public struct SettingChange: Sendable, Codable, Hashable {
  /// `versioning`, `tag owner`, `lifecycle rule expire-logs`, …
  public var setting: String
  public var before: String
  public var after: String
  /// False when one side could not be read: then it is not known whether anything changed.
  public var isKnown: Bool

  static let none = "not configured"

  /// The changes of one setting that consists of facts.
  static func changes(
    _ name: String, from old: Observation<[Fact]>, to new: Observation<[Fact]>
  ) -> [SettingChange] {
    // What nobody asked for did not change.
    if old.gap == .notCollected || new.gap == .notCollected { return [] }
    if let gap = old.gap {
      guard new.gap == nil else { return [] }
      return [SettingChange(setting: name, before: "unknown: \(gap)", after: summary(new), isKnown: false)]
    }
    if let gap = new.gap {
      return [SettingChange(setting: name, before: summary(old), after: "unknown: \(gap)", isKnown: false)]
    }
    let before = unique(old.value ?? [])
    let after = unique(new.value ?? [])
    let wordsBefore = Dictionary(uniqueKeysWithValues: before.map { (Name($0.name), $0.words) })
    let wordsAfter = Dictionary(uniqueKeysWithValues: after.map { (Name($0.name), $0.words) })
    let names = before.map(\.name) + after.map(\.name).filter { wordsBefore[Name($0)] == nil }
    return names.compactMap { name in
      let words = (before: wordsBefore[Name(name)] ?? none, after: wordsAfter[Name(name)] ?? none)
      guard !words.before.utf8.elementsEqual(words.after.utf8) else { return nil }
      return SettingChange(setting: name, before: words.before, after: words.after, isKnown: true)
    }
  }

  private static func summary(_ facts: Observation<[Fact]>) -> String {
    guard let facts = facts.value, !facts.isEmpty else { return none }
    return facts.count == 1 ? facts[0].words : facts.map { "\($0.name): \($0.words)" }.joined(separator: "; ")
  }

  /// Two facts of one name (lifecycle rules without an id) become `name` and `name (2)`.
  private static func unique(_ facts: [Fact]) -> [Fact] {
    var counts: [Name: Int] = [:]
    var taken = Set(facts.map { Name($0.name) })
    return facts.map { fact in
      var fact = fact
      counts[Name(fact.name), default: 0] += 1
      guard var count = counts[Name(fact.name)], count > 1 else { return fact }
      // An id may read `name (2)` itself.
      let name = fact.name
      repeat {
        fact.name = "\(name) (\(count))"
        count += 1
      } while !taken.insert(Name(fact.name)).inserted
      return fact
    }
  }
}

/// A named part of a setting, in words.
struct Fact {
  var name: String
  var words: String

  init(_ name: String, _ words: String) {
    self.name = name
    self.words = words
  }
}
