import Foundation

/// The published rules of a JSON document, judged by PyPI's jsonschema in the demo's Python environment.
public enum JSONSchema {
  /// - Returns: at most ten complaints, each with its place; none when the document follows the schema.
  /// - Parameter schema: a path from the checkout's root.
  public static func complaints(of document: String, by schema: String) async throws -> [String] {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let file = folder.appending(path: "document.json")
    try Data(document.utf8).write(to: file)
    let script = """
      import json, pathlib, sys, jsonschema, referencing
      place = pathlib.Path(sys.argv[1])
      schema = json.loads(place.read_text())
      jsonschema.Draft202012Validator.check_schema(schema)
      # A schema may refer to those beside it by their file names, which are their ids.
      siblings = [json.loads(file.read_text()) for file in place.parent.glob("*.schema.json")]
      known = referencing.Registry().with_resources(
          (sibling["$id"], referencing.Resource.from_contents(sibling)) for sibling in siblings)
      judge = jsonschema.Draft202012Validator(
          schema, format_checker=jsonschema.FormatChecker(), registry=known)
      for error in list(judge.iter_errors(json.load(open(sys.argv[2]))))[:10]:
          print(error.json_path, error.message[:300].replace("\\n", " "))
      """
    let outcome = try await Python.run(script, [Project.root.appending(path: schema).path(), file.path()])
    return outcome.split(separator: "\n").map(String.init)
  }
}

/// Small scripts in the demo's Python environment.
public enum Python {
  /// - Returns: what the script printed. Throws with its complaints when it fails.
  public static func run(
    _ script: String, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> String {
    let python = Project.root.appending(path: ".venv/bin/python").path()
    let outcome = try await Program(URL(filePath: python)).run(["-c", script] + arguments, environment: environment)
    guard outcome.status == 0 else { throw TestSupportError("python: \(outcome.standardError)") }
    return outcome.standardOutput
  }
}
