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
protocol Chain {
  var kind: ListingKind { get }
  /// The next page's request.
  func request() -> APIRequest
  /// Looks at the page that came.
  mutating func take(_ page: inout Page) -> Step
}
