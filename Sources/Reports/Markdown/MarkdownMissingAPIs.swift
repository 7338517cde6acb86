import Model

/// The controls that a provider cannot give: once a report, not once a bucket.
struct MarkdownMissingAPIs {
  private let missing: [MissingAPI]

  init(_ snapshots: [Snapshot]) { missing = MissingAPI.all(in: snapshots) }

  /// - Parameter level: of the heading.
  func lines(level: Int) -> [String] {
    var lines: [String] = []
    for provider in Set(missing.map(\.provider)).sorted() {
      let apis = missing.filter { $0.provider == provider }
      let rules = Set(apis.flatMap(\.rules).map(\.id)).count
      var table = MarkdownTable([("API that is missing", .left), ("What cannot be checked", .left), ("Rule", .left)])
      for api in apis {
        for (index, rule) in api.rules.enumerated() {
          table.add([
            index == 0 ? MarkdownText.code(api.operation) : "", MarkdownText.plain(rule.title),
            MarkdownText.code(rule.id),
          ])
        }
      }
      lines += [
        MarkdownText.heading(level, "What \(MarkdownText.code(provider)) cannot give"), "",
        "By its documentation the provider lacks \(apis.count == 1 ? "an API" : "APIs") that "
          + "\(Words.count(rules, "control needs", plural: "controls need")). They count neither as passed nor as failed.",
        "",
      ]
      lines += table.lines + [""]
    }
    return lines
  }
}
