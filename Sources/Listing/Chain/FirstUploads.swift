/// The first uploads by key and id, whatever order they come in: those whose parts are asked for.
struct FirstUploads {
  private let limit: Int
  private var uploads: [UploadParts.Upload] = []
  /// There were more than the limit.
  private(set) var hasMore = false

  init(limit: Int) { self.limit = max(0, limit) }

  /// - Parameter other: is given those that are not among the first, each once.
  mutating func add(_ upload: UploadParts.Upload, other: (UploadParts.Upload) -> Void) {
    uploads.append(upload)
    // Sorting now and then is cheaper than keeping order.
    if uploads.count >= 2 * limit + 16 { shorten(other) }
  }

  /// In order; to be asked for once.
  mutating func all(other: (UploadParts.Upload) -> Void) -> [UploadParts.Upload] {
    shorten(other)
    return uploads
  }

  private mutating func shorten(_ other: (UploadParts.Upload) -> Void) {
    uploads.sort { left, right in
      left.key == right.key ? left.id.utf8.lexicographicallyPrecedes(right.id.utf8) : left.key.isBefore(right.key)
    }
    guard uploads.count > limit else { return }
    hasMore = true
    uploads[limit...].forEach(other)
    uploads.removeSubrange(limit...)
  }
}
