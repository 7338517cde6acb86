import CCurl

/// The multi handle. Its calls belong to the loop's thread, `wakeUp` to any.
///
/// `@unchecked Sendable`: libcurl documents `curl_multi_wakeup` as thread safe; `EventLoop` keeps the rest on one
/// thread.
final class Multi: @unchecked Sendable {
  /// `curl_global_init` runs once per process; a lazy static is Swift's once.
  private static let ready = curl_global_init(Int(CURL_GLOBAL_ALL))
  private let handle: UnsafeMutableRawPointer?

  init(connections: Int) {
    _ = Self.ready
    handle = curl_multi_init()
    audit_multi_setopt_long(handle, CURLMOPT_MAXCONNECTS, connections)
  }

  deinit { curl_multi_cleanup(handle) }

  func wakeUp() { curl_multi_wakeup(handle) }

  func wait(milliseconds: Int32) { curl_multi_poll(handle, nil, 0, milliseconds, nil) }

  func add(_ easy: UnsafeMutableRawPointer) -> TransportError? {
    let code = curl_multi_add_handle(handle, easy)
    return code == CURLM_OK ? nil : TransportError(.setup, String(cString: curl_multi_strerror(code)))
  }

  func remove(_ easy: UnsafeMutableRawPointer) { curl_multi_remove_handle(handle, easy) }

  func perform(finished: (ObjectIdentifier, CURLcode) -> Void) {
    var running: Int32 = 0
    curl_multi_perform(handle, &running)
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
}
