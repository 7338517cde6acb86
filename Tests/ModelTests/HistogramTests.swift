import Foundation
import Model
import Testing

struct HistogramTests {
  @Test(arguments: [
    (0, 0), (1, 1), (131_071, 1), (131_072, 2), (1_048_576, 2), (1_048_577, 3), (4_294_967_296, 6), (4_294_967_297, 7),
  ])
  func findsTheSize(_ bytes: Int, _ index: Int) { #expect(Histogram.sizeIndex(Int64(bytes)) == index) }

  @Test(arguments: [
    (0, 0), (1, 1), (6, 1), (7, 2), (29, 2), (30, 3), (364, 6), (365, 7), (729, 7), (730, 8), (9999, 8),
  ])
  func findsTheAge(_ days: Int, _ index: Int) { #expect(Histogram.ageIndex(days: days) == index) }

  @Test func everyCellHasAName() {
    #expect(Histogram.sizeLabels.count == Histogram.sizeEdges.count + 1)
    #expect(Histogram.ageLabels.count == Histogram.ageEdges.count + 1)
  }

  @Test("the sum above an edge is exact", arguments: Histogram.ageEdges)
  func sumsAboveAnEdge(_ edge: Int) {
    let ages = [0, 1, 5, 29, 30, 59, 60, 90, 200, 365, 729, 730, 3000]
    var histogram = Histogram()
    for age in ages {
      histogram.cells.append(
        .init(
          storageClass: .standard, size: 2, age: Histogram.ageIndex(days: age), tally: Tally(objects: 1, bytes: 100)))
    }
    #expect(histogram.tally(olderThanDays: edge).objects == Int64(ages.count { $0 >= edge }))
  }

  @Test func aSmallObjectIsUnder128KB() {
    var tally = Tally()
    tally.add(size: 131_071)
    tally.add(size: 131_072)
    #expect(tally == Tally(objects: 2, bytes: 262_143, smallObjects: 1, smallBytes: 131_071))
    tally += Tally(objects: 1, bytes: 1, smallObjects: 1, smallBytes: 1)
    #expect(tally.smallObjects == 2)
  }

  @Test func usageAddsUp() {
    let old = Timestamp(seconds: 10)
    let new = Timestamp(seconds: 20)
    var usage = Usage(current: [.standard: Tally(objects: 1, bytes: 5)], deleteMarkers: 1, oldest: new, newest: new)
    usage += Usage(
      current: [.standard: Tally(objects: 2, bytes: 7)], noncurrent: [.glacier: Tally(objects: 1, bytes: 100)],
      uploads: [.standard: Tally(objects: 1, bytes: 1000)], oldest: old, newest: old)
    #expect(usage.storedBytes == 1112)
    #expect(usage.currentTotal.objects == 3)
    #expect(usage.oldest == old)
    #expect(usage.newest == new)
  }
}
