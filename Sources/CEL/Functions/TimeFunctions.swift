/// The parts of timestamps and durations.
///
/// Source: CEL language definition, "List of Standard Definitions".
enum TimeFunctions {
  static let functions: [Function] = [
    part("getFullYear") { Int64($0.year) },
    part("getMonth") { Int64($0.month - 1) },
    part("getDate") { Int64($0.day) },
    part("getDayOfMonth") { Int64($0.day - 1) },
    part("getDayOfWeek") { Int64($0.weekday) },
    part("getDayOfYear") { Int64($0.dayOfYear) },
    part("getHours", of: { $0.nanoseconds / 3_600_000_000_000 }) { Int64($0.hour) },
    part("getMinutes", of: { $0.nanoseconds / 60_000_000_000 }) { Int64($0.minute) },
    part("getSeconds", of: { $0.nanoseconds / 1_000_000_000 }) { Int64($0.second) },
    part("getMilliseconds", of: { $0.nanoseconds / 1_000_000 % 1000 }) { Int64($0.nanoseconds / 1_000_000) },
  ]

  private static func part(
    _ name: String, of duration: (@Sendable (CELDuration) -> Int64)? = nil,
    _ read: @escaping @Sendable (CalendarParts) -> Int64
  ) -> Function {
    var overloads: [Overload] = [
      .method { (time: CELTimestamp) in
        read(CalendarParts(seconds: time.seconds, nanoseconds: time.nanoseconds))
      },
      .method { (time: CELTimestamp, zone: String) throws(EvaluationError) in
        let offset = try TimeZoneOffset.seconds(zone, at: time.seconds)
        return read(CalendarParts(seconds: time.seconds + offset, nanoseconds: time.nanoseconds))
      },
    ]
    if let duration { overloads.append(.method { (value: CELDuration) in duration(value) }) }
    return Function(name: name, overloads: overloads)
  }
}
