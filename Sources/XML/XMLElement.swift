/// One element of an XML document, with everything in it.
public struct XMLElement: Equatable, Sendable {
  /// An attribute as it was written, after entities.
  public struct Attribute: Equatable, Sendable {
    /// Without the prefix: `type` of `xsi:type`. `xmlns` for a default namespace.
    public let name: String
    /// `xsi` of `xsi:type`; empty where there is none.
    public let prefix: String
    public let value: String

    public init(name: String, prefix: String = "", value: String) {
      self.name = name
      self.prefix = prefix
      self.value = value
    }
  }

  /// Without the prefix, which says nothing here: no answer of AWS mixes vocabularies.
  public let name: String
  public let attributes: [Attribute]
  /// The element's own character data, that of its children left out. Nothing is trimmed.
  public let text: String
  public let children: [XMLElement]

  public init(name: String, attributes: [Attribute] = [], text: String = "", children: [XMLElement] = []) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// The first child of that name.
  public func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  /// Every child of that name, in the document's order.
  public func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The value of the attribute of that name, whatever its prefix.
  public func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name && $0.prefix != "xmlns" }?.value
  }

  /// The element's text without white space at its ends: for numbers and words, never for keys and prefixes.
  public var word: String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !Self.isSpace($0) }),
      let last = scalars.lastIndex(where: { !Self.isSpace($0) })
    else { return "" }
    return String(text[first...last])
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
  }
}
