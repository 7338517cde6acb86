/// Names of files that hold credentials or whole databases more often than not. Names only: nothing is opened.
///
/// A name stands here when a reader who finds it in a bucket would want to know. What is as often harmless (`*.key`,
/// `*.bak`) does not, and neither do public certificates that end in `.pem`.
struct SensitiveNames: Sendable {
  enum Pattern: Sendable {
    /// The whole name.
    case name(String)
    /// The end of the name, with something in front of it.
    case ending(String)
  }

  static let table: [Pattern] = [
    // Environment files of applications, with the stages people keep apart.
    .name(".env"), .name(".env.local"), .name(".env.development"), .name(".env.staging"), .name(".env.prod"),
    .name(".env.production"),
    // Private keys and key stores.
    .ending(".pem"), .ending(".ppk"), .ending(".pfx"), .ending(".p12"), .ending(".jks"), .ending(".keystore"),
    .name("id_rsa"), .name("id_dsa"), .name("id_ecdsa"), .name("id_ed25519"), .name("private.key"),
    .name("server.key"),
    // Passwords: managers, web servers, package registries, database clients, version control.
    .ending(".kdbx"), .name(".htpasswd"), .name(".npmrc"), .name(".pypirc"), .name(".netrc"), .name(".pgpass"),
    .name(".my.cnf"), .name(".git-credentials"), .name(".dockercfg"),
    // Cloud credentials, as the vendors' own tools name them.
    .name("credentials"), .name("credentials.csv"), .name("credentials.json"), .name("accesskeys.csv"),
    .name("rootkey.csv"), .name("kubeconfig"), .ending(".kubeconfig"),
    // Terraform keeps secrets in its state and variables in plain text.
    .ending(".tfstate"), .ending(".tfstate.backup"), .name("terraform.tfvars"), .ending(".auto.tfvars"),
    // Dumps of databases.
    .ending(".sql"), .ending(".sql.gz"), .ending(".sql.bz2"), .ending(".sql.xz"), .ending(".sql.zst"),
    .ending(".sql.zip"), .ending(".dump"), .ending(".dump.gz"),
  ]

  /// Certificates, which are public, under the names that tools give them.
  static let harmless: Set<String> = [
    "cacert.pem", "ca-bundle.pem", "cert.pem", "chain.pem", "fullchain.pem", "global-bundle.pem",
    "rds-combined-ca-bundle.pem",
  ]

  private struct Entry: Sendable {
    var bytes: [UInt8]
    var isEnding: Bool
  }

  /// The patterns by their last byte, so that nearly every name is done with one look.
  private let byLastByte: [[Entry]]
  /// The bytes that there are patterns for, a bit each.
  private let lastBytes: SIMD4<UInt64>

  init() {
    var groups = [[Entry]](repeating: [], count: 256)
    for pattern in Self.table {
      let entry =
        switch pattern {
        case .name(let name): Entry(bytes: Array(name.utf8), isEnding: false)
        case .ending(let ending): Entry(bytes: Array(ending.utf8), isEnding: true)
        }
      if let last = entry.bytes.last { groups[Int(last)].append(entry) }
    }
    byLastByte = groups
    var bits = SIMD4<UInt64>()
    for (byte, group) in groups.enumerated() where !group.isEmpty { bits[byte / 64] |= 1 << UInt64(byte % 64) }
    lastBytes = bits
  }

  /// Whether a key's last part, from `start` on, is such a name; upper and lower case are the same.
  @inline(__always)
  func matches(_ key: Span<UInt8>, from start: Int) -> Bool {
    guard key.count > start else { return false }
    let group = Int(Self.lowercased(key[key.count - 1]))
    return (lastBytes[group / 64] >> UInt64(group % 64)) & 1 != 0 && matches(key, from: start, group)
  }

  private func matches(_ key: Span<UInt8>, from start: Int, _ group: Int) -> Bool {
    let length = key.count - start
    for entry in byLastByte[group] {
      let count = entry.bytes.count
      guard entry.isEnding ? length > count : length == count else { continue }
      var index = 0
      while index < count, Self.lowercased(key[key.count - count + index]) == entry.bytes[index] { index += 1 }
      guard index == count else { continue }
      let name = [UInt8](copying: key.extracting(start...)).map(Self.lowercased)
      return !Self.harmless.contains(String(decoding: name, as: UTF8.self))
    }
    return false
  }

  @inline(__always)
  private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
