import Glibc

/// Which process on which machine began a scan, precisely enough that a re-used process id is not taken for it.
///
/// Source: proc(5), /proc/pid/stat and /proc/sys/kernel/random/boot_id; pid_namespaces(7).
struct ProcessIdentity: Sendable, Equatable {
  var pid: Int64
  /// Clock ticks between boot and the start of the process; 0 where it could not be read.
  var started: Int64
  /// Changes with every boot.
  var boot: String
  var host: String
  /// `pid:[4026531836]`: a container has process ids of its own.
  var namespace: String

  enum State: Equatable { case running, gone, elsewhere }

  static func current() -> ProcessIdentity {
    let pid = Int64(getpid())
    return ProcessIdentity(
      pid: pid, started: startTime(of: pid) ?? 0, boot: text(of: "/proc/sys/kernel/random/boot_id"), host: hostName(),
      namespace: link(at: "/proc/self/ns/pid"))
  }

  /// Whether the process lives, as far as it can be known from `here`.
  func state(seenFrom here: ProcessIdentity) -> State {
    guard host == here.host else { return .elsewhere }
    guard boot == here.boot else { return .gone }
    guard namespace == here.namespace else { return .elsewhere }
    if let found = Self.startTime(of: pid) { return found == started ? .running : .gone }
    // /proc has no such process, or there is no /proc: then a signal that is never sent says whether it is there.
    return kill(pid_t(clamping: pid), 0) == 0 && started == 0 ? .running : .gone
  }

  /// The start time; nil where there is no such process, and for one that has died but was not waited for.
  static func startTime(of pid: Int64) -> Int64? {
    let line = text(of: "/proc/\(pid)/stat")
    // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
    guard let end = line.lastIndex(of: ")") else { return nil }
    let fields = line[line.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }

  private static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).filter { $0 != "\n" }
  }

  private static func link(at path: String) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink(path, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
