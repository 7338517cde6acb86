import CCurl
import Glibc

/// The multi handle, and the epoll that tells it which of its sockets are ready: what a request costs does not grow with
/// the number of those under way.
///
/// `@unchecked Sendable`: `wakeUp` only writes to a descriptor that lives as long as this does; `EventLoop` keeps the
/// rest on one thread.
final class Multi: @unchecked Sendable {
  /// `curl_global_init` runs once per process; a lazy static is Swift's once.
  private static let ready = curl_global_init(Int(CURL_GLOBAL_ALL))
  private let handle: UnsafeMutableRawPointer?
  private let watch = Watch()
  /// When libcurl wants to be called although nothing happened: time-outs, and handles that were just added.
  private var deadline: ContinuousClock.Instant?

  init(connections: Int) {
    _ = Self.ready
    handle = curl_multi_init()
    audit_multi_setopt_long(handle, CURLMOPT_MAXCONNECTS, connections)
    let mark = Unmanaged.passUnretained(self).toOpaque()
    audit_multi_setopt_pointer(handle, CURLMOPT_SOCKETDATA, mark)
    audit_multi_setopt_socket(handle) { _, socket, wish, context, _ in
      guard let context else { return 0 }
      return Unmanaged<Multi>.fromOpaque(context).takeUnretainedValue().watch.set(socket, wish) ? 0 : -1
    }
    audit_multi_setopt_pointer(handle, CURLMOPT_TIMERDATA, mark)
    audit_multi_setopt_timer(handle) { _, milliseconds, context in
      guard let context else { return 0 }
      let multi = Unmanaged<Multi>.fromOpaque(context).takeUnretainedValue()
      multi.deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
      return 0
    }
  }

  deinit { curl_multi_cleanup(handle) }

  /// Ends `perform`'s wait; for any thread.
  func wakeUp() { watch.ring() }

  func add(_ easy: UnsafeMutableRawPointer) throws(TransportError) {
    let code = curl_multi_add_handle(handle, easy)
    guard code == CURLM_OK else { throw TransportError(.setup, String(cString: curl_multi_strerror(code))) }
  }

  func remove(_ easy: UnsafeMutableRawPointer) { curl_multi_remove_handle(handle, easy) }

  /// Waits until something happens, at most so long, and lets libcurl do what there is to do.
  func perform(waiting milliseconds: Int32, finished: (ObjectIdentifier, CURLcode) -> Void) {
    var running: Int32 = 0
    for event in watch.wait(milliseconds: min(milliseconds, untilDeadline)) {
      curl_multi_socket_action(handle, event.socket, event.readiness, &running)
    }
    // Also after a wait of full length: should a deadline ever be lost, that is what gets things going again.
    if deadline.map({ $0 <= .now }) ?? true {
      deadline = nil
      curl_multi_socket_action(handle, CURL_SOCKET_TIMEOUT, 0, &running)
    }
    var left: Int32 = 0
    while let message = curl_multi_info_read(handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE else { continue }
      var mark: UnsafeMutableRawPointer?
      audit_getinfo_pointer(audit_msg_handle(message), CURLINFO_PRIVATE, &mark)
      guard let mark else { continue }
      // `message` dies with the handle's removal, so both values are taken before.
      let transfer = Unmanaged<Transfer>.fromOpaque(mark).takeUnretainedValue()
      finished(transfer.id, audit_msg_result(message))
    }
  }

  /// Milliseconds, rounded up: libcurl does not repeat a deadline of which it is told too early.
  private var untilDeadline: Int32 {
    guard let deadline else { return .max }
    let left = (deadline - .now) / .milliseconds(1)
    return left <= 0 ? 0 : Int32(min(left.rounded(.up), 1_000_000))
  }
}
