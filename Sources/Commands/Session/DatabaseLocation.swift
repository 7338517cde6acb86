import Model

/// Where the snapshots are kept when `--db` does not say.
enum DatabaseLocation {
  /// `$XDG_DATA_HOME/audit/audit.db`, else `~/.local/share/audit/audit.db`.
  ///
  /// Source: XDG Base Directory Specification.
  static func path(_ given: String?, environment: [String: String]) throws(Problem) -> String {
    if let given { return given }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/audit/audit.db" }
    if let home = environment["HOME"], !home.isEmpty { return "\(home)/.local/share/audit/audit.db" }
    throw Problem(
      "there is no place for the database", why: "neither XDG_DATA_HOME nor HOME is set", fix: "name a file with --db")
  }
}
