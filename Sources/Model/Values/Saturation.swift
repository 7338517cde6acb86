extension Int64 {
  /// The sum, or the nearest value that 64 bits can hold: what a server or a kept snapshot says of a size may be anything.
  public func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? other < 0 ? .min : .max : sum
  }
}

extension Sequence<Int64> {
  /// The sum of all, kept at the ends of what 64 bits can hold.
  public var saturatedSum: Int64 { reduce(0) { $0.addingSaturated($1) } }
}
