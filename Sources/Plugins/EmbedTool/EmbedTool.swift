import Foundation

/// Writes the named files as Swift string literals: `embed-files OUTPUT (NAME FILE)...`; or a list of types:
/// `embed-files --list OUTPUT TARGET ELEMENT-TYPE SUFFIX TYPE...`.
///
/// A raw literal of 1.4 MB compiles in under half a second; an array literal of bytes takes minutes.
@main
enum EmbedTool {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.first else { throw Failure(description: "usage: embed-files OUTPUT (NAME FILE)...") }
    let rest = Array(arguments.dropFirst())
    if output == "--list" { return try list(rest) }
    var text = "enum Embedded {\n  static let files: [(name: String, text: StaticString)] = [\n"
    for index in stride(from: 0, to: rest.count - 1, by: 2) {
      let content = try String(contentsOfFile: rest[index + 1], encoding: .utf8)
      let fence = fence(for: content)
      let lines = content.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
      text += "(\"\(rest[index])\", \(fence)\"\"\"\n\(lines)\n\"\"\"\(fence)),\n"
    }
    text += "  ]\n}\n"
    try text.write(toFile: output, atomically: true, encoding: .utf8)
  }

  private static func list(_ arguments: [String]) throws {
    guard arguments.count >= 4 else {
      throw Failure(description: "usage: embed-files --list OUTPUT TARGET TYPE SUFFIX TYPE...")
    }
    let elements = arguments[4...].map { "\($0)\(arguments[3])" }.joined(separator: ", ")
    let imports = arguments[1] == "Commands" ? "import Arguments\n" : ""
    let text = "\(imports)enum Listed {\n  static let all: [\(arguments[2])] = [\(elements)]\n}\n"
    try text.write(toFile: arguments[0], atomically: true, encoding: .utf8)
  }

  /// Enough `#` that nothing in the content can end the literal or start an escape.
  private static func fence(for content: String) -> String {
    var fence = "#"
    while content.contains("\"\"\"\(fence)") || content.contains("\\\(fence)") { fence += "#" }
    return fence
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
}
