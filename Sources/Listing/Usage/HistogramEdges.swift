import Model

/// The edges of the model's histogram, laid out for a loop over millions of objects.
///
/// A cell is one number: the index of the size times `ages`, plus the index of the age.
struct HistogramEdges: Sendable {
  static let sizes = Histogram.sizeEdges.count + 1
  static let ages = Histogram.ageEdges.count + 1
  static let cells = sizes * ages
  /// Cells from here on hold objects that are not small.
  static let firstLarge = Histogram.sizeIndex(Tally.smallLimit) * ages

  private let sizeEdges: InlineArray<7, Int64>
  /// Times of the age edges: what is not younger than edge i is at least that many days old.
  private let times: InlineArray<8, Int64>

  init(now: Timestamp) {
    precondition(Histogram.sizeEdges.count == 7 && Histogram.ageEdges.count == 8)
    sizeEdges = InlineArray { Histogram.sizeEdges[$0] }
    times = InlineArray { now.seconds - Int64(Histogram.ageEdges[$0]) * 86400 }
  }

  @inline(__always)
  func cell(size: Int64, time: Int64) -> Int {
    var sizeIndex = 0
    for index in 0..<7 { sizeIndex &+= size > sizeEdges[index] ? 1 : 0 }
    var ageIndex = 0
    for index in 0..<8 { ageIndex &+= time <= times[index] ? 1 : 0 }
    return sizeIndex &* 9 &+ ageIndex
  }
}
