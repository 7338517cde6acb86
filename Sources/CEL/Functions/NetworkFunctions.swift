/// IP addresses and blocks of them.
///
/// Source: Kubernetes, "Common Expression Language in Kubernetes", IP address and CIDR libraries; cel-go, "Extensions",
/// network.
enum NetworkFunctions {
  static let functions: [Function] = [
    Function(
      name: "ip",
      overloads: [
        .function { (text: String) throws(EvaluationError) in try address(text) },
        .function { (value: IPAddress) in value },
        .method { (block: CIDR) in block.address },
      ]),
    Function(name: "isIP", overloads: [.function { (text: String) in IPAddress(text) != nil }]),
    Function(
      name: "ip.isCanonical",
      overloads: [.function { (text: String) throws(EvaluationError) in try address(text).description == text }]),
    Function(name: "family", overloads: [.method { (value: IPAddress) in Int64(value.isV4 ? 4 : 6) }]),
    test("isUnspecified", \.isUnspecified),
    test("isLoopback", \.isLoopback),
    test("isGlobalUnicast", \.isGlobalUnicast),
    test("isLinkLocalMulticast", \.isLinkLocalMulticast),
    test("isLinkLocalUnicast", \.isLinkLocalUnicast),
    Function(
      name: "cidr",
      overloads: [
        .function { (text: String) throws(EvaluationError) in try block(text) },
        .function { (value: CIDR) in value },
      ]),
    Function(name: "isCIDR", overloads: [.function { (text: String) in CIDR(text) != nil }]),
    Function(
      name: "containsIP",
      overloads: [
        .method { (block: CIDR, ip: IPAddress) in block.contains(ip) },
        .method { (block: CIDR, text: String) throws(EvaluationError) in block.contains(try address(text)) },
      ]),
    Function(
      name: "containsCIDR",
      overloads: [
        .method { (block: CIDR, other: CIDR) in block.contains(other) },
        .method { (block: CIDR, text: String) throws(EvaluationError) in
          block.contains(try NetworkFunctions.block(text))
        },
      ]),
    Function(
      name: "masked",
      overloads: [
        .method { (block: CIDR) in CIDR(address: block.address.masked(to: block.length), length: block.length) }
      ]),
    Function(name: "prefixLength", overloads: [.method { (block: CIDR) in Int64(block.length) }]),
  ]

  private static func test(_ name: String, _ holds: @escaping @Sendable (IPAddress) -> Bool) -> Function {
    Function(name: name, overloads: [.method { (value: IPAddress) in holds(value) }])
  }

  private static func address(_ text: String) throws(EvaluationError) -> IPAddress {
    guard let address = IPAddress(text) else {
      throw EvaluationError("\(Value.quote(String(text.prefix(80)))) is not an IP address")
    }
    return address
  }

  private static func block(_ text: String) throws(EvaluationError) -> CIDR {
    guard let block = CIDR(text) else {
      throw EvaluationError("\(Value.quote(String(text.prefix(80)))) is not a block of addresses, such as 10.0.0.0/8")
    }
    return block
  }
}
