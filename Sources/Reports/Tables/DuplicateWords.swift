import Model

/// What equal ETags say, and what they do not say, in words.
enum DuplicateWords {
  static func lines(_ duplicates: DuplicateUsage) -> [String] {
    let about = duplicates.isExact ? "" : "about "
    var lines: [String] = []
    if duplicates.duplicates == 0 {
      lines.append("no two of \(Words.count(duplicates.objects, "object")) have one size and ETag")
    } else {
      lines.append(
        "\(about)\(Words.count(duplicates.duplicates, "object")) of \(Words.count(duplicates.objects)), "
          + "\(Words.bytes(duplicates.duplicateBytes)), repeat the size and ETag of another: probably the same content")
    }
    if !duplicates.isExact {
      lines.append(
        "that is an estimate, two thirds of which are within \(Words.count(duplicates.objectsError, "object")) and "
          + "\(Words.bytes(duplicates.bytesError)) of the truth")
    }
    lines.append(
      "there may be more: equal contents have different ETags where they were uploaded in parts of other sizes, or are "
        + "encrypted with SSE-KMS or SSE-C")
    return lines
  }
}
