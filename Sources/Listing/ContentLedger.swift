public import Model

/// Remembers the content of every object of one listing, outside memory, and compares all with all at the end: what a
/// sketch can only estimate of more contents than it has room for.
public protocol ContentLedger: Sendable {
  /// Called for each current version that holds something and has an ETag, by one task at a time; in microseconds.
  ///
  /// - Parameter etag: without quotes.
  func add(etag: Span<UInt8>, size: Int64, key: Span<UInt8>) throws(Problem)

  /// Compares everything that was added.
  /// - Parameter count: examples at most.
  func summary(examples count: Int) async throws(Problem) -> ContentSummary
}

/// What a ledger found.
public struct ContentSummary: Sendable, Equatable {
  /// That were added.
  public var objects: Int64
  /// Of these, with the ETag of an upload in parts.
  public var multipart: Int64
  /// Different contents, and the bytes of one object of each.
  public var distinct: Int64
  public var distinctBytes: Int64
  /// The contents that waste most by their copies, these first, of equal ones the first by key.
  public var examples: [DuplicateExample]

  public init(
    objects: Int64 = 0, multipart: Int64 = 0, distinct: Int64 = 0, distinctBytes: Int64 = 0,
    examples: [DuplicateExample] = []
  ) {
    self.objects = objects
    self.multipart = multipart
    self.distinct = distinct
    self.distinctBytes = distinctBytes
    self.examples = examples
  }
}

extension ContentLedger {
  /// Adds the first `count` entries of a page, as far as they are compared.
  func add(_ page: borrowing Page, count: Int) throws(Problem) {
    let body = page.body.span
    let scratch = page.scratch.span
    let entries = page.entries.span.extracting(first: count)
    for index in 0..<entries.count {
      let entry = entries[index]
      guard entry.kind == .object, entry.isLatest, entry.size > 0, entry.etag.count > 0 else { continue }
      let etag = entry.etag.isDecoded ? scratch : body
      let key = entry.key.isDecoded ? scratch : body
      try add(etag: etag.extracting(entry.etag.range), size: entry.size, key: key.extracting(entry.key.range))
    }
  }
}

extension DuplicateUsage {
  /// Takes what a ledger found in place of an estimate, provided that it saw all that was compared.
  mutating func take(_ summary: ContentSummary) {
    guard summary.objects == objects else {
      inexactReason = "only \(summary.objects) of \(objects) objects could be compared"
      return
    }
    distinct = summary.distinct
    duplicateBytes = bytes - summary.distinctBytes
    objectsError = 0
    bytesError = 0
    isExact = true
    multipartObjects = summary.multipart
    examples = summary.examples
    examplesCompleteFrom = 0
  }
}

/// The ledger of one listing, which goes on without it when it fails.
struct Contents: Sendable {
  private var ledger: Result<any ContentLedger, Problem>

  init(_ make: () throws(Problem) -> any ContentLedger) { ledger = Result { () throws(Problem) in try make() } }

  mutating func add(_ page: borrowing Page, count: Int) {
    guard case .success(let open) = ledger else { return }
    do throws(Problem) { try open.add(page, count: count) } catch { ledger = .failure(error) }
  }

  /// An estimate made exact; with the reason where it must stay one.
  func exact(_ estimate: DuplicateUsage, examples: Int) async -> DuplicateUsage {
    var duplicates = estimate
    do throws(Problem) {
      duplicates.take(try await ledger.get().summary(examples: examples))
    } catch {
      duplicates.inexactReason = [error.what, error.why].filter { !$0.isEmpty }.joined(separator: ": ")
    }
    return duplicates
  }
}
