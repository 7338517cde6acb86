import Glibc

/// Core files of a process that holds credentials.
public enum CoreDumps {
  /// Set to `true`, it leaves core files to the limits of whoever started the program.
  public static let variable = "AUDIT_CORE_DUMPS"

  /// A crash leaves no core file, neither of this process nor of one that it starts: they hold keys in plain text.
  ///
  /// Source: setrlimit(2), RLIMIT_CORE; core(5). A program that the kernel pipes core dumps to is told the limit and
  /// decides by itself; systemd-coredump keeps none at 0.
  public static func forbid() {
    if let word = getenv(variable), String(cString: word) == "true" { return }
    var limit = rlimit()
    // Only the soft limit: a failure leaves things as they were, which is no reason not to run.
    guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = 0
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
  }
}
