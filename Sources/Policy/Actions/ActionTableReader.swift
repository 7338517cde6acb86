// The lines of the table: a letter, a tab, and columns that the letter explains; `#` begins the head.

extension ActionTable {
  init(parsing text: String) {
    let bytes = Array(text.utf8)
    var source = ""
    var date = ""
    var services: [Service] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      defer { start = end + 1 }
      guard end > start + 1 else { continue }
      let rest = start + 2..<end
      switch bytes[start] {
      case UInt8(ascii: "#"):
        let columns = Self.columns(rest, in: bytes)
        if columns.count > 1, columns[0] == "source" { source = columns[1] }
        if columns.count > 1, columns[0] == "date" { date = columns[1] }
      case UInt8(ascii: "@"):
        let columns = Self.columns(rest, in: bytes)
        services.append(Service(prefix: columns[0], name: columns.count > 1 ? columns[1] : columns[0]))
      case _ where services.isEmpty: continue
      case UInt8(ascii: "k"): services[services.count - 1].keys = rest
      case UInt8(ascii: "s"): services[services.count - 1].keyLists = rest
      case UInt8(ascii: "r"): services[services.count - 1].resources.append(rest)
      case let letter:
        guard let level = AccessLevel(letter: letter) else { continue }
        let name = rest.lowerBound..<(bytes[rest].firstIndex(of: UInt8(ascii: "\t")) ?? end)
        services[services.count - 1].actions.append(Line(level: level, name: name, end: end))
        services[services.count - 1].count.add(level)
      }
    }
    self.source = source
    self.date = date
    self.services = services
    lines = bytes
    byPrefix = Dictionary(services.enumerated().map { ($1.prefix, $0) }) { first, _ in first }
  }

  func matches(_ pattern: Glob, _ line: Line) -> Bool {
    pattern.covers(
      lines[line.name].map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? UInt32($0 | 0x20) : UInt32($0) })
  }

  func action(_ line: Line, of service: Service) -> Action {
    let columns = columns(line.name.lowerBound..<line.end)
    func list(_ column: Int) -> [String] {
      column < columns.count ? columns[column].split(separator: ",").map(String.init) : []
    }
    let types = list(1)
    return Action(
      service: service.prefix, name: columns[0], level: line.level,
      resourceTypes: types.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 },
      requiredResourceTypes: types.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) },
      conditionKeys: columns.count > 2 ? keys(list: columns[2], of: service) : [], dependentActions: list(3))
  }

  /// The names of condition keys that a list of the service holds.
  private func keys(list number: String, of service: Service) -> [String] {
    guard let number = Int(number), let lists = service.keyLists.map(columns), lists.indices.contains(number),
      let keys = service.keys.map(columns)
    else { return [] }
    return lists[number].split(separator: ",").compactMap { index in
      guard let index = Int(index), keys.indices.contains(index) else { return nil }
      // `aws:TagKeys=ArrayOfString`: the name, and the type where it is not String.
      return keys[index].split(separator: "=", maxSplits: 1).first.map(String.init)
    }
  }

  func columns(_ range: Range<Int>) -> [String] { Self.columns(range, in: lines) }

  private static func columns(_ range: Range<Int>, in bytes: [UInt8]) -> [String] {
    bytes[range].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
