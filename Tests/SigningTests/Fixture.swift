import Foundation

/// Reads a file of this target's Fixtures folder.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  // A missing or broken file shows as an empty table, which a test of its own counts.
  guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
  return try? JSONDecoder().decode(type, from: data)
}
