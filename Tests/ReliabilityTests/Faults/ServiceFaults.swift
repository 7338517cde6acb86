import Foundation
import TestSupport

extension Fault {
  /// What the service itself says.
  static let service = [
    Fault("500 InternalError", says: "InternalError") { _, _ in
      LocalServer.error(500, "InternalError", "We encountered an internal error. Please try again.")
    },
    Fault("503 SlowDown", says: "SlowDown") { _, _ in
      LocalServer.error(503, "SlowDown", "Please reduce your request rate.")
    },
    Fault("503 SlowDown, Retry-After: 1", says: "SlowDown") { _, _ in
      LocalServer.error(503, "SlowDown", "Please reduce your request rate.", headers: [("Retry-After", "1")])
    },
    Fault("429 without a word", says: "HTTP 429") { _, _ in LocalServer.answer(429) },
    Fault("200 with an Error document", says: "InternalError") { _, _ in
      LocalServer.error(200, "InternalError", "We encountered an internal error. Please try again.")
    },
    Fault("400 RequestTimeout", says: "RequestTimeout") { _, _ in
      LocalServer.error(
        400, "RequestTimeout", "Your socket connection to the server was not read from or written to in time.")
    },
    Fault("server's clock an hour ahead", says: "-", isHarmless: true) { request, answer in
      // It takes what is signed with its own time, and tells it to everybody else.
      let ahead = Date(timeIntervalSinceNow: 3600)
      if let time = request.signingTime, abs(time.timeIntervalSince(ahead)) < 900 {
        return [.send(answer().bytes)]
      }
      return LocalServer.error(
        403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
        date: ahead)
    },
    Fault("RequestTimeTooSkewed whatever the time", says: "RequestTimeTooSkewed") { _, _ in
      LocalServer.error(
        403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
    },
    Fault("redirect to another region and back", says: "PermanentRedirect", "redirect") { request, answer in
      // No other service answers like that.
      if request.method == "POST" || request.target.hasPrefix("/v20180820/") { return [.send(answer().bytes)] }
      let region = request.header("Authorization")?.contains("/us-east-1/") == true ? "eu-west-1" : "us-east-1"
      return LocalServer.error(
        301, "PermanentRedirect", "The bucket you are attempting to access must be addressed elsewhere.",
        more: "<Endpoint>s3.\(region).amazonaws.com</Endpoint>",
        headers: [
          ("x-amz-bucket-region", region), ("Location", "https://s3.\(region).amazonaws.com\(request.target)"),
        ])
    },
    Fault("307 to itself", says: "redirect", "HTTP 307") { request, _ in
      LocalServer.answer(307, headers: [("Location", request.target)])
    },
  ]
}
