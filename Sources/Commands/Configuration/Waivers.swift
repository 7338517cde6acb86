public import Model
import Policy

/// Waivers put on findings.
public struct Waivers: Sendable {
  private struct Entry: Sendable {
    let rule: Glob
    let resource: Glob
    let source: AuditConfiguration.WaiverRule
  }

  private let entries: [Entry]

  public init(_ rules: [AuditConfiguration.WaiverRule]) {
    entries = rules.map { Entry(rule: Glob($0.rule), resource: Glob($0.resource), source: $0) }
  }

  /// The findings with the waivers that hold at `now`, and remarks about waivers that have run out or match nothing.
  public func apply(to findings: [Finding], now: Timestamp) -> (findings: [Finding], remarks: [String]) {
    var used = [Bool](repeating: false, count: entries.count)
    let waived = findings.map { finding in
      guard finding.status == .fail || finding.status == .unknown else { return finding }
      var finding = finding
      for (index, entry) in entries.enumerated()
      where entry.rule.matches(finding.ruleID) && entry.resource.matches(finding.resource) {
        used[index] = true
        if finding.waiver == nil, now < entry.source.waiver.expires { finding.waiver = entry.source.waiver }
      }
      return finding
    }
    let remarks = entries.enumerated().compactMap { index, entry in
      remark(on: entry.source, isUsed: used[index], now: now)
    }
    return (waived, remarks)
  }

  private func remark(on rule: AuditConfiguration.WaiverRule, isUsed: Bool, now: Timestamp) -> String? {
    if now >= rule.waiver.expires {
      return "\(rule.place): the waiver for \(rule.rule) ran out on \(rule.waiver.expires.day) and no longer holds"
    }
    return isUsed ? nil : "\(rule.place): the waiver for \(rule.rule) on \(rule.resource) matches no finding"
  }
}
