public import Foundation

extension LocalServer {
  /// An error as S3 writes it, with the time.
  public static func error(
    _ status: Int, _ code: String, _ message: String, more: String = "", date: Date = Date(),
    headers: [(String, String)] = []
  ) -> [Step] {
    answer(
      status,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>\(more)"
        + "<RequestId>FAULT0000000001</RequestId></Error>",
      headers: [
        ("Content-Type", "application/xml"), ("x-amz-request-id", "FAULT0000000001"),
        ("Date", format("EEE, dd MMM yyyy HH:mm:ss 'GMT'").string(from: date)),
      ] + headers)
  }

  fileprivate static func format(_ pattern: String) -> DateFormatter {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = pattern
    return format
  }
}

extension LocalServer.Received {
  /// When the request says that it was signed; nil for an unsigned one.
  public var signingTime: Date? {
    header("X-Amz-Date").flatMap(LocalServer.format("yyyyMMdd'T'HHmmss'Z'").date)
  }
}
