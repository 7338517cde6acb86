import CCurl

/// libcurl's easy handles for use again: making one costs more than a request does.
///
/// Lives on the loop's thread only.
final class HandlePool {
  private var free: [UnsafeMutableRawPointer] = []

  deinit { for handle in free { curl_easy_cleanup(handle) } }

  /// A handle without any options set; nil where there is no memory.
  func take() -> UnsafeMutableRawPointer? { free.popLast() ?? curl_easy_init() }

  /// - Parameter handle: off the loop, so that nothing uses its options any more.
  func give(_ handle: UnsafeMutableRawPointer) {
    curl_easy_reset(handle)
    free.append(handle)
  }
}
