import Model

/// An API that the provider's data file declares missing, and the rules that cannot be judged without it.
struct MissingAPI {
  struct Rule: Hashable {
    let id: String
    let title: String
    let severity: Severity
  }

  /// `minio`: the data file's name.
  let provider: String
  /// `GetPublicAccessBlock`
  let operation: String
  /// In ascending order of the ids.
  let rules: [Rule]

  /// In ascending order of provider and operation.
  static func all(in snapshots: [Snapshot]) -> [MissingAPI] {
    var found: [[String]: Set<Rule>] = [:]
    for snapshot in snapshots {
      for place in snapshot.findings.indices where snapshot.findings[place].status == .notApplicable {
        let finding = snapshot.findings[place]
        for case .unsupported(let operation) in finding.gaps {
          let rule = Rule(id: finding.ruleID, title: finding.title, severity: finding.severity)
          found[[snapshot.account.provider, operation], default: []].insert(rule)
        }
      }
    }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, rules in
      MissingAPI(
        provider: key[0], operation: key[1], rules: rules.sorted { ($0.id, $0.title) < ($1.id, $1.title) })
    }
  }
}

extension Finding {
  /// True for one that does not apply because the provider lacks an API.
  var isBeyondProvider: Bool {
    status == .notApplicable
      && gaps.contains {
        if case .unsupported = $0 { true } else { false }
      }
  }
}
