import AWS
import Model
import XML

/// The two operations of CloudWatch, and what their answers hold.
///
/// Source: Amazon CloudWatch API Reference, "ListMetrics", "GetMetricData".
enum CloudWatchReads {
  static let version = "2010-08-01"

  static let listMetrics = Operation(
    "ListMetrics", service: .cloudwatch, permission: "cloudwatch:ListMetrics", level: .account,
    for: "which storage types a bucket has", roots: ["ListMetricsResponse"])

  static let getMetricData = Operation(
    "GetMetricData", service: .cloudwatch, permission: "cloudwatch:GetMetricData", level: .account,
    for: "sizes and numbers of objects day by day, and request metrics", roots: ["GetMetricDataResponse"])

  /// One metric of ListMetrics: its dimensions by name.
  static func dimensions(_ member: XMLElement) -> [String: String] {
    var dimensions: [String: String] = [:]
    for dimension in member.members("Dimensions") {
      if let name = dimension.word("Name"), let value = dimension.word("Value") { dimensions[name] = value }
    }
    return dimensions
  }

  /// What one page of GetMetricData says of one query.
  struct Result: Sendable {
    let id: String
    /// `Complete`, `PartialData` (the rest is on a later page), `InternalError` or `Forbidden`.
    let status: String
    let points: [StorageMetrics.Point]
  }

  static func result(_ member: XMLElement) throws(AnswerError) -> Result {
    let times = member.members("Timestamps")
    let values = member.members("Values")
    let id = try member.requiredWord("Id")
    guard times.count == values.count else {
      throw AnswerError("\(id) has \(times.count) Timestamps and \(values.count) Values")
    }
    var points: [StorageMetrics.Point] = []
    for (time, value) in zip(times, values) {
      guard let day = Timestamp(iso8601: time.word) else { throw AnswerError("'\(time.word)' is not a time") }
      points.append(StorageMetrics.Point(day: day, value: try count(value.word)))
    }
    return Result(id: id, status: member.word("StatusCode") ?? "Complete", points: points)
  }

  /// More bytes or requests than any bucket has; the sums of what is below have room.
  static let limit: Int64 = 1 << 61

  /// A value as a whole number: CloudWatch writes `1.0E10`.
  static func count(_ text: String) throws(AnswerError) -> Int64 {
    guard let value = Double(text), value.isFinite, value >= 0, let whole = Int64(exactly: value.rounded()),
      whole <= limit
    else {
      throw AnswerError("'\(text)' is no count of bytes or requests")
    }
    return whole
  }
}
