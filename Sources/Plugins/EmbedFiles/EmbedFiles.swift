import Foundation
import PackagePlugin

/// Turns the data files of the package into one Swift file, so that the built binary carries them inside itself.
///
/// A file takes part by its place alone: rules/**.yaml, reports/*.schema.json, and everything under Sources/Catalog
/// that is JSON, YAML or TSV. Adding one is adding one file.
@main
struct EmbedFiles: BuildToolPlugin {
  static let places = [
    (folder: "rules", name: "rules"), (folder: "reports", name: "reports"),
    (folder: "Sources/Catalog/prices", name: "prices"), (folder: "Sources/Catalog/providers", name: "providers"),
    (folder: "Sources/Catalog/iam", name: "iam"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
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
