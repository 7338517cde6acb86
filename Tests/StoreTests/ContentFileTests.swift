import Foundation
import Model
import TestSupport
import Testing

@testable import Store

struct ContentFileTests {
  private func figures(_ contents: [(etag: String, size: Int64, key: String)], _ count: Int = 20) async throws
    -> ContentFile.Figures
  {
    let file = try ContentFile()
    for content in contents {
      try file.add(etag: Array(content.etag.utf8).span, size: content.size, key: Array(content.key.utf8).span)
    }
    return try await file.figures(repeated: count)
  }

  private static let digest = String(repeating: "0123456789abcdef", count: 2)

  @Test("nothing was added")
  func empty() async throws { #expect(try await figures([]) == ContentFile.Figures()) }

  @Test("only one size and one ETag together are one content")
  func counts() async throws {
    let found = try await figures([
      ("a", 5, "z"), ("a", 5, "m"), ("a", 6, "b"), ("b", 5, "c"), ("A", 5, "d"), ("\(Self.digest)-2", 5, "e"),
      (Self.digest, 5, "f"), ("\(Self.digest)-x", 5, "g"), ("\(Self.digest)-", 5, "h"),
    ])
    #expect(found.objects == 9)
    #expect(found.distinct == 8)
    #expect(found.distinctBytes == 41)
    #expect(found.multipart == 1)
    #expect(found.repeated == [ContentFile.Repeated(key: "m", copies: 2, bytes: 5)])
  }

  @Test("the first key by bytes, not by letters; keys with any bytes")
  func keys() async throws {
    let found = try await figures([("a", 1, "é"), ("a", 1, "z"), ("a", 1, "z\0"), ("b", 1, "\0"), ("b", 1, "")])
    #expect(Set(found.repeated.map(\.key)) == ["z", ""])
  }

  @Test("the most wasteful, in their order, of more than are told")
  func order() async throws {
    var contents: [(String, Int64, String)] = []
    for number in 0..<500 {
      for copy in 0...(number % 7) { contents.append(("e\(number)", Int64(number % 50 + 1), "k\(number)-\(copy)")) }
    }
    var expected: [ContentFile.Repeated] = []
    for number in 0..<500 where number % 7 > 0 {
      expected.append(.init(key: "k\(number)-0", copies: Int64(number % 7 + 1), bytes: Int64(number % 50 + 1)))
    }
    func wasted(_ content: ContentFile.Repeated) -> Int64 { (content.copies - 1) * content.bytes }
    expected.sort {
      wasted($0) != wasted($1)
        ? wasted($0) > wasted($1) : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    for count in [1, 3, 500] {
      let found = try await figures(contents.shuffled(), count)
      #expect(found.repeated == Array(expected.prefix(count)))
    }
  }

  @Test("what does not fit into memory is in a file without a name, for the owner alone, and gone at the end")
  func spills() async throws {
    // Only this test's is so large: others may have files of their own open.
    func open() throws -> [stat] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { name in
        // One that was closed in the meantime is none.
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
        var status = stat()
        guard target?.contains("etilqs_") == true, let descriptor = Int32(name), fstat(descriptor, &status) == 0,
          status.st_size > 10 << 20
        else { return nil }
        return status
      }
    }
    func fill() async throws {
      let file = try ContentFile()
      let key = [UInt8](repeating: UInt8(ascii: "k"), count: 1000)
      for number in 0..<20_000 {
        try file.add(etag: Array("\(number % 19_999)".utf8).span, size: 7, key: key.span)
      }
      let files = try open()
      #expect(!files.isEmpty)
      #expect(files.allSatisfy { $0.st_mode & 0o777 == 0o600 && $0.st_nlink == 0 })
      let figures = try await file.figures(repeated: 20)
      #expect(figures.objects == 20_000)
      #expect(figures.distinct == 19_999)
    }
    try await fill()
    #expect(try open().isEmpty)
  }

  @Test("no room is a problem with a way out, and without a name of anybody's object")
  func full() throws {
    let file = try ContentFile(pageLimit: 4)
    let problem = #expect(throws: Problem.self) {
      for number in 0..<10_000 {
        try file.add(etag: Array("\(number)".utf8).span, size: 7, key: Array("secret-\(number)".utf8).span)
      }
    }
    #expect(problem?.why.contains("full") == true)
    #expect(problem?.fix.contains("SQLITE_TMPDIR") == true)
    #expect(problem?.description.contains("secret-") == false)
  }

  @Test("everything is compared once, and after a failure nothing")
  func closed() async throws {
    let file = try ContentFile()
    _ = try await file.figures(repeated: 20)
    await #expect(throws: Problem.self) { try await file.figures(repeated: 20) }
    #expect(throws: Problem.self) { try file.add(etag: Array("a".utf8).span, size: 1, key: Array("k".utf8).span) }
  }
}
