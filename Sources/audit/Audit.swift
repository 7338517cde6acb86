import Commands
import Glibc
import Terminal

@main
enum Audit {
  static func main() async {
    // Here, where there is no other thread yet that has a heap of its own.
    Memory.share()
    exit(await Program.run(Array(CommandLine.arguments.dropFirst())))
  }
}
