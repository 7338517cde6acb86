import Model

/// What equal ETags say, and what they do not say, in words.
enum DuplicateWords {
  /// One line on what was found.
  static func finding(_ duplicates: DuplicateUsage) -> String {
    guard duplicates.objects > 0 else { return "there is nothing to compare" }
    let all = Words.count(duplicates.objects, "object")
    guard duplicates.duplicates > 0 else { return "no two of \(all) have the same size and ETag" }
    let share = "\(Words.count(duplicates.duplicates)) of \(all) (\(Words.bytes(duplicates.duplicateBytes)))"
    guard !duplicates.isExact else {
      return "\(share) repeat the size and ETag of another, and so probably its content"
    }
    return
      "about \(share) repeat the size and ETag of another, and so probably its content: an estimate, with standard "
      + "errors of \(Words.count(duplicates.objectsError, "object")) and \(Words.bytes(duplicates.bytesError))"
  }

  /// Why there may be more.
  ///
  /// Source: Amazon S3 API Reference, "Object", ETag.
  static func caveat(_ all: [DuplicateUsage]) -> String {
    let multipart = all.compactMap(\.multipartObjects).saturatedSum
    let share = multipart > 0 ? " (\(Words.count(multipart, "object")) here came in parts)" : ""
    return "There may be more: equal contents have different ETags where they were uploaded in parts of other sizes"
      + "\(share), or are encrypted with SSE-KMS or SSE-C."
  }
}
