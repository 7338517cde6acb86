import Model
import XML

/// The strict slow way to read a page: a tree of the whole document, looked at element by element.
///
/// It decides what the fast scanner does not understand, and it is what the fast scanner is compared with.
package enum PageTree {
  /// - Parameter takeFolder: is given each common prefix, as it came; nil where none was asked for.
  package static func read(
    _ bytes: [UInt8], into page: inout Page, takeFolder: ((String) -> Void)? = nil
  ) throws(PageFault) {
    let root: XMLElement
    do {
      // Lenient: Ceph and others write control characters of keys and tokens as they are.
      root = try XMLElement(parsing: bytes, limits: .lenient)
    } catch {
      throw .notWhole(error.description)
    }
    let kind = page.kind
    if root.name == "Error" {
      throw .errorDocument(
        code: root.child("Code")?.word ?? "without a code", message: root.child("Message")?.word ?? "")
    }
    guard root.name == kind.root || kind.otherRoots.contains(root.name) else { throw .foreign(root: root.name) }
    guard root.word.isEmpty else { throw .malformed("text between its elements") }
    guard let truncated = try single("IsTruncated", in: root)?.word.lowercased(), ["true", "false"].contains(truncated)
    else { throw .malformed("IsTruncated is missing") }
    page.isTruncated = truncated == "true"
    page.isURLEncoded = try single("EncodingType", in: root)?.word == "url"
    let markers = kind.markers
    if let name = markers.key, let marker = try single(name, in: root)?.text, !marker.isEmpty {
      page.nextKeyMarker = Array(marker.utf8)
    }
    if let name = markers.id, let marker = try single(name, in: root)?.text, !marker.isEmpty {
      page.nextMarker = marker
    }
    for child in root.children {
      switch child.name {
      case kind.entry: try entry(child, kind == .uploads ? .upload : kind == .parts ? .part : .object, into: &page)
      case "DeleteMarker" where kind == .versions: try entry(child, .deleteMarker, into: &page)
      case "CommonPrefixes":
        guard let takeFolder else { throw .malformed("common prefixes, which were not asked for") }
        guard let prefix = try single("Prefix", in: child)?.text, !prefix.isEmpty else {
          throw .malformed("<CommonPrefixes> has no Prefix")
        }
        takeFolder(prefix)
      default: break
      }
    }
    page.decodeURLEncoding()
  }

  private static func entry(_ element: XMLElement, _ kind: Entry.Kind, into page: inout Page) throws(PageFault) {
    guard element.word.isEmpty else { throw .malformed("text between the elements of <\(element.name)>") }
    var entry = Entry()
    entry.kind = kind
    if kind == .part {
      guard try single("PartNumber", in: element)?.word.isEmpty == false else {
        throw .malformed("a part has no PartNumber")
      }
    } else {
      guard let key = try single("Key", in: element)?.text, !key.isEmpty else {
        throw .malformed("<\(element.name)> has no Key")
      }
      entry.key = place(key, in: &page)
      let name = page.kind.time
      guard let time = try single(name, in: element).flatMap({ Timestamp(iso8601: $0.word) }) else {
        throw .malformed("<\(element.name)> has no \(name) that is a time")
      }
      entry.time = time.seconds
    }
    if kind == .object || kind == .part {
      guard let size = try single("Size", in: element).flatMap({ size($0.word) }) else {
        throw .malformed("<\(element.name)> has no Size that is a number of bytes")
      }
      entry.size = size
    }
    if kind == .object, let etag = try single("ETag", in: element)?.text {
      entry.etag = place(etag, in: &page).unquoted(in: page.scratch.span)
    }
    if page.kind == .versions {
      guard let latest = try single("IsLatest", in: element)?.word.lowercased(), ["true", "false"].contains(latest)
      else { throw .malformed("<\(element.name)> has no IsLatest") }
      entry.isLatest = latest == "true"
    }
    if let name = page.kind.id, let id = try single(name, in: element)?.text { entry.id = place(id, in: &page) }
    if kind == .object || kind == .upload {
      let name = try single("StorageClass", in: element)?.word ?? ""
      guard let index = page.classIndex(Array((name.isEmpty ? "STANDARD" : name).utf8).span) else {
        throw .malformed("more than \(Page.classLimit) storage classes")
      }
      entry.storageClass = index
    }
    page.entries.append(entry)
  }

  /// Bytes of one object, part or version; S3 allows some tens of terabytes, and this some hundreds.
  private static func size(_ word: String) -> Int64? {
    guard word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let size = Int64(word),
      size <= PageScanner.sizeLimit
    else { return nil }
    return size
  }

  private static func place(_ text: String, in page: inout Page) -> Entry.Place {
    let bytes = Array(text.utf8)
    page.reserve(bytes.count)
    let start = page.used
    page.scratch.replaceSubrange(start..<start + bytes.count, with: bytes)
    page.used += bytes.count
    return Entry.Place(start: UInt32(start), count: UInt32(bytes.count), isDecoded: true, hasEscapes: true)
  }

  /// The child of that name, of which there may be one.
  private static func single(_ name: String, in element: XMLElement) throws(PageFault) -> XMLElement? {
    let found = element.children(name)
    guard found.count <= 1 else { throw .malformed("<\(element.name)> has \(found.count) \(name)") }
    guard let child = found.first else { return nil }
    guard child.children.isEmpty else { throw .malformed("<\(name)> holds elements") }
    return child
  }
}
