import Foundation
import TestSupport
import Testing

/// Ctrl-C and SIGTERM during a scan.
struct InterruptionTests {
  private struct Report: Decodable {
    struct Scan: Decodable { let complete: Bool }
    struct Bucket: Decodable { let name: String }
    let scan: Scan
    let buckets: [Bucket]
  }

  @Test("the first signal ends the scan with what was read, marked as incomplete", arguments: ["SIGINT", "SIGTERM"])
  func partialReport(_ signal: String) async throws {
    // Ten million objects at 30 ms a page take ten minutes: time enough for a signal.
    let server = try await S3Sim(
      spec: "[a-small]\nobjects = 10\n[b-huge]\nobjects = 10000000\n", options: ["--latency-ms", "30"])
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let variables = try JSONEncoder().encode(server.environment)
    let status = try await Python.run(
      """
      import json, signal, subprocess, sys, time, urllib.request
      program, folder, endpoint, environment, name = sys.argv[1:]
      # A child of the tests' threads has signals blocked, and would hand that down.
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      scan = subprocess.Popen(
          [program, "scan", "--all", "--db", folder + "/a.db", "--format", "json=" + folder + "/report.json", "--quiet",
           "--fail-on", "never", "--allow-unknown"], env=json.loads(environment))
      opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
      def listed():
          return json.load(opener.open(endpoint + "/_sim/stats"))["entries_listed"]
      while listed() < 10_000 and scan.poll() is None:
          time.sleep(0.02)
      scan.send_signal(getattr(signal, name))
      print(scan.wait(timeout=120))
      """,
      [
        Project.products.appending(path: "audit").path(), folder.path(), server.endpoint,
        String(decoding: variables, as: UTF8.self), signal,
      ])
    #expect(status == "3\n")
    let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: folder.appending(path: "report.json")))
    #expect(report.buckets.map(\.name) == ["a-small", "b-huge"])
    #expect(
      try await JSONSchema.complaints(
        of: String(contentsOf: folder.appending(path: "report.json"), encoding: .utf8), by: "reports/report.schema.json"
      ).isEmpty)
  }
}
