import Dispatch
import Glibc
import Locking

/// A program that is run to its end, with both outputs read through pipes. Standard input stays the caller's, so that a
/// program may ask the person at the terminal.
struct ChildProcess {
  struct Outcome: Sendable, Equatable {
    /// The exit status, or 128 and the signal's number, as shells count.
    let status: Int32
    let output: [UInt8]
    let complaints: [UInt8]
  }

  enum Failure: Error, Equatable {
    /// The system's words: `No such file or directory`.
    case notStarted(String)
    case tooSlow
    case tooMuchOutput
  }

  /// The program, looked for in PATH where it holds no slash, and its arguments.
  let command: [String]
  let environment: [String: String]
  /// After so long it is killed.
  let milliseconds: Int
  /// Of either output; more kills it too.
  let maximumBytes: Int

  /// Between the making of a pipe and its mark no child may start, or it would keep the pipe open.
  private static let starting = Locked(())

  func run() async throws(Failure) -> Outcome {
    // Reading and waiting block, which the threads of tasks must not.
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let result: Result<Outcome, Failure>
        do throws(Failure) { result = .success(try runBlocking()) } catch { result = .failure(error) }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  private func runBlocking() throws(Failure) -> Outcome {
    let output = try Self.pipe()
    defer { close(output.reader) }
    let complaints: (reader: Int32, writer: Int32)
    do throws(Failure) {
      complaints = try Self.pipe()
    } catch {
      close(output.writer)
      throw error
    }
    defer { close(complaints.reader) }
    let child: Result<pid_t, Failure>
    do throws(Failure) {
      child = .success(try start(output: output.writer, complaints: complaints.writer))
    } catch {
      child = .failure(error)
    }
    // The child has its own; as long as one is open here, no end would be seen.
    close(output.writer)
    close(complaints.writer)
    let pid = try child.get()
    let end = Self.now() + milliseconds
    var collected: [Int32: [UInt8]] = [output.reader: [], complaints.reader: []]
    var failure = collect(&collected, until: end)
    let status = Self.reap(pid, until: end, &failure)
    if let failure { throw failure }
    return Outcome(
      status: status, output: collected[output.reader] ?? [], complaints: collected[complaints.reader] ?? [])
  }

  /// Reads all descriptors to their ends.
  private func collect(_ collected: inout [Int32: [UInt8]], until end: Int) -> Failure? {
    var open = collected.keys.sorted()
    while !open.isEmpty {
      var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let ready = unsafe poll(&waiting, nfds_t(waiting.count), Int32(clamping: max(0, end - Self.now())))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return .tooSlow }
      for entry in waiting where entry.revents != 0 {
        let chunk = Self.read(entry.fd)
        if chunk.isEmpty { open.removeAll { $0 == entry.fd } }
        collected[entry.fd, default: []] += chunk
        if collected[entry.fd, default: []].count > maximumBytes { return .tooMuchOutput }
      }
    }
    return nil
  }

  /// Both ends, which no other child inherits.
  private static func pipe() throws(Failure) -> (reader: Int32, writer: Int32) {
    let (ends, code) = starting.withLock { _ in
      var ends: [Int32] = [-1, -1]
      let isMade = unsafe Glibc.pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
      return (ends, isMade ? 0 : errno)
    }
    guard code == 0 else { throw .notStarted(words(code)) }
    return (ends[0], ends[1])
  }

  private func start(output: Int32, complaints: Int32) throws(Failure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)
    // What this process blocks or ignores (broken pipes) is no business of the child's.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let variables = environment.map { "\($0.key)=\($0.value)" }
    var pid: pid_t = 0
    let code = unsafe Self.withCStrings(command) { arguments -> Int32 in
      unsafe Self.withCStrings(variables) { variables -> Int32 in
        guard let program = unsafe arguments[0] else { return EINVAL }
        return Self.starting.withLock { _ in
          unsafe posix_spawnp(&pid, program, &actions, &attributes, arguments, variables)
        }
      }
    }
    guard code == 0 else { throw .notStarted(Self.words(code)) }
    return pid
  }

  /// The status of the child; killed where it does not end in time, or is not wanted any more.
  private static func reap(_ pid: pid_t, until end: Int, _ failure: inout Failure?) -> Int32 {
    var status: Int32 = 0
    while failure == nil {
      let ended = unsafe waitpid(pid, &status, WNOHANG)
      if ended == pid { return shellStatus(status) }
      if now() > end { failure = .tooSlow }
      // It has closed its outputs, so its end is a matter of moments.
      usleep(2000)
    }
    kill(pid, SIGKILL)
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return shellStatus(status)
  }

  private static func shellStatus(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  private static func read(_ descriptor: Int32) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(chunk[..<count]) : []
    }
  }

  /// A C array of C strings with a null at its end, for the time of the call.
  private static func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe (copies + [nil]).withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an array with a null in it is not empty") }
      return unsafe body(base)
    }
  }

  /// Milliseconds of a clock that nobody sets.
  private static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  private static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
