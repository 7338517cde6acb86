import Model

/// Some findings as one document: texts and rules once, and of each finding the numbers of its own.
///
/// An account of 500 buckets has 28,000 findings, which repeat the titles, references and aliases of 56 rules.
///
///     {"texts": ["…"], "rules": [[id, title, category, severity, resource type, [aliases], [references]]],
///      "findings": [[rule, status, resource, bucket, region, account, subject, message, what to do, cli, terraform,
///                    fingerprint, {the rest, where there is any}]]}
///
/// All but the rest are numbers: of a rule, of a text (-1: none), of a status in the order of `Status.allCases`.
struct FindingPage {
  let findings: [Finding]

  /// What most findings have nothing of.
  private struct Rest: Codable {
    var evidence: [Finding.Evidence]?
    var gaps: [Gap]?
    var isOptedOut: Bool?
    var monthlyCostImpactUSD: ExactDecimal?
    var waiver: Waiver?

    init?(_ finding: Finding) {
      guard
        !finding.evidence.isEmpty || !finding.gaps.isEmpty || finding.isOptedOut
          || finding.monthlyCostImpactUSD != nil || finding.waiver != nil
      else { return nil }
      evidence = finding.evidence.isEmpty ? nil : finding.evidence
      gaps = finding.gaps.isEmpty ? nil : finding.gaps
      isOptedOut = finding.isOptedOut ? true : nil
      monthlyCostImpactUSD = finding.monthlyCostImpactUSD
      waiver = finding.waiver
    }
  }

  // MARK: Writing

  static func json(_ findings: some Sequence<Finding>) throws -> [UInt8] {
    let output = JSONOutput()
    var texts = TextTable()
    var rules = RuleTable()
    output.beginObject()
    output.key("findings", at: 1)
    output.beginArray()
    var (resource, bucket, region, account) = (Column(), Column(), Column(), Column())
    for finding in findings {
      output.next(at: 2)
      output.beginArray()
      func write(_ number: Int) {
        output.next(at: 3)
        output.write(number)
      }
      write(rules.number(of: finding))
      write(finding.status.number)
      write(resource.number(of: finding.resource, in: &texts))
      write(bucket.number(of: finding.bucket, in: &texts))
      write(region.number(of: finding.region, in: &texts))
      write(account.number(of: finding.account, in: &texts))
      write(texts.number(of: finding.subject))
      write(texts.number(of: finding.message))
      write(texts.number(of: finding.remediation.text))
      write(texts.number(of: finding.remediation.cli))
      write(texts.number(of: finding.remediation.terraform))
      write(texts.number(of: finding.fingerprint))
      if let rest = Rest(finding) {
        output.next(at: 3)
        try StreamEncoder(output).write(rest)
      }
    }
    output.key("rules", at: 1)
    output.beginArray()
    for rule in rules.rules {
      output.next(at: 2)
      output.beginArray()
      for text in [rule.ruleID, rule.title, rule.category, rule.severity.rawValue, rule.resourceType] {
        output.next(at: 3)
        output.write(texts.number(of: text))
      }
      for list in [rule.aliases, rule.references] {
        output.next(at: 3)
        output.beginArray()
        for text in list {
          output.next(at: 4)
          output.write(texts.number(of: text))
        }
      }
    }
    output.key("texts", at: 1)
    try StreamEncoder(output).write(texts.texts)
    output.close(to: 0)
    return output.bytes
  }

  /// A column in which the same text mostly comes many times in a row.
  private struct Column {
    private var last: (text: String, number: Int)?

    mutating func number(of text: String?, in table: inout TextTable) -> Int {
      guard let text else { return -1 }
      if let last, last.text.isSameBytes(as: text) { return last.number }
      let number = table.number(of: text)
      last = (text, number)
      return number
    }
  }

  /// The rules of some findings; one rule has several entries where its severity differs.
  private struct RuleTable {
    /// The first finding of each.
    private(set) var rules: [Finding] = []
    private var numbers: [ExactText: [Int]] = [:]
    /// The number that was asked for last.
    private var latest = 0

    mutating func number(of finding: Finding) -> Int {
      // Resource after resource, the rules come in the same order.
      if !rules.isEmpty {
        let next = latest + 1 < rules.count ? latest + 1 : 0
        if rules[next].ruleID.isSameBytes(as: finding.ruleID), Self.isSame(rules[next], finding) {
          latest = next
          return next
        }
      }
      let known = numbers[ExactText(finding.ruleID)] ?? []
      if let number = known.first(where: { Self.isSame(rules[$0], finding) }) {
        latest = number
        return number
      }
      latest = rules.count
      numbers[ExactText(finding.ruleID), default: []].append(rules.count)
      rules.append(finding)
      return rules.count - 1
    }

    private static func isSame(_ rule: Finding, _ finding: Finding) -> Bool {
      rule.severity == finding.severity && rule.title.isSameBytes(as: finding.title)
        && rule.category.isSameBytes(as: finding.category)
        && rule.resourceType.isSameBytes(as: finding.resourceType)
        && rule.aliases.isSameBytes(as: finding.aliases) && rule.references.isSameBytes(as: finding.references)
    }
  }
}

// MARK: Reading

extension FindingPage: Decodable {
  private enum Key: String, CodingKey { case texts, rules, findings }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let texts = Texts(all: try values.decode([String].self, forKey: .texts))
    let rules = try values.decode([Rule].self, forKey: .rules)
    findings = try values.decode([Row].self, forKey: .findings).map { try $0.finding(rules, texts) }
  }

  private struct Texts {
    let all: [String]

    func text(_ number: Int) throws -> String {
      guard all.indices.contains(number) else { throw FindingPage.damaged("text", number) }
      return all[number]
    }

    func optional(_ number: Int) throws -> String? { number == -1 ? nil : try text(number) }
  }

  private struct Rule: Decodable {
    let numbers: [Int]
    let aliases: [Int]
    let references: [Int]

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      numbers = try (0..<5).map { _ in try values.decode(Int.self) }
      aliases = try values.decode([Int].self)
      references = try values.decode([Int].self)
    }
  }

  private struct Row: Decodable {
    let numbers: [Int]
    let rest: Rest?

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      numbers = try (0..<12).map { _ in try values.decode(Int.self) }
      rest = values.isAtEnd ? nil : try values.decode(Rest.self)
    }

    func finding(_ rules: [Rule], _ texts: Texts) throws -> Finding {
      guard rules.indices.contains(numbers[0]) else { throw FindingPage.damaged("rule", numbers[0]) }
      guard Status.allCases.indices.contains(numbers[1]) else { throw FindingPage.damaged("status", numbers[1]) }
      let rule = rules[numbers[0]]
      guard let severity = Severity(rawValue: try texts.text(rule.numbers[3])) else {
        throw FindingPage.damaged("severity", rule.numbers[3])
      }
      return Finding(
        ruleID: try texts.text(rule.numbers[0]), aliases: try rule.aliases.map { try texts.text($0) },
        title: try texts.text(rule.numbers[1]), category: try texts.text(rule.numbers[2]), severity: severity,
        status: Status.allCases[numbers[1]], resource: try texts.text(numbers[2]),
        resourceType: try texts.text(rule.numbers[4]), bucket: try texts.optional(numbers[3]),
        region: try texts.optional(numbers[4]), account: try texts.optional(numbers[5]),
        subject: try texts.text(numbers[6]), message: try texts.text(numbers[7]), evidence: rest?.evidence ?? [],
        remediation: Finding.Remediation(
          text: try texts.text(numbers[8]), cli: try texts.optional(numbers[9]),
          terraform: try texts.optional(numbers[10])),
        references: try rule.references.map { try texts.text($0) }, gaps: rest?.gaps ?? [],
        isOptedOut: rest?.isOptedOut ?? false, fingerprint: try texts.text(numbers[11]),
        monthlyCostImpactUSD: rest?.monthlyCostImpactUSD, waiver: rest?.waiver)
    }
  }

  private static func damaged(_ what: String, _ number: Int) -> Compression.Failure {
    Compression.Failure(description: "a stored finding names the \(what) \(number), which is not there")
  }
}

extension Status {
  /// Its place in `allCases`, of which the order is kept in databases.
  fileprivate var number: Int {
    switch self {
    case .pass: 0
    case .fail: 1
    case .unknown: 2
    case .notApplicable: 3
    }
  }
}
