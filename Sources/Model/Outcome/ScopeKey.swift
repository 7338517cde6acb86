extension Account {
  /// The text by which snapshots are kept apart: only snapshots with equal keys are compared with each other.
  ///
  /// One line, e.g. `endpoint=aws account=123456789012 buckets=a,b prefix=raw/ depth=2 with=listing,metrics,iam`:
  /// - `endpoint`: the custom endpoint, else the partition;
  /// - `account`: `?` where it is not known;
  /// - `buckets`: sorted, each once; `*` for every bucket of the account;
  /// - `regions`: only where the scan was limited to some;
  /// - `with`: what was collected beside the configuration.
  ///
  /// Values are percent-encoded (all but letters, digits and `-._~/:`), so that no two scopes share a key.
  public func scopeKey(_ scope: ScanScope) -> String {
    let buckets = Set(scope.buckets.map(Self.escaped)).sorted().joined(separator: ",")
    let parts = [
      (scope.includesListing, "listing"), (scope.includesMetrics, "metrics"), (scope.includesIAM, "iam"),
      (scope.judgesIAM, "all-iam"),
    ]
    let regions = Set(scope.regions.map(Self.escaped)).sorted().joined(separator: ",")
    let limit = regions.isEmpty ? [] : ["regions=\(regions)"]
    return
      ([
        "endpoint=\(Self.escaped(endpoint ?? partition))",
        "account=\(id.map(Self.escaped) ?? "?")",
        "buckets=\(buckets.isEmpty ? "*" : buckets)",
      ] + limit + [
        "prefix=\(Self.escaped(scope.prefix))",
        "depth=\(scope.depth)",
        "with=\(parts.filter(\.0).map(\.1).joined(separator: ","))",
      ]).joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F, 0x3A:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}

extension Snapshot {
  /// See `Account.scopeKey(_:)`.
  public var scopeKey: String { account.scopeKey(scope) }
}
