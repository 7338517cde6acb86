extension FieldType {
  /// Money is in millionths of a dollar, whole numbers: CEL's other numbers are binary fractions.
  static let cost = object(
    "cost",
    [
      Field(
        "monthly_micro_usd", .int,
        "Millionths of a dollar a month, rounded up; what is known, so a lower bound unless `complete`."),
      Field(
        "complete", .bool,
        "True; unknown when something has no price or no quantity. Add `&& bucket.cost.complete`."),
    ])

  static let accountCost = object(
    "cost",
    [
      Field(
        "monthly_micro_usd", .int,
        "Millionths of a dollar a month for all buckets of the scan, rounded up; a lower bound unless `complete`."),
      Field(
        "complete", .bool,
        "True; unknown when something has no price or no quantity, and in a scan of named buckets."),
      Field("buckets", .int, "How many buckets that is."),
    ])

  static let budget = object(
    "budget",
    [
      Field("name", .string, "The budget's name."),
      Field("monthly_micro_usd", .int, "Millionths of a dollar a month, rounded down."),
    ])
}
