import Glibc
public import Model

extension Timestamp {
  /// The system's clock.
  public static var now: Timestamp { Timestamp(seconds: Int64(Glibc.time(nil))) }
}
