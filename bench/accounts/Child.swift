import Glibc

/// What one process cost, from its start to its end.
struct Cost {
  var wallSeconds: Double
  /// User and system time.
  var cpuSeconds: Double
  var peakMebibytes: Double
  var status: Int32
}

/// Runs programs and measures them.
enum Child {
  /// - Parameter environment: added to this process's own.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Cost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Reports are of no interest, complaints are.
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var words = ([program] + arguments).map { strdup($0) }
    var variables = variables(environment).map { strdup($0) }
    defer { for text in words + variables { free(text) } }
    words.append(nil)
    variables.append(nil)

    var process = pid_t()
    let clock = ContinuousClock()
    let start = clock.now
    let code = posix_spawn(&process, program, &actions, nil, words, variables)
    guard code == 0 else { throw Failure("\(program): \(String(cString: strerror(code)))") }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Failure("\(program): \(String(cString: strerror(errno)))") }
    }
    return Cost(
      wallSeconds: (clock.now - start) / .seconds(1), cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakMebibytes: Double(usage.ru_maxrss) / 1024, status: status & 0x7f == 0 ? status >> 8 & 0xff : -1)
  }

  private static func variables(_ own: [String: String]) -> [String] {
    var all: [String] = []
    var next = environ
    while let variable = next.pointee {
      let text = String(cString: variable)
      // Nothing of the user's own account, and no proxy.
      let isForeign = ["AWS_", "AUDIT_", "HTTPS_PROXY", "https_proxy", "http_proxy", "ALL_PROXY", "all_proxy"]
        .contains(where: text.hasPrefix)
      if !isForeign { all.append(text) }
      next += 1
    }
    return all + own.map { "\($0.key)=\($0.value)" }
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Small files, whole.
enum File {
  static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Failure("\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw Failure("\(path) cannot be written") }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure("\(path) cannot be written") }
  }
}
