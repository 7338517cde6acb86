/// All functions that an expression can call.
enum Library {
  static let functions: [String: Function] = {
    let all =
      Conversions.functions + CoreFunctions.functions + TimeFunctions.functions + StringFunctions.functions
      + FormatFunctions.functions + MathFunctions.functions + ListFunctions.functions + SetFunctions.functions
      + EncoderFunctions.functions + OptionalFunctions.functions + NetworkFunctions.functions
    // One name may have forms in several libraries: `reverse` of texts and of lists.
    var byName: [String: Function] = [:]
    for function in all {
      let known = byName[function.name]?.overloads ?? []
      byName[function.name] = Function(name: function.name, overloads: known + function.overloads)
    }
    return byName
  }()

  /// The parts before the last dot of functions' names.
  static let namespaces: Set<String> = Set(
    functions.keys.compactMap { name in name.lastIndex(of: ".").map { String(name[..<$0]) } })

  /// For suggestions.
  static let macros = [
    "has", "all", "exists", "exists_one", "existsOne", "filter", "map", "transformList", "transformMap",
    "transformMapEntry", "sortBy", "optMap", "optFlatMap",
  ]
}
