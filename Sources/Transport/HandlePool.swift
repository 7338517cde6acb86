import CCurl

/// A libcurl easy handle with everything set that all requests of a transport have in common.
///
/// Lives on the loop's thread only. What differs from request to request is set by `Transfer`.
final class Handle {
  let easy: UnsafeMutableRawPointer
  /// Set last, and still so.
  private var timeouts: Timeouts?
  private var proxy: String?
  /// GET or HEAD, where the last request was that.
  private var method: String?
  /// libcurl keeps this pointer and writes its words there.
  private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init(_ options: Transport.Options) throws(TransportError) {
    guard let easy = curl_easy_init() else { throw TransportError(.setup, "libcurl has no handle to give") }
    self.easy = easy
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    var codes = [
      audit_setopt_pointer(easy, CURLOPT_ERRORBUFFER, words),
      audit_setopt_string(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
      audit_setopt_long(easy, CURLOPT_PATH_AS_IS, 1),
      audit_setopt_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      audit_setopt_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      audit_setopt_long(easy, CURLOPT_NOSIGNAL, 1),
      // A handle that is cancelled or timed out while its name is looked up must not make the loop wait for the resolver.
      audit_setopt_long(easy, CURLOPT_QUICK_EXIT, 1),
      audit_setopt_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
      audit_setopt_long(easy, CURLOPT_BUFFERSIZE, 32 << 10),
      audit_setopt_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      audit_setopt_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(options.maximumResponseBytes)),
      audit_setopt_string(easy, CURLOPT_NOPROXY, options.proxies.exceptions),
      audit_setopt_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      audit_setopt_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      audit_setopt_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
    ]
    if let bundle = options.caBundle {
      codes.append(audit_setopt_string(easy, CURLOPT_CAINFO, bundle))
      // The system's folder of authorities would be trusted beside the file.
      codes.append(audit_setopt_string(easy, CURLOPT_CAPATH, nil))
    }
    codes += Transfer.callbacks(on: easy)
    if let failed = codes.first(where: { $0 != CURLE_OK }) { throw TransportError(setup: failed) }
  }

  deinit {
    curl_easy_cleanup(easy)
    words.deallocate()
  }

  /// Sets what nearly always is as it was for the request before; the code of the first option that is not taken.
  ///
  /// - Parameter proxy: without one, an empty text, so that libcurl does not look for one itself.
  func set(_ timeouts: Timeouts, proxy: String) -> CURLcode {
    if self.timeouts == timeouts, self.proxy == proxy { return CURLE_OK }
    let codes = [
      audit_setopt_string(easy, CURLOPT_PROXY, proxy),
      audit_setopt_long(easy, CURLOPT_CONNECTTIMEOUT_MS, timeouts.connectMilliseconds),
      // Not 1: an answer that comes byte by byte must not last until the very end of its time.
      audit_setopt_long(easy, CURLOPT_LOW_SPEED_LIMIT, 64),
      audit_setopt_long(easy, CURLOPT_LOW_SPEED_TIME, timeouts.idleSeconds),
      audit_setopt_long(easy, CURLOPT_TIMEOUT_MS, timeouts.totalMilliseconds),
    ]
    (self.timeouts, self.proxy) = (timeouts, proxy)
    return codes.first { $0 != CURLE_OK } ?? CURLE_OK
  }

  /// GET or HEAD; nil where the handle is set so already.
  func set(methodWithoutBody method: String) -> CURLcode? {
    if self.method == method { return nil }
    self.method = method
    // What an upload before has set.
    let code = audit_setopt_string(easy, CURLOPT_CUSTOMREQUEST, nil)
    guard code == CURLE_OK else { return code }
    return audit_setopt_long(easy, method == "HEAD" ? CURLOPT_NOBODY : CURLOPT_HTTPGET, 1)
  }

  /// A request with a body follows.
  func forgetMethod() { method = nil }

  /// libcurl's words on the last request; empty where it has none.
  var message: String { String(cString: words) }

  func forgetMessage() { words.pointee = 0 }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    audit_getinfo_long(easy, info, &value)
    return value
  }
}

/// Handles for use again: making one costs more than a request does.
final class HandlePool {
  private let options: Transport.Options
  private var free: [Handle] = []

  init(_ options: Transport.Options) { self.options = options }

  func take() throws(TransportError) -> Handle {
    if let handle = free.popLast() { return handle }
    return try Handle(options)
  }

  /// - Parameter handle: off the loop.
  func give(_ handle: Handle) {
    handle.forgetMessage()
    free.append(handle)
  }
}
