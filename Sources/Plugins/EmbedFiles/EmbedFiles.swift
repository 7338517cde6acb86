import Foundation
import PackagePlugin

/// Finds things by their place, so that adding one is adding one file.
///
/// - In `Catalog`: rules/**.yaml, reports/*.schema.json and the data files under Sources/Catalog become one Swift file of
///   literals, and the built binary carries them inside itself.
/// - In `Reports`: each Formats/XFormat.swift is a report format.
/// - In `Commands`: each Verbs/XCommand.swift is a command.
@main
struct EmbedFiles: BuildToolPlugin {
  static let places = [
    (folder: "rules", name: "rules"), (folder: "reports", name: "reports"),
    (folder: "Sources/Catalog/prices", name: "prices"), (folder: "Sources/Catalog/providers", name: "providers"),
    (folder: "Sources/Catalog/iam", name: "iam"),
  ]

  /// Where a target keeps things that are listed by their files' names, and how the list reads.
  static let lists = [
    "Reports": (folder: "Formats", suffix: "Format", type: "any ReportFormat", element: "()"),
    "Commands": (folder: "Verbs", suffix: "Command", type: "Command", element: ".command"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    if let list = Self.lists[target.name] {
      let folder = target.directoryURL.appending(path: list.folder)
      let types = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        .filter { $0.hasSuffix("\(list.suffix).swift") }.map { String($0.dropLast(6)) }.sorted()
      let output = context.pluginWorkDirectoryURL.appending(path: "Listed.swift")
      return [
        .buildCommand(
          displayName: "Listing \(types.count) \(list.folder)", executable: try context.tool(named: "embed-files").url,
          arguments: ["--list", output.path(percentEncoded: false), target.name, list.type, list.element] + types,
          inputFiles: types.map { folder.appending(path: "\($0).swift") }, outputFiles: [output])
      ]
    }
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "Embedded.swift")
    var inputs: [URL] = []
    var arguments = [output.path(percentEncoded: false)]
    for place in Self.places {
      let folder = root.appending(path: place.folder)
      for file in try files(below: folder, prefix: place.name) {
        inputs.append(file.url)
        arguments += [file.name, file.url.path(percentEncoded: false)]
      }
    }
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) data files", executable: try context.tool(named: "embed-files").url,
        arguments: arguments, inputFiles: inputs, outputFiles: [output])
    ]
  }

  /// The data files below a folder, in the order of their names, so that the same tree gives the same binary.
  private func files(below folder: URL, prefix: String) throws -> [(name: String, url: URL)] {
    var found: [(name: String, url: URL)] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted() {
      let url = folder.appending(path: name)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder) else {
        continue
      }
      if isFolder.boolValue {
        if prefix == "rules" { found += try files(below: url, prefix: "\(prefix)/\(name)") }
      } else if [".yaml", ".json", ".tsv"].contains(where: name.hasSuffix) {
        if prefix == "reports", !name.hasSuffix(".schema.json") { continue }
        found.append(("\(prefix)/\(name)", url))
      }
    }
    return found
  }
}
