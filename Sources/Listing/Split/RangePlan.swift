/// Which parts of a bucket's keys are listed side by side: ranges that touch and never overlap, of which the longest are
/// cut again and again as long as connections are idle. It decides, and sends nothing.
///
/// A range is listed page by page from its beginning. Its end may move to the left while a page of it is on its way: the
/// end is looked up when the page has come, and keys behind it are another range's.
struct RangePlan: Sendable {
  typealias ID = Int

  private struct Range: Sendable {
    let id: ID
    /// Keys up to this one are counted, or another range's; empty at the beginning of the listing.
    var after: [UInt8]
    /// The last key that is this range's; nil for the end of the listing.
    var stop: [UInt8]?
    var isBusy = false
    /// How often its next page could not be had.
    var failures = 0
    var isGivenUp = false
    /// Since it was cut.
    var pages = 0
    var sample: CutFinder.Sample?
    /// Pages that it may still have.
    var belief = 0.0
    /// Cuts of it behind which nothing was, less the pages that came since.
    var misses = 0
    /// The cut that made it, until its first page shows what that was worth.
    var origin: CutFinder.Cut?
  }

  /// What a page means for its range.
  struct Verdict: Equatable {
    /// Of the page's entries, in order, these first ones are the range's.
    var count: Int
    /// Nothing more is to be asked for.
    var isOver: Bool
  }

  private let prefix: [UInt8]
  /// Requests under way at most.
  let width: Int
  /// Pages before the first cut: a bucket of fewer is listed in one chain, with no request too many.
  private let patience: Int
  /// In ascending order.
  private var ranges: [Range]
  private var keyspace = Keyspace()
  private var lastID: ID
  private var pages = 0
  /// Those that held anything of their range.
  private var fullPages = 0
  private var isHinted = false
  private let pagesExpected: Int

  static let defaultPatience = 8

  /// - Parameters:
  ///   - prefix: all keys begin with it.
  ///   - pagesExpected: 0 where that is not known.
  ///   - hints: keys at equal distances from an earlier listing, in ascending order; the listing begins cut there.
  init(prefix: [UInt8], width: Int, patience: Int = defaultPatience, pagesExpected: Int = 0, hints: [[UInt8]] = []) {
    self.prefix = prefix
    self.width = max(1, width)
    self.patience = patience
    self.pagesExpected = pagesExpected
    ranges = [Range(id: 0, after: [])]
    lastID = 0
    guard width > 1, !hints.isEmpty else { return }
    isHinted = true
    let count = min(width, hints.count + 1, max(1, pagesExpected / 2))
    var cuts: [[UInt8]] = []
    for number in 1..<max(1, count) {
      let hint = hints[number * (hints.count + 1) / count - 1]
      if hint.text != nil, hint.starts(with: prefix), cuts.last.map({ $0.isBefore(hint) }) ?? true { cuts.append(hint) }
    }
    for cut in cuts.reversed() {
      lastID += 1
      ranges.insert(Range(id: lastID, after: cut, stop: ranges[0].stop), at: 1)
      ranges[0].stop = cut
    }
    for index in ranges.indices { ranges[index].belief = Double(pagesExpected) / Double(count) }
  }

  /// Goes on with a listing that was interrupted: ranges in ascending order that do not overlap, numbered from 0 on.
  ///
  /// - Parameter pages: counted so far.
  init(prefix: [UInt8], width: Int, patience: Int, pagesExpected: Int, resuming open: [OpenRange], pages: Int) {
    self.prefix = prefix
    self.width = max(1, width)
    self.patience = patience
    self.pagesExpected = pagesExpected
    self.pages = pages
    fullPages = pages
    ranges = open.enumerated().map { Range(id: $0, after: $1.after, stop: $1.stop, pages: $1.pages) }
    // Even one range is a part of the listing.
    lastID = max(1, open.count - 1)
  }

  /// What is not at its end, in ascending order, each by its number.
  var open: [(id: ID, range: OpenRange)] {
    ranges.map { ($0.id, OpenRange(after: $0.after, stop: $0.stop, pages: $0.pages)) }
  }

  // MARK: What is to be done

  var isOver: Bool { ranges.isEmpty }
  var isSplit: Bool { lastID > 0 }
  var hasGivenUp: Bool { ranges.contains(where: \.isGivenUp) }

  /// A range whose next page is to be asked for now, after which key, and how often that failed; nil where all are asked
  /// for. What failed comes last.
  mutating func next() -> (id: ID, after: [UInt8], failures: Int)? {
    var found: Int?
    for index in ranges.indices where !ranges[index].isBusy && !ranges[index].isGivenUp {
      if ranges[index].failures < found.map({ ranges[$0].failures }) ?? .max { found = index }
      if ranges[index].failures == 0 { break }
    }
    guard let found else { return nil }
    ranges[found].isBusy = true
    return (ranges[found].id, ranges[found].after, ranges[found].failures)
  }

  /// The page came broken, or not at all, and may be asked for again.
  mutating func giveBack(_ id: ID) {
    if let index = ranges.firstIndex(where: { $0.id == id }) { ranges[index].isBusy = false }
  }

  /// The page could not be had, whatever the fetcher did.
  ///
  /// | failures in a row | the range |
  /// | --- | --- |
  /// | up to `limit` | is asked for again, after all others |
  /// | more | is left as it is, and open at the end; what is cut off from it is asked for |
  mutating func fail(_ id: ID, limit: Int) {
    guard let index = ranges.firstIndex(where: { $0.id == id }) else { return }
    ranges[index].isBusy = false
    ranges[index].failures += 1
    ranges[index].isGivenUp = ranges[index].failures > limit
  }

  // MARK: A page

  /// Looks at a page that came for a range.
  ///
  /// - Parameter isLast: nothing follows the page in the whole listing.
  mutating func take(_ page: Page, for id: ID, isLast: Bool) -> Verdict {
    guard let index = ranges.firstIndex(where: { $0.id == id }) else { return Verdict(count: 0, isOver: true) }
    pages += 1
    let count = ranges[index].stop.map { page.count(upTo: $0) } ?? page.entries.count
    if let origin = ranges[index].origin, let address = origin.address {
      keyspace.judge(address, wasGuess: origin.isGuess, isEmpty: count == 0)
    }
    ranges[index].origin = nil
    ranges[index].isBusy = false
    ranges[index].failures = 0
    if width > 1 { keyspace.learn(page) }
    if count > 0 {
      ranges[index].after = page.key(page.entries[count - 1])
      fullPages += 1
      ranges[index].pages += 1
      ranges[index].belief -= 1
      ranges[index].misses = max(0, ranges[index].misses - 1)
    } else if index > 0 {
      ranges[index - 1].misses += 1
    }
    let foreign = count < page.entries.count ? page.key(page.entries[count]) : nil
    var isOver = isLast || foreign != nil
    // Of versions more may follow with the same key.
    if page.kind == .objects, let stop = ranges[index].stop, !ranges[index].after.isBefore(stop) { isOver = true }
    if isOver {
      let after = ranges[index].after
      ranges.remove(at: index)
      // Where the page ended with the range, nothing is known of what is behind it.
      if isLast || foreign != nil { dropEmpty(from: index, after: after, before: foreign) }
    } else if let first = page.entries.first {
      let sample = CutFinder.Sample(first: page.key(first), last: ranges[index].after, count: page.entries.count)
      ranges[index].sample = sample
      if width > 1, pages + 1 >= patience { believe(index) }
    }
    return Verdict(count: count, isOver: isOver)
  }

  /// There is nothing between two keys: ranges from an index on that lie there need not be asked for. Nil is the end of
  /// the listing. Ranges before that may be in the middle of the versions of the first key.
  private mutating func dropEmpty(from index: Int, after: [UInt8], before: [UInt8]?) {
    let rest = ranges[index...].filter { range in
      guard !range.isBusy, !range.after.isBefore(after) else { return true }
      guard let before else { return false }
      return range.stop.map { !$0.isBefore(before) } ?? true
    }
    ranges.replaceSubrange(index..., with: rest)
  }

  // MARK: Cutting

  /// What one range has given is what it may still have, whatever the estimate says.
  private mutating func believe(_ index: Int) {
    guard let sample = ranges[index].sample else { return }
    let pages = Double(ranges[index].pages)
    if isHinted, ranges[index].belief > -0.5 * pages { return }
    let finder = CutFinder(sample, stop: ranges[index].stop, prefix: prefix, keyspace: keyspace)
    ranges[index].belief = finder.isEmpty ? 0 : max(0.7 * pages, min(finder.estimate / Self.page, 50 * pages))
  }

  private static let page = 1000.0

  /// Ranges that are worth their requests: half as many as pages so far, since there may be few more, and where it is known
  /// how many there are, several pages for each.
  private var worthwhile: Int {
    var limit = min(width, max(2, fullPages / 2))
    if pagesExpected > 0, pages <= pagesExpected { limit = min(limit, max(2, pagesExpected / 4)) }
    return limit
  }

  /// Cuts long ranges as long as fewer are there than requests may be under way.
  mutating func cut() {
    guard pages >= patience, ranges.count < worthwhile else { return }
    let idle = worthwhile - ranges.count
    // A cut costs about half a page more; when half of the connections are idle, that is cheap.
    let least = isHinted ? 4 : idle < width / 2 ? 3.0 : 1.2
    let candidates = ranges.filter { $0.sample != nil && $0.belief - Double($0.misses) >= least }.sorted {
      $0.belief > $1.belief
    }
    let sum = candidates.reduce(0) { $0 + $1.belief }
    var left = idle
    for candidate in candidates where left > 0 {
      let share = Int((Double(idle) * candidate.belief / sum).rounded())
      left -= cut(candidate.id, max(1, min(left, share, Int(candidate.belief / least))), piece: least * Self.page)
    }
  }

  /// - Returns: how many ranges there are more.
  private mutating func cut(_ id: ID, _ count: Int, piece: Double) -> Int {
    guard let index = ranges.firstIndex(where: { $0.id == id }), let sample = ranges[index].sample else { return 0 }
    let finder = CutFinder(sample, stop: ranges[index].stop, prefix: prefix, keyspace: keyspace)
    let scale = max(1, ranges[index].belief * Self.page / max(1, finder.estimate))
    let cuts = finder.cuts(count, piece: piece, scale: scale).filter { ranges[index].after.isBefore($0.key) }
    guard let first = cuts.first else {
      ranges[index].belief = 0
      return 0
    }
    var new: [Range] = []
    for (number, cut) in cuts.enumerated() {
      lastID += 1
      let stop = number + 1 < cuts.count ? cuts[number + 1].key : ranges[index].stop
      new.append(Range(id: lastID, after: cut.key, stop: stop, origin: cut))
    }
    ranges[index].stop = first.key
    ranges[index].pages = 1
    ranges[index].belief = 0
    believe(index)
    ranges.insert(contentsOf: new, at: index + 1)
    return new.count
  }
}

extension Page {
  /// How many of its entries, which ascend, have this key or one before it.
  func count(upTo key: [UInt8]) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if key.isBefore(self.key(entries[middle])) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
