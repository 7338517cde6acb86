import Foundation
import TestSupport
import Testing

@testable import Signing

/// The signer beside botocore's, over random requests: hostile paths, queries, headers, hosts and bodies.
///
/// One difference is known and left out: a path of another service than S3 that ends in `/.` or `/..`, see
/// `SampleGenerator`. `SIGNING_SEED` chooses other requests than the usual ones, `SIGNING_COUNT` how many.
struct BotocoreTests {
  /// One request as botocore's side reads it.
  struct Sample: Codable {
    var method, host, path: String
    var query, headers: [[String]]
    /// Base64.
    var body: String
    /// S3 only.
    var isUnsigned: Bool
    var isS3: Bool
    var service, region, stamp, accessKeyID, secretAccessKey: String
    var token: String?
  }

  /// What botocore's side made of it.
  struct Answer: Codable {
    let authorization, canonical, path, query: String
  }

  static let script = """
    import base64, datetime, json, sys
    from urllib.parse import quote
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.config import Config
    from botocore.credentials import Credentials

    unsigned = Config(s3={'payload_signing_enabled': False})
    signed = Config(s3={'payload_signing_enabled': True})
    with open(sys.argv[1]) as lines, open(sys.argv[2], 'w') as out:
        for number, line in enumerate(lines):
            sample = json.loads(line)
            now = datetime.datetime.strptime(sample['stamp'], '%Y%m%dT%H%M%SZ')
            botocore.auth.get_current_datetime = lambda: now
            kind = botocore.auth.S3SigV4Auth if sample['isS3'] else botocore.auth.SigV4Auth
            keys = Credentials(sample['accessKeyID'], sample['secretAccessKey'], sample.get('token'))
            auth = kind(keys, sample['service'], sample['region'])
            path = quote(sample['path'], safe='/~')
            pairs = [tuple(pair) for pair in sample['query']]
            url = 'https://' + sample['host'] + path
            # botocore knows two ways to a query: parameters, and the query of an address.
            if number % 2 and pairs:
                url += '?' + '&'.join(quote(k, safe='-_.~') + '=' + quote(v, safe='-_.~') for k, v in pairs)
                pairs = []
            request = AWSRequest(method=sample['method'], url=url, params=pairs, data=base64.b64decode(sample['body']))
            for name, value in sample['headers']:
                request.headers[name] = value
            request.context['client_config'] = unsigned if sample['isUnsigned'] else signed
            canonical = []
            build = auth.canonical_request
            auth.canonical_request = lambda request: canonical.append(build(request)) or canonical[-1]
            auth.add_auth(request)
            json.dump(dict(authorization=request.headers['Authorization'], canonical=canonical[0], path=path,
                           query=auth.canonical_query_string(request)), out)
            out.write('\\n')
    """

  @Test("10,000 random requests are signed as botocore signs them")
  func matches() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["SIGNING_SEED"].flatMap(UInt64.init) ?? 20_260_102
    let count = environment["SIGNING_COUNT"].flatMap(Int.init) ?? 10_000
    var random = SampleGenerator(seed: seed)
    let samples = (0..<count).map { _ in random.sample() }

    let folder = try Folder()
    let encoder = JSONEncoder()
    let lines = try samples.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    let input = try folder.write("requests", lines)
    _ = try await Python.run(Self.script, [input, folder.path + "/answers"])
    let answers = try String(contentsOfFile: folder.path + "/answers", encoding: .utf8)
      .split(separator: "\n").map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
    try #require(answers.count == count)

    let signer = try Signer()
    var failures = 0
    for (index, (sample, answer)) in zip(samples, answers).enumerated() {
      let signed = try Self.sign(sample, with: signer)
      let target = answer.query.isEmpty ? answer.path : "\(answer.path)?\(answer.query)"
      guard signed.target != target || signed.headers.last?.value != answer.authorization else { continue }
      failures += 1
      Issue.record(
        """
        seed \(seed), request \(index): \(sample)
        target        \(signed.target)
        botocore      \(target)
        authorization \(signed.headers.last?.value ?? "")
        botocore      \(answer.authorization)
        botocore's canonical request:
        \(answer.canonical)
        """)
      if failures >= 3 { break }
    }
  }

  static func sign(_ sample: Sample, with signer: Signer) throws -> Signed {
    let body = try #require(Data(base64Encoded: sample.body))
    let request = Unsigned(
      sample.method, host: sample.host, path: sample.path, query: sample.query.map { ($0[0], $0[1]) },
      headers: sample.headers.map { ($0[0], $0[1]) }, payload: sample.isUnsigned ? .unsigned : .bytes(Array(body)))
    return try signer.sign(
      request,
      keys: SigningKeys(
        accessKeyID: sample.accessKeyID, secretAccessKey: sample.secretAccessKey, sessionToken: sample.token),
      service: sample.service, region: sample.region, style: sample.isS3 ? .s3 : .general,
      at: SigningTime(day: String(sample.stamp.prefix(8)), clock: String(sample.stamp.dropFirst(9).prefix(6))))
  }
}
