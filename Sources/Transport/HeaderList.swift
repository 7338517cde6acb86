import CCurl

/// The headers of one request, as libcurl wants them.
struct HeaderList: ~Copyable {
  private(set) var list: UnsafeMutablePointer<curl_slist>?
  private(set) var isComplete = true

  deinit { curl_slist_free_all(list) }

  mutating func append(_ name: String, _ value: String) {
    // "name:" would remove a header of libcurl's own; "name;" sends an empty one.
    var line = ""
    line.reserveCapacity(name.utf8.count + value.utf8.count + 2)
    line += name
    line += value.isEmpty ? ";" : ": "
    line += value
    append(line: line)
  }

  /// Takes away a header that libcurl would write by itself.
  mutating func remove(_ name: String) { append(line: "\(name):") }

  private mutating func append(line: String) {
    guard let longer = curl_slist_append(list, line) else {
      isComplete = false
      return
    }
    list = longer
  }
}
