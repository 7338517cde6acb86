@main
enum Audit {
  static func main() async {}
}
