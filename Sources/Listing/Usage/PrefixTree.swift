import Model

/// What lies below each prefix, to a depth and a number of prefixes.
///
/// Everything is counted once, at the deepest prefix that it belongs to; parents are added up at the end. Where prefixes
/// run out, shallow ones win over deeper ones, and among equals the first by name. A prefix that had to go can never come
/// back, so what is kept does not depend on the order in which keys come.
struct PrefixTree: Sendable {
  struct Node: Sendable {
    /// The whole prefix; empty for the root.
    var name: [UInt8]
    var parent: Int
    /// -1 for a place that is free.
    var depth: Int
    var cells = CellList()
    var deleteMarkers: Int64 = 0
    var oldest = Int64.max
    var newest = Int64.min
  }

  /// The greatest name above.
  private enum ByName: Ranking {
    struct Element: Sendable {
      var name: [UInt8]
      var node: Int
    }

    static func isAbove(_ one: Element, _ other: Element) -> Bool { other.name.isBefore(one.name) }
  }

  let depth: Int
  let limit: Int
  /// Bytes of a key in front of the first level.
  let base: Int
  private(set) var nodes: [Node]
  private(set) var store = CellStore()
  /// Prefixes that were met and are counted with a parent.
  private(set) var folded = DistinctCounter(limit: 4096)
  private var index = NameIndex()
  /// Nodes by depth.
  private var levels: [Heap<ByName>]
  private var free: [Int] = []
  /// Where the last directory is counted.
  private var last = 0

  init(prefix: [UInt8], depth: Int, limit: Int) {
    self.depth = max(0, depth)
    self.limit = max(0, limit)
    base = (prefix.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    nodes = [Node(name: [], parent: 0, depth: 0)]
    levels = Array(repeating: Heap(), count: self.depth + 1)
  }

  // MARK: Finding the place

  /// The node that counts the keys of a directory (everything up to a key's last `/`, with it).
  mutating func node(for directory: Span<UInt8>) -> Int {
    // Most directories are deeper than the deepest prefix, and many in the same one.
    let known = nodes[last]
    if known.depth == depth, directory.hasPrefix(known.name.span) { return last }
    last = find(directory)
    return last
  }

  private mutating func find(_ directory: Span<UInt8>) -> Int {
    var node = 0
    var end = base
    for level in stride(from: 1, through: depth, by: 1) {
      guard let next = Self.level(of: directory, after: end) else { break }
      end = next
      guard let child = child(directory.extracting(0..<end), of: node, depth: level) else {
        leaveOut(directory, from: end, level: level)
        break
      }
      node = child
    }
    return node
  }

  /// Behind the next `/`.
  private static func level(of directory: Span<UInt8>, after start: Int) -> Int? {
    var position = start
    while position < directory.count {
      position += 1
      if directory[position - 1] == UInt8(ascii: "/") { return position }
    }
    return nil
  }

  /// Nil where there is no room for one more.
  private mutating func child(_ span: Span<UInt8>, of parent: Int, depth: Int) -> Int? {
    let hash = FixedHash.hash(span)
    var slot = index.start(hash)
    while let known = index.next(hash, &slot) {
      if span.isEqual(to: nodes[known].name) { return known }
    }
    guard index.count < limit || makeRoom(for: span, depth: depth) else { return nil }
    let name = [UInt8](copying: span)
    let node = Node(name: name, parent: parent, depth: depth)
    let number: Int
    if let reused = free.popLast() {
      number = reused
      nodes[number] = node
    } else {
      number = nodes.count
      nodes.append(node)
    }
    index.insert(hash, number)
    levels[depth].insert(ByName.Element(name: name, node: number))
    return number
  }

  /// Folds the last prefix, by depth and name, into its parent; false where the new one would be the last. It has no
  /// children: these come behind their parent.
  private mutating func makeRoom(for name: Span<UInt8>, depth: Int) -> Bool {
    guard let deepest = levels.indices.last(where: { levels[$0].count > 0 }), deepest >= depth,
      let last = levels[deepest].top, deepest > depth || name.isBefore(last.name.span)
    else { return false }
    _ = levels[deepest].popTop()
    let hash = FixedHash.hash(last.name.span)
    folded.insert(hash)
    index.remove(hash, last.node)
    fold(last.node)
    nodes[last.node] = Node(name: [], parent: 0, depth: -1)
    free.append(last.node)
    return true
  }

  /// Counts the prefixes of a directory as folded, from one level on.
  private mutating func leaveOut(_ directory: Span<UInt8>, from start: Int, level: Int) {
    folded.insert(FixedHash.hash(directory.extracting(0..<start)))
    var end = start
    for _ in level..<depth {
      guard let next = Self.level(of: directory, after: end) else { return }
      end = next
      folded.insert(FixedHash.hash(directory.extracting(0..<end)))
    }
  }

  private mutating func fold(_ number: Int) {
    let node = nodes[number]
    var parent = nodes[node.parent]
    store.move(node.cells, into: &parent.cells)
    parent.deleteMarkers = parent.deleteMarkers.addingSaturated(node.deleteMarkers)
    parent.oldest = min(parent.oldest, node.oldest)
    parent.newest = max(parent.newest, node.newest)
    nodes[node.parent] = parent
  }

  // MARK: Counting

  @inline(__always)
  mutating func addCurrent(_ node: Int, _ storageClass: Int, cell: Int, size: Int64, time: Int64) {
    store.add(&nodes[node].cells, storageClass, cell: cell, size: size)
    if time < nodes[node].oldest { nodes[node].oldest = time }
    if time > nodes[node].newest { nodes[node].newest = time }
  }

  mutating func addNoncurrent(_ node: Int, _ storageClass: Int, size: Int64) {
    store.addNoncurrent(&nodes[node].cells, storageClass, size: size)
  }

  mutating func addUpload(_ node: Int, _ storageClass: Int, size: Int64) {
    store.addUpload(&nodes[node].cells, storageClass, size: size)
  }

  mutating func addDeleteMarker(_ node: Int) { nodes[node].deleteMarkers += 1 }

  /// Adds another tree of the same bucket, depth and base; `classes` translates its storage classes.
  mutating func merge(_ other: PrefixTree, classes: [Int]) {
    for node in other.nodes where node.depth >= 0 {
      let target = self.node(for: node.name.span)
      other.store.copy(node.cells, classes: classes, to: &store, &nodes[target].cells)
      nodes[target].deleteMarkers += node.deleteMarkers
      nodes[target].oldest = min(nodes[target].oldest, node.oldest)
      nodes[target].newest = max(nodes[target].newest, node.newest)
    }
    folded.merge(other.folded)
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    // A parent before its children.
    let kept = nodes.filter { $0.depth >= 0 }.sorted {
      $0.depth != $1.depth ? $0.depth < $1.depth : $0.name.isBefore($1.name)
    }
    writer.put(kept.count)
    for node in kept {
      writer.put(node.name)
      writer.put(node.deleteMarkers)
      writer.put(time: node.oldest)
      writer.put(time: node.newest)
      store.encode(node.cells, order, into: &writer)
    }
    writer.put(folded)
  }

  /// The tree must be empty.
  mutating func decode(_ reader: inout UsageReader, classes: Int) throws(UsageCodingFault) {
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      let number = find(name.span)
      guard nodes[number].name == name else { throw .damaged("a prefix is none, or there are too many") }
      nodes[number].deleteMarkers = try reader.amount()
      nodes[number].oldest = try reader.time()
      nodes[number].newest = try reader.time()
      try store.decode(&reader, classes: classes, into: &nodes[number].cells)
    }
    folded = try reader.counter(limit: folded.limit)
  }

  // MARK: The result

  /// All prefixes with everything below them, in order of their bytes, and the root. Uses up the tree.
  consuming func summaries(classes: [StorageClass]) -> (root: Summary, rows: [(depth: Int, summary: Summary)]) {
    var rows: [(node: Node, summary: Summary)] = []
    rows.reserveCapacity(index.count)
    for level in levels.indices.reversed() where level > 0 {
      for number in levels[level].elements.map(\.node) {
        rows.append((nodes[number], summary(number, classes)))
        fold(number)
        nodes[number].cells = CellList()
      }
    }
    rows.sort { $0.node.name.isBefore($1.node.name) }
    return (summary(0, classes), rows.map { ($0.node.depth, $0.summary) })
  }

  struct Summary {
    var prefix: String
    var usage: Usage
    var histogram: Histogram
  }

  private func summary(_ number: Int, _ classes: [StorageClass]) -> Summary {
    let node = nodes[number]
    var usage = Usage()
    for block in store.blocks(of: node.cells) {
      let name = classes[block.storageClass]
      var current = Tally()
      store.forEachCell(of: block) { current += $1 }
      if current.objects > 0 { usage.current[name] = current }
      if block.noncurrent.objects > 0 { usage.noncurrent[name] = block.noncurrent }
      if block.uploads.objects > 0 { usage.uploads[name] = block.uploads }
    }
    usage.deleteMarkers = node.deleteMarkers
    if node.oldest <= node.newest {
      usage.oldest = Timestamp(seconds: node.oldest)
      usage.newest = Timestamp(seconds: node.newest)
    }
    return Summary(
      prefix: String(decoding: node.name, as: UTF8.self), usage: usage,
      histogram: store.histogram(of: node.cells, classes: classes))
  }
}
