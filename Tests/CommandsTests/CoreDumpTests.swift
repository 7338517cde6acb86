import Foundation
import TestSupport
import Testing

/// A core file would hold the credentials.
struct CoreDumpTests {
  @Test(
    "no core file is left, unless somebody asks for it",
    .enabled(if: !Project.isSanitized, "a sanitizer switches core files off itself"),
    arguments: [(nil, "0"), ("true", "4096"), ("no", "0")])
  func limit(_ variable: String?, _ expected: String) async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let seen = folder.appending(path: "limit").path()
    // A process that the program starts has its limits.
    try """
    [default]
    credential_process = \(folder.path())/keys
    """.write(to: folder.appending(path: "config"), atomically: true, encoding: .utf8)
    let script = folder.appending(path: "keys").path()
    try "#!/bin/sh\nulimit -S -c > \(seen)\nexit 1\n".write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
    let limits = try await Python.run(
      """
      import os, resource, subprocess, sys
      program, folder, variable = sys.argv[1:]
      hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
      wanted = 4096 * 1024
      if 0 <= hard < wanted: print("low"); sys.exit()
      resource.setrlimit(resource.RLIMIT_CORE, (wanted, hard))
      environment = {"HOME": folder, "PATH": "/usr/bin:/bin", "AWS_CONFIG_FILE": folder + "/config",
                     "AWS_EC2_METADATA_DISABLED": "true"}
      if variable: environment["AUDIT_CORE_DUMPS"] = variable
      subprocess.run([program, "doctor"], env=environment, capture_output=True)
      print(open(folder + "/limit").read().strip())
      """, [Project.products.appending(path: "audit").path(), folder.path(), variable ?? ""])
    // A machine that allows no core files has nothing to show.
    guard limits != "low\n" else { return }
    let blocks = try #require(Int(limits.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(expected == "0" ? blocks == 0 : blocks > 0)
  }
}
