import Listing
import Model
import Store

/// `--exact-duplicates`: the ledger of a listing is a temporary file.
struct ContentFileLedger: ContentLedger {
  private let file: ContentFile

  init() throws(Problem) { file = try ContentFile() }

  func add(etag: Span<UInt8>, size: Int64, key: Span<UInt8>) throws(Problem) {
    try file.add(etag: etag, size: size, key: key)
  }

  func summary(examples count: Int) async throws(Problem) -> ContentSummary {
    let figures = try await file.figures(repeated: count)
    return ContentSummary(
      objects: figures.objects, multipart: figures.multipart, distinct: figures.distinct,
      distinctBytes: figures.distinctBytes,
      examples: figures.repeated.map { DuplicateExample(key: $0.key, copies: $0.copies, bytes: $0.bytes) })
  }
}
