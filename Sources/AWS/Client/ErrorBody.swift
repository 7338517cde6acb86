import JSON
import XML

/// What a failed answer's body says, in whichever form the service wrote it.
///
/// | form | who writes it |
/// | --- | --- |
/// | `<Error><Code>…` | S3 |
/// | `<ErrorResponse><Error><Code>…` | S3 Control, CloudWatch, IAM, STS |
/// | `<Response><Errors><Error><Code>…` | older query services |
/// | `{"__type": "…#Code", "message": "…"}` | JSON services, gateways |
/// | `{"error": "…", "error_description": "…"}` | the token service of IAM Identity Center |
/// | HTML, text, nothing | proxies, web servers, HEAD |
struct ErrorBody: Equatable {
  enum Form: Equatable { case service, empty, foreign }

  var form = Form.empty
  var code = ""
  var message = ""
  var requestID: String?
  /// `<Region>`: where the bucket really is.
  var region: String?
  /// `<Endpoint>`: the host that would have answered.
  var endpoint: String?

  /// - Parameter ends: the body's own, where they have been looked at already.
  init(_ body: [UInt8], ends: DocumentEnds? = nil) {
    let content = body.drop { Self.isSpace($0) || Self.isByteOrderMark($0) }
    guard let first = content.first else { return }
    form = .foreign
    let document = content.count == body.count ? body : Array(content)
    if first == UInt8(ascii: "<") { readXML(document, ends ?? DocumentEnds(document)) }
    if first == UInt8(ascii: "{") { readJSON(document) }
  }

  /// Whether a 2xx answer is an error in disguise: S3 sends the 200 before it knows.
  static func isError(_ body: [UInt8]) -> Bool {
    isError(DocumentEnds(body))
  }

  static func isError(_ ends: DocumentEnds) -> Bool { ends.root == "Error" || ends.root == "ErrorResponse" }

  private mutating func readXML(_ body: [UInt8], _ ends: DocumentEnds) {
    guard body.count <= 1 << 20, let root = ends.root,
      ["Error", "ErrorResponse", "Response"].contains(root)
    else { return }
    // A body that is cut or not well-formed is no answer of the service, and is reported by its status.
    guard let tree = try? XMLElement(parsing: body, limits: .lenient) else { return }
    let error = tree.name == "Error" ? tree : tree.child("Error") ?? tree.child("Errors")?.child("Error")
    guard let error, let code = error.child("Code")?.word, !code.isEmpty else { return }
    form = .service
    self.code = printable(code)
    message = printable(error.child("Message")?.text ?? "")
    requestID = [error.child("RequestId"), tree.child("RequestId"), tree.child("RequestID")].compactMap { $0?.word }
      .first { !$0.isEmpty }
    region = error.child("Region")?.word
    endpoint = error.child("Endpoint")?.word
  }

  private mutating func readJSON(_ body: [UInt8]) {
    // What is no JSON stays foreign, like any other page.
    guard let tree = try? JSONValue(parsing: body, limits: JSONLimits(bytes: 1 << 20, allowsDuplicateKeys: true)),
      let type = (tree["__type"] ?? tree["code"] ?? tree["Code"] ?? tree["error"])?.string
    else { return }
    let code = type.split(separator: "#").last.map { String($0) } ?? ""
    guard !code.isEmpty else { return }
    form = .service
    self.code = printable(code)
    message = printable((tree["message"] ?? tree["Message"] ?? tree["error_description"])?.string ?? "")
  }

  private static func isByteOrderMark(_ byte: UInt8) -> Bool { byte == 0xef || byte == 0xbb || byte == 0xbf }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
