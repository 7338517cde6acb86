import Model

/// Equal answers to one operation: of one code and status or, without a code, of one wording.
struct ErrorGroup {
  private(set) var first: ScanError
  /// Each once, in the order of the errors; empty for the account.
  private(set) var buckets: [String] = []
  /// How many scans had it; 1 within one account.
  private(set) var accounts = 0
  private var messagesDiffer = false
  private(set) var fixesDiffer = false
  private var seen: Set<String> = []
  private var lastAccount = -1

  private init(_ error: ScanError) { first = error }

  private mutating func add(_ error: ScanError, of account: Int) {
    if seen.insert(error.bucket).inserted { buckets.append(error.bucket) }
    if account != lastAccount { accounts += 1 }
    lastAccount = account
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
  static func groups(of errors: [ScanError]) -> [ErrorGroup] { groups(of: [errors]) }

  /// The same over several accounts, with the errors of each.
  static func groups(of accounts: [[ScanError]]) -> [ErrorGroup] {
    struct Key: Hashable {
      var service, operation, code, message: String
      var status: Int?
    }
    var places: [Key: Int] = [:]
    var groups: [ErrorGroup] = []
    for (account, errors) in accounts.enumerated() {
      for error in errors {
        let key = Key(
          service: error.service, operation: error.operation, code: error.code,
          message: error.code.isEmpty ? error.message : "", status: error.httpStatus)
        let place = places[key] ?? groups.count
        if place == groups.count {
          places[key] = place
          groups.append(ErrorGroup(error))
        }
        groups[place].add(error, of: account)
      }
    }
    return groups
  }
}
