import Model

/// What could not be read: the same answer from many buckets is told once.
struct MarkdownErrors {
  private let errors: [ScanError]

  init(_ errors: [ScanError]) { self.errors = errors }

  /// Kinds of answers that are shown.
  private static let limit = 50
  /// Buckets that are named of each kind.
  private static let named = 3

  /// - Parameter level: of the heading.
  func lines(level: Int) -> [String] {
    guard !errors.isEmpty else { return [] }
    var table = MarkdownTable([("Where", .left), ("Request", .left), ("Answer", .left), ("What to do", .left)])
    let groups = ErrorGroup.groups(of: errors)
    for group in groups.prefix(Self.limit) {
      let first = group.first
      table.add([
        place(group), MarkdownText.code("\(first.service) \(first.operation)"),
        MarkdownText.plain(group.answer),
        MarkdownText.plain(first.fix) + (group.fixesDiffer ? " (and others like it)" : ""),
      ])
    }
    let rest = groups.count - Self.limit
    return [MarkdownText.heading(level, "What could not be read"), ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more kinds of answers; the JSON report has them all."] : []) + [""]
  }

  private func place(_ group: ErrorGroup) -> String {
    let places = group.buckets.map { $0.isEmpty ? "account" : $0 }
    let shown = places.prefix(Self.named).map { MarkdownText.code($0) }.joined(separator: ", ")
    guard places.count > Self.named else { return shown }
    return "\(Words.count(places.count, "bucket")): \(shown), …"
  }
}

/// Equal answers to one operation: of one code and status or, without a code, of one wording.
struct ErrorGroup {
  private(set) var first: ScanError
  /// Each once, in the order of the errors; empty for the account.
  private(set) var buckets: [String] = []
  private var messagesDiffer = false
  private(set) var fixesDiffer = false
  private var seen: Set<String> = []

  private init(_ error: ScanError) { first = error }

  private mutating func add(_ error: ScanError) {
    if seen.insert(error.bucket).inserted { buckets.append(error.bucket) }
    if error.message != first.message { messagesDiffer = true }
    if error.fix != first.fix { fixesDiffer = true }
  }

  /// `AccessDenied, HTTP 403: Access Denied`; where the wordings differ, the first is an example.
  var answer: String {
    let status = first.httpStatus.map { "HTTP \($0)" } ?? ""
    let code = [first.code, status].filter { !$0.isEmpty }.joined(separator: ", ")
    if first.message.isEmpty { return code }
    return code.isEmpty ? first.message : "\(code): \(messagesDiffer ? "for example, " : "")\(first.message)"
  }

  /// In the order of their first error.
  static func groups(of errors: [ScanError]) -> [ErrorGroup] {
    struct Key: Hashable {
      var service, operation, code, message: String
      var status: Int?
    }
    var places: [Key: Int] = [:]
    var groups: [ErrorGroup] = []
    for error in errors {
      let key = Key(
        service: error.service, operation: error.operation, code: error.code,
        message: error.code.isEmpty ? error.message : "", status: error.httpStatus)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(ErrorGroup(error))
      }
      groups[place].add(error)
    }
    return groups
  }
}
