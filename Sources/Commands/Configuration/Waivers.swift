public import Model

/// Waivers put on findings.
public struct Waivers: Sendable {
  private let rules: [AuditConfiguration.WaiverRule]

  public init(_ rules: [AuditConfiguration.WaiverRule]) { self.rules = rules }

  /// The findings with the waivers that hold at `now`, and remarks about waivers that have run out or match nothing.
  public func apply(to findings: [Finding], now: Timestamp) -> (findings: [Finding], remarks: [String]) {
    var used = [Bool](repeating: false, count: rules.count)
    let waived = findings.map { finding in
      guard finding.status == .fail || finding.status == .unknown else { return finding }
      var finding = finding
      for (index, rule) in rules.enumerated()
      where glob(rule.rule, matches: finding.ruleID) && glob(rule.resource, matches: finding.resource) {
        used[index] = true
        if finding.waiver == nil, now < rule.waiver.expires { finding.waiver = rule.waiver }
      }
      return finding
    }
    let remarks = rules.enumerated().compactMap { index, rule in
      if now >= rule.waiver.expires {
        "\(rule.place): the waiver for \(rule.rule) ran out on \(rule.waiver.expires.day) and no longer holds"
      } else if !used[index] {
        "\(rule.place): the waiver for \(rule.rule) on \(rule.resource) matches no finding"
      } else {
        String?.none
      }
    }
    return (waived, remarks)
  }
}

/// `*` is any run of characters, `?` one; linear in practice: only the last `*` is ever gone back to.
func glob(_ pattern: String, matches text: String) -> Bool {
  let pattern = Array(pattern.unicodeScalars)
  let text = Array(text.unicodeScalars)
  var p = 0
  var t = 0
  var star: (pattern: Int, text: Int)?
  while t < text.count {
    if p < pattern.count, pattern[p] == "*" {
      star = (p, t)
      p += 1
    } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
      p += 1
      t += 1
    } else if let last = star {
      p = last.pattern + 1
      t = last.text + 1
      star = (last.pattern, t)
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == "*" }
}
