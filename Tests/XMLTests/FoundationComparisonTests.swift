import Foundation
import FoundationXML
import Testing
import XML

/// The same documents through Foundation's parser: the same tree, or refused by both.
struct FoundationComparisonTests {
  @Test(arguments: [
    "<a/>",
    "<a>x</a>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1\" c='2'>t<d>u</d>v<e/></a>\n",
    "<a xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><b>&lt;&amp;&gt;&quot;&apos;</b></a>",
    "<a><b>&#65;&#x1F600;é漢</b><!-- c --><b><![CDATA[<x>&]]></b></a>",
    "<a b='&lt;&#10;x\ty'/>",
    "<a>\r\n<b>\r</b></a>",
    "<a><?pi x?><b/></a>",
    "<a><b><c><d>deep</d></c></b><b>two</b></a>",
    "<a>  spaces  </a>",
  ])
  func sameTree(_ source: String) throws {
    let ours = try XML.XMLElement(parsing: Array(source.utf8))
    let theirs = try #require(TreeBuilder.parse(source))
    #expect(ours.flattened == theirs.flattened)
  }

  @Test(arguments: [
    "", "x", "<a>", "<a></b>", "<a b=1/>", "<a b='1' b='2'/>", "<a>&nope;</a>", "<a>&</a>", "<a b='<'/>",
    "<a>\u{7}</a>", "<a>&#7;</a>", "<a><!-- -- --></a>", "<1/>", "<a><![CDATA[</a>", "<a b='1'c='2'/>",
  ])
  func bothRefuse(_ source: String) {
    #expect(throws: XMLError.self) { try XML.XMLElement(parsing: Array(source.utf8)) }
    #expect(TreeBuilder.parse(source) == nil)
  }
}

extension XML.XMLElement {
  /// Name, attributes, own text and children, in one text that two trees share only when they are equal.
  fileprivate var flattened: String {
    let attributes = attributes.map { "\($0.prefix.isEmpty ? "" : $0.prefix + ":")\($0.name)=\($0.value)" }.sorted()
    return "\(name)[\(attributes.joined(separator: ","))](\(text)){\(children.map(\.flattened).joined())}"
  }
}

/// Builds our tree from the events of Foundation's parser.
private final class TreeBuilder: NSObject, XMLParserDelegate {
  private final class Node {
    let name: String
    let attributes: [String: String]
    var text = ""
    var children: [XML.XMLElement] = []

    init(_ name: String, _ attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }
  }

  private var stack: [Node] = [Node("", [:])]

  static func parse(_ source: String) -> XML.XMLElement? {
    let parser = FoundationXML.XMLParser(data: Data(source.utf8))
    let builder = TreeBuilder()
    parser.delegate = builder
    guard parser.parse() else { return nil }
    return builder.stack.first?.children.first
  }

  func parser(
    _ parser: FoundationXML.XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { stack.append(Node(name, attributes)) }

  func parser(_ parser: FoundationXML.XMLParser, foundCharacters string: String) { stack.last?.text += string }

  func parser(_ parser: FoundationXML.XMLParser, foundCDATA block: Data) {
    stack.last?.text += String(decoding: block, as: UTF8.self)
  }

  func parser(
    _ parser: FoundationXML.XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let node = stack.popLast() else { return }
    let attributes = node.attributes.map { XML.XMLElement.Attribute(name: $0.key, value: $0.value) }
    stack.last?.children.append(
      XML.XMLElement(name: node.name, attributes: attributes, text: node.text, children: node.children))
  }
}
