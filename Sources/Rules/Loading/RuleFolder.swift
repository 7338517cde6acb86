import FoundationEssentials
public import Model

extension RuleSet {
  /// Reads every `*.yaml` of a folder, not of the folders in it, and puts them over other rules by id.
  public static func load(directory: String, over base: RuleSet) throws(Problem) -> RuleSet {
    if directory.hasSuffix(".yaml"), FileManager.default.fileExists(atPath: directory) {
      var isFolder = false
      if !FileManager.default.fileExists(atPath: directory, isDirectory: &isFolder) || !isFolder {
        throw Problem("'\(directory)' is a file", fix: "give --rules the folder that it is in")
      }
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    } catch {
      throw Problem(
        "cannot read the rules in '\(directory)'", why: reason(error),
        fix: "give --rules a folder with rule files (*.yaml)")
    }
    let files = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
    guard !files.isEmpty else {
      throw Problem("there is no rule file in '\(directory)'", why: "rule files are named <id>.yaml")
    }
    var rules: [Rule] = []
    for name in files {
      let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
      rules.append(try Rule(yaml: text(of: path), file: path))
    }
    return base.overridden(by: rules)
  }

  /// A rule set of the user's from a file, applied to these rules.
  public func applying(file path: String) throws(Problem) -> RuleSet {
    try applying(yaml: Self.text(of: path), file: path)
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file or folder"
    case .fileReadNoPermission: "reading it is not permitted"
    default: "\(error)"
    }
  }

  private static let sizeLimit = 1 << 20

  private static func text(of path: String) throws(Problem) -> String {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw Problem("cannot read '\(path)'", why: reason(error))
    }
    guard data.count <= sizeLimit else { throw Problem("'\(path)' is larger than 1 MiB, and no rule file is") }
    guard let text = String(validating: data, as: UTF8.self) else { throw Problem("'\(path)' is not UTF-8 text") }
    return text
  }
}
