import Commands
import Glibc

@main
enum Audit {
  static func main() async {
    exit(await Program.run(Array(CommandLine.arguments.dropFirst())))
  }
}
