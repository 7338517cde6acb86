/// The tool's version, by Semantic Versioning.
public enum Version {
  public static let current = "0.1.0"
}
