import AWS

/// What a chain of pages does with a page that has just come.
enum Step: Equatable {
  /// Count it, and ask for the next one.
  case more
  /// Count it; it was the last.
  case end
  /// Do not count it, and ask again in another way.
  case again
  /// The listing cannot go on, for this reason; count this page or not.
  case stuck(String, counts: Bool)
}

/// A listing as a chain of pages, each asked for from where the one before ended: a value that decides and sends nothing.
protocol Chain: Sendable {
  var kind: ListingKind { get }
  /// The next page's request.
  func request() -> APIRequest
  /// The same listing from behind a key on.
  func starting(after key: [UInt8]) -> Self
  /// No page so far had keys in another order than that of their bytes.
  var isOrdered: Bool { get }
  /// Its pages go on from keys in order, so that it can be listed in parts.
  var canBeCut: Bool { get }
  /// Where it goes on; nil at the beginning of the whole listing.
  var mark: ChainMark? { get }
  /// The same listing from a mark on, which may be of another day.
  func resuming(at mark: ChainMark) -> Self
  /// Looks at the page that came.
  mutating func take(_ page: inout Page) -> Step
}
