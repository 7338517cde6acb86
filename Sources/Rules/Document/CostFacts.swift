import Model

/// What the scanned buckets cost a month, as the estimates have it.
struct CostFacts {
  /// The bucket's own figures, by its name.
  private let buckets: [String: Fact]
  /// All buckets of the scan together.
  let account: Fact

  init(_ snapshot: Snapshot) {
    let isPart = !snapshot.scope.prefix.isEmpty
    let part = Fact.unknown(
      Fact.Reason(Self.gap(["only what lies below one prefix was scanned"]), isOptedOut: true))
    let estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
    var buckets: [String: Fact] = [:]
    var sum = ExactDecimal.zero
    var missing: [String] = []
    var isAllOptedOut = true
    for bucket in snapshot.buckets {
      guard let estimate = estimates[bucket.name] else {
        missing.append("no estimate for \(bucket.name)")
        isAllOptedOut = false
        continue
      }
      guard estimate.currency == "USD" else {
        let words = "the prices are in \(estimate.currency)"
        buckets[bucket.name] = .unknown(Self.gap([words]))
        missing.append("\(bucket.name): \(words)")
        isAllOptedOut = false
        continue
      }
      let total = estimate.total
      // Every figure that is missing is one that `--no-listing` left out.
      let notListed = estimate.notListed ?? []
      let isOptedOut = !snapshot.scope.includesListing && total.missing.allSatisfy(notListed.contains)
      if !isOptedOut, !total.isComplete { isAllOptedOut = false }
      buckets[bucket.name] = [
        "monthly_micro_usd": .int(total.known.millionths(roundedUp: true)),
        "complete": !total.isComplete
          ? .unknown(Fact.Reason(Self.gap(total.missing), isOptedOut: isOptedOut)) : isPart ? part : true,
      ]
      sum += total.known
      missing += total.missing.map { "\(bucket.name): \($0)" }
    }
    let complete: Fact =
      if !missing.isEmpty {
        .unknown(Fact.Reason(Self.gap(missing), isOptedOut: isAllOptedOut))
      } else if isPart {
        part
      } else if !snapshot.scope.buckets.isEmpty {
        .unknown(Fact.Reason(Self.gap(["only some buckets of the account were scanned"]), isOptedOut: true))
      } else {
        true
      }
    self.buckets = buckets
    account = [
      "monthly_micro_usd": .int(sum.millionths(roundedUp: true)), "complete": complete,
      "buckets": .int(snapshot.buckets.count),
    ]
  }

  func fact(of bucket: String) -> Fact { buckets[bucket] ?? .unknown(Self.gap(["there is none for this bucket"])) }

  /// The first few of what is missing: an account may lack thousands.
  private static func gap(_ missing: [String]) -> Gap {
    let limit = 3
    let rest = missing.count > limit ? " and \(missing.count - limit) more" : ""
    return .failed(operation: "cost estimate", message: missing.prefix(limit).joined(separator: "; ") + rest)
  }
}

extension Budget {
  /// Rounded down, as the cost is rounded up: what is above its budget by less than a millionth still is.
  var fact: Fact { ["name": .string(name), "monthly_micro_usd": .int(monthlyUSD.millionths(roundedUp: false))] }
}

extension ExactDecimal {
  /// The number of millionths, as a whole number; what is beyond 64 bits stays at their end.
  func millionths(roundedUp: Bool) -> Int64 {
    var digits = coefficient
    var isCut = false
    for _ in 0..<max(0, scale - 6) {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      digits = quotient
      if remainder != 0 { isCut = true }
    }
    for _ in 0..<max(0, 6 - scale) {
      let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
      guard !overflow else { return isNegative ? .min : .max }
      digits = product
    }
    // Division goes towards zero.
    if isCut, roundedUp, !isNegative { digits += 1 }
    if isCut, !roundedUp, isNegative { digits -= 1 }
    return Int64(clamping: digits)
  }
}
