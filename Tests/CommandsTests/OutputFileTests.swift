import Foundation
import Model
import TestSupport
import Testing

@testable import Commands

struct OutputFileTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func makesTheFolderAndReplacesTheFile() throws {
    try inFolder { folder in
      let file = folder.appending(path: "a/b/report.md").path()
      try OutputFile(path: file).write("one")
      try OutputFile(path: file).write("two")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "two")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "a/b").path()) == ["report.md"])
    }
  }

  @Test("a link stays a link, and a device a device")
  func replacesOnlyFiles() throws {
    try inFolder { folder in
      let file = folder.appending(path: "report.md").path()
      let link = folder.appending(path: "link.md").path()
      try OutputFile(path: file).write("one")
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      try OutputFile(path: link).write("two")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "two")
      // A pipe that somebody reads stands for every device.
      let pipe = folder.appending(path: "pipe").path()
      #expect(mkfifo(pipe, 0o600) == 0)
      let reader = open(pipe, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try OutputFile(path: pipe).write("three")
      var buffer = [UInt8](repeating: 0, count: 16)
      #expect(read(reader, &buffer, 16) == 5)
      let type = try FileManager.default.attributesOfItem(atPath: pipe)[.type] as? FileAttributeType
      #expect(type != .typeRegular)
    }
  }

  @Test func saysWhatIsWrong() throws {
    try inFolder { folder in
      let error = #expect(throws: Problem.self) { try OutputFile(path: folder.path()).write("x") }
      #expect(error?.why == "it is a directory")
      let full = #expect(throws: Problem.self) { try OutputFile(path: "/dev/full").write("x") }
      #expect(full?.why == "No space left on device")
    }
  }
}
