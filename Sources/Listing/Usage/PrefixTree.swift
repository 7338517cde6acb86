import Model

/// What lies below each prefix, to a depth and a number of prefixes.
///
/// Everything is counted once, at the deepest prefix that it belongs to; parents are added up at the end. Where prefixes
/// run out, shallow ones win over deeper ones, and among equals the first that came.
struct PrefixTree: Sendable {
  struct Node: Sendable {
    /// The whole prefix; empty for the root.
    var name: [UInt8]
    var parent: Int
    var depth: Int
    var cells = CellList()
    var deleteMarkers: Int64 = 0
    var oldest = Int64.max
    var newest = Int64.min
  }

  let depth: Int
  let limit: Int
  /// Bytes of a key in front of the first level.
  let base: Int
  private(set) var nodes: [Node]
  private(set) var store = CellStore()
  private(set) var folded = 0
  private var index: [[UInt8]: Int] = [:]
  /// Nodes by depth, the newest last: candidates to be folded.
  private var levels: [[Int]]
  private var free: [Int] = []
  /// Its directories come one after another, and it counts as folded once.
  private var lastFolded: [UInt8] = []

  init(prefix: [UInt8], depth: Int, limit: Int) {
    self.depth = max(0, depth)
    self.limit = max(0, limit)
    base = (prefix.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    nodes = [Node(name: [], parent: 0, depth: 0)]
    levels = Array(repeating: [], count: self.depth + 1)
  }

  // MARK: Finding the place

  /// The node that counts the keys of a directory (everything up to a key's last `/`, with it).
  mutating func node(for directory: Span<UInt8>) -> Int {
    var node = 0
    var level = 0
    var position = base
    while level < depth, position < directory.count {
      while position < directory.count, directory[position] != UInt8(ascii: "/") { position += 1 }
      guard position < directory.count else { break }
      position += 1
      level += 1
      guard let next = child([UInt8](copying: directory.extracting(0..<position)), of: node, depth: level) else {
        return node
      }
      node = next
    }
    return node
  }

  /// Nil where there is no room for one more.
  private mutating func child(_ name: [UInt8], of parent: Int, depth: Int) -> Int? {
    if let known = index[name] { return known }
    if index.count >= limit {
      guard name != lastFolded else { return nil }
      folded += 1
      guard makeRoom(for: depth) else {
        lastFolded = name
        return nil
      }
    }
    let number: Int
    if let reused = free.popLast() {
      number = reused
      nodes[number] = Node(name: name, parent: parent, depth: depth)
    } else {
      number = nodes.count
      nodes.append(Node(name: name, parent: parent, depth: depth))
    }
    index[name] = number
    levels[depth].append(number)
    return number
  }

  /// Folds one prefix that is deeper than that into its parent. The deepest have no children.
  private mutating func makeRoom(for depth: Int) -> Bool {
    guard let deepest = levels.indices.last(where: { !levels[$0].isEmpty }), deepest > depth,
      let victim = levels[deepest].popLast()
    else { return false }
    fold(victim)
    index[nodes[victim].name] = nil
    nodes[victim] = Node(name: [], parent: 0, depth: -1)
    free.append(victim)
    return true
  }

  private mutating func fold(_ number: Int) {
    let node = nodes[number]
    var parent = nodes[node.parent]
    store.move(node.cells, into: &parent.cells)
    parent.deleteMarkers += node.deleteMarkers
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
    folded += other.folded
  }

  // MARK: The result

  /// All prefixes with everything below them, in order of their bytes, and the root. Uses up the tree.
  consuming func summaries(classes: [StorageClass]) -> (root: Summary, rows: [(depth: Int, summary: Summary)]) {
    var rows: [(node: Node, summary: Summary)] = []
    rows.reserveCapacity(index.count)
    for level in levels.indices.reversed() where level > 0 {
      for number in levels[level] {
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
