/// Where a chain of pages goes on, in a form that can be kept: keys and ids, and no tokens, which end.
struct ChainMark: Sendable, Equatable {
  /// Pages go on behind it.
  var key: [UInt8]
  /// Of versions, the last one of that key that was listed; nil for all of them.
  var id: String?
  /// No entry of this key belongs to the chain.
  var beginning: [UInt8]?
}

/// A part of a listing that is not at its end, and where it goes on.
struct OpenRange: Sendable, Equatable {
  /// Keys up to this one are counted, or another range's; empty at the beginning of the listing.
  var after: [UInt8]
  /// The last key that is the range's; nil for the end of the listing.
  var stop: [UInt8]?
  /// Counted so far.
  var pages = 0
  /// Nil where none of its pages was counted yet.
  var mark: ChainMark?
  var context = PageContext()
}
