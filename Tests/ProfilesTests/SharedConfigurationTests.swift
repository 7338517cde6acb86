import Model
import TestSupport
import Testing

@testable import Profiles

struct SharedConfigurationTests {
  @Test("the grammar of the AWS CLI")
  func grammar() throws {
    let folder = try Folder()
    var environment = try folder.environment(
      config: """
        # a comment
        ; another
        [default]
        region = us-west-2
        [profile default]
        region=eu-central-1   # the stronger one
        [profile prod] ; with a comment
          \t
        REGION : eu-west-1
        endpoint_url = http://localhost:9000
        services = mine
        s3 =
          addressing_style = path
          max_concurrent_requests = 20
        output =
        description = one
          two
        [profile "two words"]
        region = ap-south-1
        [profile prod]
        output = json
        [services mine]
        s3 =
          endpoint_url = https://s3.example.com
        cloudwatch =
          endpoint_url = https://cw.example.com
        """)
    let prod = try SharedConfiguration.load(profile: "prod", environment: environment)
    #expect(prod.region == "eu-west-1")
    #expect(prod.setting("output")?.value == "json")
    #expect(prod.nested("addressing_style", in: "s3") == "path")
    #expect(prod.setting("description")?.value == "one\ntwo")
    #expect(prod.endpointURL?.value == "http://localhost:9000")
    #expect(prod.endpointURL?.place.hasSuffix("/config:10") == true)
    #expect(prod.endpointURL(service: "s3") == "https://s3.example.com")
    #expect(prod.endpointURL(service: "cloudwatch") == "https://cw.example.com")
    #expect(prod.endpointURL(service: "iam") == nil)
    #expect(try SharedConfiguration.load(profile: nil, environment: environment).region == "eu-central-1")
    #expect(try SharedConfiguration.load(profile: "two words", environment: environment).region == "ap-south-1")
    environment["AWS_PROFILE"] = "prod"
    #expect(try SharedConfiguration.load(profile: nil, environment: environment).region == "eu-west-1")
    #expect(try SharedConfiguration.load(profile: "default", environment: environment).region == "eu-central-1")
  }

  @Test("line ends of other systems, a byte order mark")
  func dialects() throws {
    let folder = try Folder()
    let environment = try folder.environment(
      credentials: "\u{FEFF}[default]\r\naws_access_key_id = AKIA\r\naws_secret_access_key = a#b;c==\r\n")
    let shared = try SharedConfiguration.load(profile: nil, environment: environment)
    #expect(shared.setting("aws_access_key_id")?.value == "AKIA")
    #expect(shared.setting("aws_secret_access_key")?.value == "a#b;c==")
  }

  @Test(arguments: [
    ("region = x\n", 1, "a setting before the first [section]"),
    ("[default]\n\n[profile x\n", 3, "the section's name is not closed with ]"),
    ("[default]\nwJalrSECRET\n", 2, "neither a [section], a comment nor 'name = value'"),
    ("[default]\n= SECRET\n", 2, "a value without a name"), ("[]\n", 1, "the section has no name"),
    ("[a] b\n", 1, "text behind the section's name"), ("  x = 1\n", 1, "a setting before the first [section]"),
  ])
  func malformed(_ text: String, _ line: Int, _ words: String) throws {
    let folder = try Folder()
    let environment = try folder.environment(config: text)
    let problem = #expect(throws: Problem.self) {
      try SharedConfiguration.load(profile: nil, environment: environment)
    }
    #expect(problem?.what == "\(folder.path)/config:\(line): \(words)")
    #expect(problem?.description.contains("SECRET") == false)
  }

  @Test(arguments: [
    ("prdo", "did you mean 'prod'?"), ("staging", "write [profile staging] instead of [staging] in CONFIG"),
    ("nothing-like-it", "choose one with --profile or AWS_PROFILE, or run 'aws configure --profile nothing-like-it'"),
  ])
  func unknownProfile(_ name: String, _ fix: String) throws {
    let folder = try Folder()
    let environment = try folder.environment(
      config: "[profile prod]\nregion = x\n[staging]\nregion = y\n", credentials: "[old]\naws_access_key_id = A\n")
    let problem = #expect(throws: Problem.self) {
      try SharedConfiguration.load(profile: name, environment: environment)
    }
    #expect(problem?.fix == fix.replacing("CONFIG", with: "\(folder.path)/config"))
    #expect(problem?.why == "known profiles: old, prod")
  }

  @Test func missingFilesAreEmpty() throws {
    let folder = try Folder()
    let shared = try SharedConfiguration.load(profile: nil, environment: try folder.environment())
    #expect(shared.region == nil)
    #expect(try SharedConfiguration.load(profile: nil, environment: [:]).region == nil)
    #expect(try SharedConfiguration.load(profile: nil, environment: ["HOME": folder.path]).region == nil)
  }

  @Test("settings that are all indented are settings, and deeper lines go on with them")
  func indentedSettings() throws {
    let file = try INI(
      "[default]\n  aws_access_key_id = A\n  aws_secret_access_key = B\n  s3 =\n    addressing_style = path\n",
      path: "c")
    let section = try #require(file.sections.first)
    #expect(section.values["aws_access_key_id"]?.text == "A")
    #expect(section.values["aws_secret_access_key"]?.text == "B")
    #expect(section.values["s3"]?.nested["addressing_style"] == "path")
  }

  @Test func unreadableFileIsAProblem() throws {
    let folder = try Folder()
    let problem = #expect(throws: Problem.self) {
      try SharedConfiguration.load(profile: nil, environment: ["AWS_CONFIG_FILE": folder.path])
    }
    #expect(problem?.what == "\(folder.path) cannot be read")
  }
}
