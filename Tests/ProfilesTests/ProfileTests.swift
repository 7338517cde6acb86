import Foundation
import Model
import TestSupport
import Testing

@testable import Profiles

struct ProfileTests {
  func load(_ config: String, _ credentials: String = "", profile: String? = nil) throws -> (
    SharedConfiguration, Folder
  ) {
    let folder = try Folder()
    let environment = try folder.environment(config: config, credentials: credentials)
    return (try SharedConfiguration.load(profile: profile, environment: environment), folder)
  }

  @Test("every profile of both files, with the place of each setting")
  func others() throws {
    let (shared, folder) = try load(
      "[profile a]\nregion = r1\nsource_profile = b\n[profile b]\nregion = r2\n[default]\nregion = r0\n",
      "[b]\naws_access_key_id = B\nregion = r3\n[a]\n[b]\naws_secret_access_key = s\n", profile: "a")
    let b = try shared.profile("b", namedBy: ("source_profile", "x:1"))
    #expect(b.setting("aws_access_key_id") == Section.Setting(value: "B", place: "\(folder.path)/credentials:2"))
    #expect(b.setting("aws_secret_access_key")?.place == "\(folder.path)/credentials:6")
    #expect(b.setting("region")?.value == "r3")
    #expect(b.config?.setting("region") == Section.Setting(value: "r2", place: "\(folder.path)/config:5"))
    #expect(b.hasKeys)
    #expect(b.place == "\(folder.path)/config:4")
    let a = try shared.profile("a")
    #expect(!a.hasKeys)
    #expect(shared.chosen.name == "a")
    #expect(shared.chosen.setting("region")?.value == "r1")
    #expect(try shared.profile("default").setting("region")?.value == "r0")
  }

  @Test("sso-session sections, of which a name may have several words")
  func sessions() throws {
    let (shared, folder) = try load(
      "[sso-session corp]\nsso_region = r\n[sso-session \"two words\"]\nsso_region = s\n[profile corp]\nregion = x\n")
    #expect(
      try shared.session("corp", namedAt: "x:1").setting("sso_region")
        == Section.Setting(value: "r", place: "\(folder.path)/config:2"))
    #expect(try shared.session("two words", namedAt: "x:1").place == "\(folder.path)/config:3")
    let problem = #expect(throws: Problem.self) { try shared.session("other", namedAt: "x:1") }
    #expect(
      problem?.what == "x:1: sso_session names a session that is not there: [sso-session other] is not in "
        + "\(folder.path)/config")
    #expect(problem?.why == "known sessions: corp, two words")
    #expect(problem?.fix == "run 'aws configure sso-session'")
  }

  @Test("a profile that nobody wrote has no settings; one that is named must be there")
  func missing() throws {
    let (shared, _) = try load("")
    #expect(shared.chosen.name == "default")
    #expect(shared.chosen.place == nil)
    let problem = #expect(throws: Problem.self) { try shared.profile("a", namedBy: ("source_profile", "x:1")) }
    #expect(problem?.what.hasPrefix("x:1: source_profile names a profile that is not there: profile 'a'") == true)
    #expect(problem?.why == "neither file defines a profile")
    #expect(problem?.fix == "correct source_profile, or run 'aws configure --profile a'")
  }

  @Test("a file is replaced whole, for its owner only; a link stays a link")
  func replaced() throws {
    let folder = try Folder()
    let file = try folder.write("file", "old")
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    try TextFile.replace(link, with: "new")
    #expect(try TextFile.read(file) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "link"])
    #expect(throws: TextFile.Failure.missing) { try TextFile.replace("\(folder.path)/none", with: "x") }
  }
}
