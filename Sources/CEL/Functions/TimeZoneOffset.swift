/// How far a time zone's clocks are ahead of UTC.
enum TimeZoneOffset {
  /// - Parameter zone: `UTC`, or an offset `+02:00`, `-03:30`, `02:00`.
  /// - Returns: seconds to add to UTC.
  static func seconds(_ zone: String, at time: Int64) throws(EvaluationError) -> Int64 {
    if ["UTC", "Z", "GMT", "Etc/UTC", "Etc/GMT"].contains(zone) { return 0 }
    var reader = DigitReader(zone)
    let isBehind = reader.skip("-")
    if !isBehind { _ = reader.skip("+") }
    guard let hours = reader.number(2), reader.skip(":"), let minutes = reader.number(2), reader.isAtEnd, hours < 24,
      minutes < 60
    else { throw EvaluationError("no such time zone: \(Value.quote(String(zone.prefix(80))))") }
    return Int64(hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
  }
}
