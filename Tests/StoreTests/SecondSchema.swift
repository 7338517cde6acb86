@testable import Store

/// A database as the last version that knew schema 2 wrote it: three snapshots, of which two are one survey's.
///
/// The text is that version's own, and stays as it is whatever becomes of the steps and of the encoders.
enum SecondSchema {
  static func write(to path: String) throws {
    let connection = try Connection(path: path)
    try connection.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; \(schema)")
    for id in 1...3 {
      let account = id == 3 ? "000000000002" : "000000000001"
      let name = id == 1 ? "NULL" : "'team \(id)'"
      let started = 1_795_000_000 + (id == 1 ? 0 : 86_400)
      try connection.execute(
        """
        INSERT INTO snapshot VALUES(
          \(id), 'endpoint=aws account=\(account) buckets=* prefix= depth=2 with=listing,metrics,iam', '\(account)', 'aws',
          \(started), \(started + 5), '0.9', 1, 1, 1, 10, 'USD', '0.25', 1, 0, 1, 0, 0, 0, 1, 0, \(name));
        INSERT INTO finding VALUES(\(id), 0, '', 'r', 'arn:aws:s3:::data', '', 'high', 'fail');
        INSERT INTO finding VALUES(\(id), 2, '', 'u', 'arn:aws:s3:::data', '', 'low', 'unknown');
        INSERT INTO prefix_usage VALUES(\(id), 0, 0, 'raw/', 1, 1, 10, NULL);
        """)
      for (kind, json) in documents(account: account, name: id == 1 ? nil : "team \(id)") {
        try connection.run(
          "INSERT INTO snapshot_document VALUES(?1, ?2, 0, ?3, ?4)", .integer(Int64(id)), .text(kind),
          .integer(Int64(json.utf8.count)), .blob(try Compressor().compressed(Array(json.utf8))))
      }
      try connection.run(
        "INSERT INTO snapshot_bucket VALUES(?1, 0, 'data', 'eu-west-1', 1, 10, '0.25', ?2, ?3)", .integer(Int64(id)),
        .integer(Int64(bucket.utf8.count)), .blob(try Compressor().compressed(Array(bucket.utf8))))
    }
    try connection.execute(
      """
      INSERT INTO survey VALUES(1, 1795086000, 1795086500, 'o-example', 1);
      INSERT INTO survey_account VALUES(1, 0, '000000000001', 'team 2', 1, 2);
      INSERT INTO survey_account VALUES(1, 1, '000000000002', 'team 3', 1, 3);
      INSERT INTO running_scan VALUES(1, 'k', '000000000001', 1790000000, 7, 1321995, 'another', 'elsewhere', '');
      """)
    for (kind, json) in [("closed", closed), ("remarks", #"["a remark"]"#)] {
      try connection.run(
        "INSERT INTO survey_document VALUES(1, ?1, ?2, ?3)", .text(kind), .integer(Int64(json.utf8.count)),
        .blob(try Compressor().compressed(Array(json.utf8))))
    }
  }

  private static func documents(account: String, name: String?) -> [(kind: String, json: String)] {
    let name = name.map { #""name":"\#($0)","# } ?? ""
    return [
      (
        "account",
        #"{"caller":"arn:aws:iam::\#(account):user\/auditor","id":"\#(account)",\#(name)"partition":"aws","provider":"aws"}"#
      ),
      (
        "scope",
        #"{"buckets":[],"depth":2,"includesIAM":true,"includesListing":true,"includesMetrics":true,"judgesIAM":false,"#
          + #""prefix":"","regions":[]}"#
      ),
      ("block", notCollected), ("iam", notCollected), ("errors", "[]"), ("remarks", "[]"), ("findings", findings),
    ]
  }

  private static let notCollected = #"{"unknown":{"reason":"not_collected"}}"#

  private static let closed =
    #"[{"fix":"let it be assumed","gap":{"permission":"sts:AssumeRole","reason":"denied"},"id":"000000000009"}]"#

  /// The plain list of before pages: one that failed, one that passed, one that nobody knows.
  private static let findings =
    #"[{"aliases":[],"bucket":"data","category":"c","evidence":[],"fingerprint":"","gaps":[],"isOptedOut":false,"#
    + #""message":"m","references":[],"remediation":{"text":"fix"},"resource":"arn:aws:s3:::data","#
    + #""resourceType":"AWS::S3::Bucket","ruleID":"r","severity":"high","status":"fail","subject":"","title":"t"},"#
    + #"{"aliases":["x"],"bucket":"data","category":"c","evidence":[],"fingerprint":"","gaps":[],"isOptedOut":false,"#
    + #""message":"","references":["https:\/\/example.com"],"remediation":{"text":""},"resource":"arn:aws:s3:::data","#
    + #""resourceType":"AWS::S3::Bucket","ruleID":"p","severity":"medium","status":"pass","subject":"","title":"t"},"#
    + #"{"aliases":[],"bucket":"data","category":"c","evidence":[],"fingerprint":"","#
    + #""gaps":[{"permission":"s3:GetBucketPolicy","reason":"denied"}],"isOptedOut":false,"message":"","#
    + #""references":[],"remediation":{"text":""},"resource":"arn:aws:s3:::data","resourceType":"AWS::S3::Bucket","#
    + #""ruleID":"u","severity":"low","status":"unknown","subject":"","title":"t"}]"#

  private static let bucket: String = {
    let settings = [
      "acceleration", "accessPoints", "acl", "analytics", "cors", "encryption", "intelligentTiering", "inventory",
      "lifecycle", "location", "logging", "metrics", "notifications", "objectLock", "ownership", "policy",
      "policyIsPublic", "publicAccessBlock", "replication", "requestPayment", "tags", "versioning", "website",
    ].map { "\"\($0)\":\(notCollected)" }
    let usage =
      #"{"current":{"STANDARD":{"bytes":10,"objects":1,"smallBytes":0,"smallObjects":0}},"deleteMarkers":0,"#
      + #""noncurrent":{},"uploads":{}}"#
    return
      #"{"arn":"arn:aws:s3:::data","configuration":{\#(settings.joined(separator: ","))},"metrics":\#(notCollected),"#
      + #""name":"data","ownerIsAccount":true,"region":"eu-west-1","usage":{"known":{"datasets":[],"depth":2,"#
      + #""foldedPrefixes":0,"histogram":{"cells":[]},"isComplete":true,"largest":[],"listRequests":1,"#
      + #""listedAt":"2026-11-18T11:06:40Z","multipartUploads":\#(notCollected),"noncurrentHistogram":{"cells":[]},"#
      + #""prefix":"","prefixes":[{"depth":1,"histogram":{"cells":[]},"prefix":"raw\/","usage":\#(usage)}],"#
      + #""sensitiveNameCount":0,"sensitiveNames":[],"total":\#(usage),"uploadParts":\#(notCollected),"#
      + #""versions":\#(notCollected)}}}"#
  }()

  private static let schema = """
    PRAGMA application_id = 1635083380;
    CREATE TABLE migration(number INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;
    INSERT INTO migration VALUES(1, 'snapshots'), (2, 'surveys');
    CREATE TABLE snapshot(
      id INTEGER PRIMARY KEY AUTOINCREMENT, scope_key TEXT NOT NULL, account TEXT, provider TEXT NOT NULL,
      started INTEGER NOT NULL, finished INTEGER NOT NULL, tool_version TEXT NOT NULL, complete INTEGER NOT NULL,
      buckets INTEGER NOT NULL, objects INTEGER, bytes INTEGER, currency TEXT, monthly_cost TEXT,
      cost_complete INTEGER NOT NULL, failed_critical INTEGER NOT NULL, failed_high INTEGER NOT NULL,
      failed_medium INTEGER NOT NULL, failed_low INTEGER NOT NULL, failed_info INTEGER NOT NULL,
      unknown INTEGER NOT NULL, errors INTEGER NOT NULL, account_name TEXT) STRICT;
    CREATE INDEX snapshot_of_scope ON snapshot(scope_key, started, id);
    CREATE TABLE snapshot_document(
      snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE, kind TEXT NOT NULL,
      position INTEGER NOT NULL, size INTEGER NOT NULL, document BLOB NOT NULL,
      PRIMARY KEY(snapshot, kind, position)) STRICT;
    CREATE TABLE snapshot_bucket(
      snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE, position INTEGER NOT NULL,
      name TEXT NOT NULL, region TEXT, objects INTEGER, bytes INTEGER, monthly_cost TEXT, size INTEGER NOT NULL,
      document BLOB NOT NULL, PRIMARY KEY(snapshot, position)) STRICT;
    CREATE INDEX snapshot_bucket_by_name ON snapshot_bucket(name, snapshot);
    CREATE TABLE prefix_usage(
      snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE, bucket INTEGER NOT NULL,
      position INTEGER NOT NULL, prefix TEXT NOT NULL, depth INTEGER NOT NULL, objects INTEGER NOT NULL,
      bytes INTEGER NOT NULL, monthly_cost TEXT, PRIMARY KEY(snapshot, bucket, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE finding(
      snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE, position INTEGER NOT NULL,
      fingerprint TEXT NOT NULL, rule TEXT NOT NULL, resource TEXT NOT NULL, subject TEXT NOT NULL,
      severity TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY(snapshot, position)) STRICT, WITHOUT ROWID;
    CREATE INDEX finding_by_fingerprint ON finding(fingerprint, snapshot);
    CREATE TABLE running_scan(
      id INTEGER PRIMARY KEY AUTOINCREMENT, scope_key TEXT NOT NULL, account TEXT, started INTEGER NOT NULL,
      pid INTEGER NOT NULL, process_started INTEGER NOT NULL, boot TEXT NOT NULL, host TEXT NOT NULL,
      pid_namespace TEXT NOT NULL) STRICT;
    CREATE TABLE survey(
      id INTEGER PRIMARY KEY AUTOINCREMENT, started INTEGER NOT NULL, finished INTEGER NOT NULL, organization TEXT,
      closed INTEGER NOT NULL) STRICT;
    CREATE TABLE survey_document(
      survey INTEGER NOT NULL REFERENCES survey(id) ON DELETE CASCADE, kind TEXT NOT NULL, size INTEGER NOT NULL,
      document BLOB NOT NULL, PRIMARY KEY(survey, kind)) STRICT;
    CREATE TABLE survey_account(
      survey INTEGER NOT NULL REFERENCES survey(id) ON DELETE CASCADE, position INTEGER NOT NULL, account TEXT,
      name TEXT, was_kept INTEGER NOT NULL, snapshot INTEGER UNIQUE REFERENCES snapshot(id) ON DELETE SET NULL,
      PRIMARY KEY(survey, position)) STRICT;
    """
}
