import Model

/// A listing at one instant: what was counted, and what is still to be listed. What is in flight belongs to neither, and is
/// asked for again.
struct ListingState: Sendable {
  /// `.objects` or `.versions`.
  var kind: ListingKind
  /// Why objects are listed though versions were asked for.
  var versionsGap: Gap?
  /// When its first part began: ages are counted back from here.
  var listedAt: Timestamp
  /// When the listing was taken up again, each time.
  var resumedAt: [Timestamp] = []
  var pages: Int64
  /// Pages and whatever else was asked for until then.
  var requests: Int64
  /// In ascending order; empty where everything was counted.
  var open: [OpenRange]
  var splitKeys: SplitKeys
  var accumulator: UsageAccumulator
}

extension ListingState {
  private static let name = Array("audit listing".utf8)
  /// To be raised whenever what is written, or what it means, changes: nothing old is read.
  private static let format = 1

  /// Bytes that `init(decoding:)` goes on from, with a checksum at their end.
  func encoded() -> [UInt8] {
    var writer = UsageWriter()
    writer.put(Self.name)
    writer.put(Self.format)
    writer.put(kind == .versions)
    Self.put(versionsGap, into: &writer)
    writer.put(time: listedAt.seconds)
    writer.put(resumedAt.count)
    for time in resumedAt { writer.put(time: time.seconds) }
    writer.put(pages)
    writer.put(requests)
    writer.put(open.count)
    for range in open { Self.put(range, into: &writer) }
    splitKeys.encode(into: &writer)
    writer.put(accumulator.encoded())
    writer.put(hash: FixedHash.hash(writer.bytes.span))
    return writer.bytes
  }

  init(decoding bytes: [UInt8]) throws(UsageCodingFault) {
    var reader = UsageReader(bytes[...])
    guard bytes.count > Self.name.count, bytes[0] == UInt8(Self.name.count), try reader.text() == Self.name else {
      throw .foreign
    }
    let format = try reader.index(below: 1 << 20)
    guard format == Self.format else { throw .otherVersion(format) }
    var end = UsageReader(bytes[max(0, bytes.count - 8)...])
    guard try end.hash() == FixedHash.hash(bytes.span.extracting(0..<bytes.count - 8)) else {
      throw .damaged("its checksum is wrong")
    }
    kind = try reader.flag() ? .versions : .objects
    versionsGap = try Self.gap(&reader)
    listedAt = Timestamp(seconds: try reader.time())
    for _ in 0..<(try reader.count()) { resumedAt.append(Timestamp(seconds: try reader.time())) }
    pages = try reader.amount()
    requests = try reader.amount()
    var open: [OpenRange] = []
    for _ in 0..<(try reader.count()) { open.append(try Self.range(&reader)) }
    for (left, right) in zip(open, open.dropFirst()) {
      guard let stop = left.stop, !right.after.isBefore(stop) else { throw .damaged("its ranges overlap") }
    }
    self.open = open
    splitKeys = try SplitKeys(decoding: &reader)
    accumulator = try UsageAccumulator(decoding: try reader.text())
    _ = try reader.hash()
    guard reader.isAtEnd else { throw .damaged("something comes behind its end") }
  }

  private static func put(_ range: OpenRange, into writer: inout UsageWriter) {
    writer.put(range.after)
    put(range.stop, into: &writer)
    writer.put(range.pages)
    writer.put(range.mark != nil)
    if let mark = range.mark {
      writer.put(mark.key)
      put(mark.id.map { Array($0.utf8) }, into: &writer)
      put(mark.beginning, into: &writer)
    }
    writer.put(range.context)
  }

  private static func range(_ reader: inout UsageReader) throws(UsageCodingFault) -> OpenRange {
    var range = OpenRange(after: try reader.text(), stop: try bytes(&reader))
    range.pages = try reader.index(below: .max)
    if try reader.flag() {
      let key = try reader.text()
      let id = try bytes(&reader)
      range.mark = ChainMark(
        key: key, id: id.map { String(decoding: $0, as: UTF8.self) }, beginning: try bytes(&reader))
    }
    range.context = try reader.context()
    if let stop = range.stop, stop.isBefore(range.after) { throw .damaged("a range ends before it begins") }
    return range
  }

  private static func put(_ bytes: [UInt8]?, into writer: inout UsageWriter) {
    writer.put(bytes != nil)
    if let bytes { writer.put(bytes) }
  }

  private static func bytes(_ reader: inout UsageReader) throws(UsageCodingFault) -> [UInt8]? {
    try reader.flag() ? try reader.text() : nil
  }

  private static func put(_ gap: Gap?, into writer: inout UsageWriter) {
    let parts: [String] =
      switch gap {
      case nil: []
      case .denied(let permission): ["denied", permission]
      case .unsupported(let operation): ["unsupported", operation]
      case .failed(let operation, let message): ["failed", operation, message]
      case .notCollected: ["not collected"]
      }
    writer.put(parts.count)
    for part in parts { writer.put(Array(part.utf8)) }
  }

  private static func gap(_ reader: inout UsageReader) throws(UsageCodingFault) -> Gap? {
    var parts: [String] = []
    for _ in 0..<(try reader.count()) { parts.append(String(decoding: try reader.text(), as: UTF8.self)) }
    switch (parts.first, parts.count) {
    case (nil, _): return nil
    case ("denied", 2): return .denied(permission: parts[1])
    case ("unsupported", 2): return .unsupported(operation: parts[1])
    case ("failed", 3): return .failed(operation: parts[1], message: parts[2])
    case ("not collected", 1): return .notCollected
    default: throw .damaged("a gap is none")
    }
  }
}
