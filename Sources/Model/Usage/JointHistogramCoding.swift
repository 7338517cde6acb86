/// Cells are written as numbers one after another: there may be thousands.
extension JointHistogram: Codable {
  private enum CodingKeys: String, CodingKey { case prefixes, foldedPrefixes, sizes, ages, ranks, classes, cells }

  /// Numbers a cell has.
  private static let width = 7

  public func encode(to encoder: any Encoder) throws {
    let classes = Set(cells.compactMap(\.storageClass)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int64($0)) })
    var flat: [Int64] = []
    flat.reserveCapacity(cells.count * Self.width)
    for cell in cells {
      flat += [
        Int64(cell.prefix), cell.storageClass.flatMap { numbers[$0] } ?? -1, cell.state.number, Int64(cell.size),
        Int64(cell.age), cell.objects, cell.bytes,
      ]
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prefixes, forKey: .prefixes)
    try container.encode(foldedPrefixes, forKey: .foldedPrefixes)
    try container.encode(sizes, forKey: .sizes)
    try container.encode(ages, forKey: .ages)
    try container.encode(ranks, forKey: .ranks)
    try container.encode(classes, forKey: .classes)
    try container.encode(flat, forKey: .cells)
  }

  /// - Throws: where a cell is not within the edges.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      prefixes: try container.decode([String].self, forKey: .prefixes),
      foldedPrefixes: try container.decode([String].self, forKey: .foldedPrefixes),
      sizes: try container.decode([Int64].self, forKey: .sizes), ages: try container.decode([Int].self, forKey: .ages),
      ranks: try container.decode([Int].self, forKey: .ranks))
    let classes = try container.decode([StorageClass].self, forKey: .classes)
    let flat = try container.decode([Int64].self, forKey: .cells)
    func damaged(_ what: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: container.codingPath + [CodingKeys.cells], debugDescription: what))
    }
    guard flat.count.isMultiple(of: Self.width) else { throw damaged("a cell is not whole") }
    cells.reserveCapacity(flat.count / Self.width)
    for start in stride(from: 0, to: flat.count, by: Self.width) {
      guard prefixes.indices.contains(flat[start]), flat[start + 1] == -1 || classes.indices.contains(flat[start + 1]),
        let state = State(number: flat[start + 2], ranks: ranks.count), sizes.indices.contains(flat[start + 3]),
        ages.indices.contains(flat[start + 4]), flat[start + 5] > 0, flat[start + 6] >= 0
      else { throw damaged("a cell is beyond the edges") }
      cells.append(
        Cell(
          prefix: Int(flat[start]), storageClass: flat[start + 1] < 0 ? nil : classes[Int(flat[start + 1])],
          state: state, size: Int(flat[start + 3]), age: Int(flat[start + 4]), objects: flat[start + 5],
          bytes: flat[start + 6]))
    }
  }
}

extension Range<Int> {
  fileprivate func contains(_ number: Int64) -> Bool { Int(exactly: number).map { self.contains($0) } ?? false }
}

extension JointHistogram.State: Comparable {
  /// Noncurrent versions last, because there may be any number of ranks.
  fileprivate var number: Int64 {
    switch self {
    case .current: 0
    case .deleteMarker: 1
    case .expiredDeleteMarker: 2
    case .noncurrentDeleteMarker: 3
    case .upload: 4
    case .noncurrent(let rank): 5 + Int64(rank)
    }
  }

  fileprivate init?(number: Int64, ranks: Int) {
    switch number {
    case 0: self = .current
    case 1: self = .deleteMarker
    case 2: self = .expiredDeleteMarker
    case 3: self = .noncurrentDeleteMarker
    case 4: self = .upload
    case 5..<5 + Int64(ranks): self = .noncurrent(rank: Int(number - 5))
    default: return nil
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
