import Model

/// The counters of one place: a chain of blocks in a `CellStore`, one per storage class.
struct CellList: Sendable {
  fileprivate var first = -1
}

/// Histogram cells and tallies of many places in a few flat arrays: most places have few storage classes, and few cells
/// of each.
struct CellStore: Sendable {
  struct Block: Sendable {
    var storageClass: Int
    var noncurrent = Tally()
    var uploads = Tally()
    fileprivate var number: Int
    fileprivate var next: Int
  }

  private struct Cell {
    var objects: Int64 = 0
    var bytes: Int64 = 0
  }

  private var blocks: [Block] = []
  /// `HistogramEdges.cells` numbers a block: the index of the cell, 0 for none.
  private var slots: [UInt32] = []
  /// The first is nobody's.
  private var cells = [Cell()]
  private var freeBlocks: [Int] = []
  private var freeCells: [UInt32] = []

  // MARK: Counting

  @inline(__always)
  mutating func add(_ list: inout CellList, _ storageClass: Int, cell: Int, size: Int64) {
    let block = block(&list, storageClass)
    let slot = block &* HistogramEdges.cells &+ cell
    var number = slots[slot]
    if number == 0 { number = newCell(slot) }
    cells[Int(number)].objects &+= 1
    cells[Int(number)].bytes &+= size
  }

  mutating func addNoncurrent(_ list: inout CellList, _ storageClass: Int, size: Int64) {
    blocks[block(&list, storageClass)].noncurrent.add(size: size)
  }

  mutating func addUpload(_ list: inout CellList, _ storageClass: Int, size: Int64) {
    blocks[block(&list, storageClass)].uploads.add(size: size)
  }

  @inline(__always)
  private mutating func block(_ list: inout CellList, _ storageClass: Int) -> Int {
    var number = list.first
    while number >= 0 {
      if blocks[number].storageClass == storageClass { return number }
      number = blocks[number].next
    }
    return newBlock(&list, storageClass)
  }

  private mutating func newBlock(_ list: inout CellList, _ storageClass: Int) -> Int {
    let number = freeBlocks.popLast() ?? blocks.count
    let block = Block(storageClass: storageClass, number: number, next: list.first)
    if number < blocks.count {
      blocks[number] = block
    } else {
      blocks.append(block)
      slots.append(contentsOf: repeatElement(0, count: HistogramEdges.cells))
    }
    list.first = number
    return number
  }

  private mutating func newCell(_ slot: Int) -> UInt32 {
    let number: UInt32
    if let reused = freeCells.popLast() {
      number = reused
      cells[Int(number)] = Cell()
    } else {
      number = UInt32(cells.count)
      cells.append(Cell())
    }
    slots[slot] = number
    return number
  }

  // MARK: Reading

  func blocks(of list: CellList) -> [Block] {
    var result: [Block] = []
    var number = list.first
    while number >= 0 {
      result.append(blocks[number])
      number = blocks[number].next
    }
    return result
  }

  func forEachCell(of block: Block, _ body: (_ cell: Int, _ tally: Tally) -> Void) {
    for cell in 0..<HistogramEdges.cells {
      let number = slots[block.number * HistogramEdges.cells + cell]
      guard number > 0 else { continue }
      let content = cells[Int(number)]
      let isSmall = cell < HistogramEdges.firstLarge
      body(
        cell,
        Tally(
          objects: content.objects, bytes: content.bytes, smallObjects: isSmall ? content.objects : 0,
          smallBytes: isSmall ? content.bytes : 0))
    }
  }

  /// One place's cells as the model has them.
  func histogram(of list: CellList, classes: [StorageClass]) -> Histogram {
    var result: [Histogram.Cell] = []
    for block in blocks(of: list) {
      forEachCell(of: block) { cell, tally in
        result.append(
          Histogram.Cell(
            storageClass: classes[block.storageClass], size: cell / HistogramEdges.ages,
            age: cell % HistogramEdges.ages, tally: tally))
      }
    }
    return Histogram(
      cells: result.sorted { ($0.storageClass, $0.size, $0.age) < ($1.storageClass, $1.size, $1.age) })
  }

  // MARK: Moving

  /// Adds one place's counters to another's and frees them.
  mutating func move(_ source: CellList, into target: inout CellList) {
    for old in blocks(of: source) {
      let new = block(&target, old.storageClass)
      blocks[new].noncurrent += old.noncurrent
      blocks[new].uploads += old.uploads
      for cell in 0..<HistogramEdges.cells {
        let slot = old.number * HistogramEdges.cells + cell
        let number = slots[slot]
        guard number > 0 else { continue }
        let content = cells[Int(number)]
        add(content, to: new * HistogramEdges.cells + cell)
        slots[slot] = 0
        freeCells.append(number)
      }
      freeBlocks.append(old.number)
    }
  }

  /// Adds one place's counters to a place of another store.
  func copy(_ source: CellList, classes: [Int], to other: inout CellStore, _ target: inout CellList) {
    for old in blocks(of: source) {
      let new = other.block(&target, classes[old.storageClass])
      other.blocks[new].noncurrent += old.noncurrent
      other.blocks[new].uploads += old.uploads
      for cell in 0..<HistogramEdges.cells {
        let number = slots[old.number * HistogramEdges.cells + cell]
        if number > 0 { other.add(cells[Int(number)], to: new * HistogramEdges.cells + cell) }
      }
    }
  }

  // MARK: Keeping

  func encode(_ list: CellList, _ order: ClassOrder, into writer: inout UsageWriter) {
    let blocks = blocks(of: list).sorted { order.rank[$0.storageClass] < order.rank[$1.storageClass] }
    writer.put(blocks.count)
    for block in blocks {
      writer.put(order.rank[block.storageClass])
      writer.put(block.noncurrent)
      writer.put(block.uploads)
      let numbers = slots[block.number * HistogramEdges.cells..<(block.number + 1) * HistogramEdges.cells]
      writer.put(numbers.count { $0 > 0 })
      for (cell, number) in numbers.enumerated() where number > 0 {
        writer.put(cell)
        writer.put(cells[Int(number)].objects)
        writer.put(cells[Int(number)].bytes)
      }
    }
  }

  mutating func decode(
    _ reader: inout UsageReader, classes: Int, into list: inout CellList
  ) throws(UsageCodingFault) {
    for _ in 0..<(try reader.count()) {
      let block = block(&list, try reader.index(below: classes))
      blocks[block].noncurrent = try reader.tally()
      blocks[block].uploads = try reader.tally()
      for _ in 0..<(try reader.count()) {
        let slot = block * HistogramEdges.cells + (try reader.index(below: HistogramEdges.cells))
        add(Cell(objects: try reader.amount(), bytes: try reader.amount()), to: slot)
      }
    }
  }

  private mutating func add(_ content: Cell, to slot: Int) {
    var number = slots[slot]
    if number == 0 { number = newCell(slot) }
    cells[Int(number)].objects = cells[Int(number)].objects.addingSaturated(content.objects)
    cells[Int(number)].bytes = cells[Int(number)].bytes.addingSaturated(content.bytes)
  }
}
