import CEL
public import Model
import YAML

extension Rule {
  static let keys = [
    "id", "title", "category", "severity", "description", "rationale", "resource", "scope", "parameters", "applies",
    "each", "subject", "assert", "message", "evidence", "remediation", "references", "aliases", "cost_impact",
    "examples",
  ]

  /// Reads one rule file.
  ///
  /// - Parameter file: the file's name, for messages; the id must be its last part without `.yaml`.
  /// - Throws: a `Problem` that points at the line; the first one, because later ones are often its consequence.
  public init(yaml text: String, file: String) throws(Problem) {
    let source = try SourceFile(text, name: file)
    let root = source.root
    try source.only(Self.keys, in: root)
    self.file = file
    id = try source.id(in: root)
    title = try source.text("title", in: root)
    category = try source.text("category", in: root)
    severity = try source.choice("severity", in: root)
    description = try source.text("description", in: root)
    rationale = try source.text("rationale", in: root)
    let resource: ResourceKind = try source.choice("resource", in: root)
    self.resource = resource
    scope = try source.choice("scope", in: root, default: .account)
    references = try source.links(in: root)
    aliases = try source.texts("aliases", in: root)
    costImpact = try root["cost_impact"].map { _ throws(Problem) in try source.choice("cost_impact", in: root) }
    let parameters = try source.parameters(in: root)
    self.parameters = parameters

    var variables = resource.variables.map { (name: $0.name, type: $0.type.celType) }
    let params = FieldType.object("params", parameters.map { Field($0.name, $0.type, "") })
    variables.append((name: "params", type: params.celType))
    let outer = Schema(variables: variables)
    applies = try root["applies"].map { node throws(Problem) in
      try source.formula("applies", of: node, schema: outer, wanted: .bool)
    }
    let each = try root["each"].map { node throws(Problem) in
      try source.formula("each", of: node, schema: outer, wanted: .list)
    }
    if let each {
      let element: CELType = if case .list(let element) = each.expression.resultType { element } else { .dyn }
      variables.append((name: "item", type: element))
    } else if let subject = root["subject"] {
      throw source.problem(subject.mark, "'subject' needs 'each'")
    }
    let schema = Schema(variables: variables)
    if let node = root["cost_impact"], costImpact == .prefix, each == nil {
      throw source.problem(node.mark, "the cost of a prefix needs 'each', whose subject is the prefix")
    }
    self.each = try each.map { list throws(Problem) in
      Each(
        list: list,
        subject: try source.formula(
          "subject", of: source.required("subject", in: root), schema: schema, wanted: .string))
    }
    assertion = try source.formula("assert", of: source.required("assert", in: root), schema: schema, wanted: .bool)
    message = try source.template(
      "message", of: source.required("message", in: root), for: .plain, schema: schema)
    evidence = try source.evidence(in: root, schema: schema)
    remediation = try source.remediation(in: root, schema: schema)
    examples = try source.examples(in: root, resource: resource, parameters: parameters)
  }
}

extension SourceFile {
  fileprivate func id(in root: Node) throws(Problem) -> String {
    let node = try required("id", in: root)
    let id = try scalar(node, "id").text
    guard id.utf8.allSatisfy({ $0 == 0x2D || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }) else {
      throw problem(node.mark, "the id '\(id)' must be lower-case letters, digits and '-'")
    }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    guard last == "\(id).yaml" else {
      throw problem(node.mark, "the id is '\(id)', but the file is named '\(last)'", fix: "name the file \(id).yaml")
    }
    return id
  }

  fileprivate func links(in root: Node) throws(Problem) -> [String] {
    guard root["references"] != nil else { return [] }
    var links: [String] = []
    for item in try list("references", in: root) {
      let link = try scalar(item, "references").text
      guard link.hasPrefix("https://"), !link.contains(where: \.isWhitespace) else {
        throw problem(item.mark, "a reference is an https:// address")
      }
      links.append(link)
    }
    return links
  }

  fileprivate func evidence(in root: Node, schema: Schema) throws(Problem) -> [Rule.Evidence] {
    guard root["evidence"] != nil else { return [] }
    var evidence: [Rule.Evidence] = []
    for item in try list("evidence", in: root) {
      guard let entry = item.entries?.first, item.entries?.count == 1 else {
        throw problem(item.mark, "each piece of evidence is one name and one expression")
      }
      evidence.append(
        Rule.Evidence(
          name: entry.key, value: try formula(entry.key, of: entry.value, schema: schema, wanted: .any)))
    }
    return evidence
  }

  fileprivate func remediation(in root: Node, schema: Schema) throws(Problem) -> Rule.Remediation {
    let node = try required("remediation", in: root)
    try only(["console", "cli", "terraform"], in: node)
    return Rule.Remediation(
      console: try template("console", of: required("console", in: node), for: .plain, schema: schema),
      cli: try node["cli"].map { cli throws(Problem) in try template("cli", of: cli, for: .shell, schema: schema) },
      terraform: try node["terraform"].map { terraform throws(Problem) in
        try template("terraform", of: terraform, for: .terraform, schema: schema)
      })
  }

  fileprivate func examples(
    in root: Node, resource: ResourceKind, parameters: [Parameter]
  ) throws(Problem) -> [Example] {
    guard root["examples"] != nil else { return [] }
    let params = Field("params", .object("params", parameters.map { Field($0.name, $0.type, "") }), "")
    let variables = resource.variables + [params]
    var examples: [Example] = []
    for item in try list("examples", in: root) {
      try only(["name", "given", "expect"], in: item)
      let given = try required("given", in: item)
      try only(variables.map(\.name), in: given, what: "variable")
      var facts: [String: Fact] = [:]
      for variable in variables {
        facts[variable.name] = try given[variable.name].map { node throws(Problem) in try self.given(node, variable) }
      }
      facts["now"] = facts["now"] ?? .timestamp(Timestamp(year: 2026, month: 1, day: 1))
      let defaults = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value) })
      if case .object(let changed)? = facts["params"] {
        let known = changed.filter { if case .unknown = $0.value { false } else { true } }
        facts["params"] = .object(defaults.merging(known) { _, new in new })
      } else {
        facts["params"] = .object(defaults)
      }
      for variable in variables where facts[variable.name] == nil {
        facts[variable.name] = .uncollected(variable.type)
      }
      examples.append(
        Example(
          name: try text("name", in: item), given: facts, expect: try choice("expect", in: item),
          place: "\(name):\(item.mark)"))
    }
    return examples
  }
}

extension Fact {
  /// A value of which nothing was collected; an object's fields one by one.
  static func uncollected(_ type: FieldType) -> Fact {
    guard let fields = type.fields else { return .unknown(.notCollected) }
    return .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, Fact.unknown(.notCollected)) }))
  }
}
