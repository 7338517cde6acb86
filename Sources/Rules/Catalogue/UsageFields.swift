extension FieldType {
  static let lifecycle = object(
    "lifecycle",
    [
      Field("exists", .bool, "There is a lifecycle configuration."),
      Field("rules", .list(.lifecycleRule), "The rules, in order."),
      Field("enabled_rules", .int, "How many rules are enabled."),
      Field("expires", .bool, "An enabled rule expires current objects, all or some."),
      Field("transitions", .bool, "An enabled rule moves current objects, all or some."),
      Field(
        "noncurrent_expiration", .bool, "An enabled rule for the whole bucket deletes noncurrent versions after a time."
      ),
      Field(
        "noncurrent_expiration_days", .int,
        "After how many days noncurrent versions of the whole bucket go; missing when they stay."),
      Field(
        "abort_incomplete_days", .int,
        "After how many days incomplete uploads anywhere in the bucket are aborted; missing when they stay."),
      Field(
        "minimum_object_size", .string,
        "all_storage_classes_128K or varies_by_storage_class; missing where the server does not say."),
    ])

  static let lifecycleRule = object(
    "lifecycle rule",
    [
      Field("id", .string, "The rule's id; may be empty."),
      Field("enabled", .bool, "The rule is in force."),
      Field("prefix", .string, "Its prefix; empty for all keys."),
      Field("whole_bucket", .bool, "It has no filter at all."),
      Field("tags", .map(.string), "The tags that objects must have."),
      Field("object_size_greater_than", .int, "Bytes; missing when not set."),
      Field("object_size_less_than", .int, "Bytes; missing when not set."),
      Field("transitions", .list(.transition), "Moves of current objects."),
      Field("noncurrent_transitions", .list(.transition), "Moves of noncurrent versions."),
      Field("expires", .bool, "It deletes current objects, by days or date."),
      Field("expiration_days", .int, "Days since creation; missing when not set."),
      Field("expired_object_delete_marker", .bool, "It removes delete markers that stand alone."),
      Field("noncurrent_expiration_days", .int, "Days since becoming noncurrent; missing when not set."),
      Field("newer_noncurrent_versions", .int, "Noncurrent versions that are kept; missing when not set."),
      Field("abort_incomplete_days", .int, "Days since the upload began; missing when not set."),
      Field(
        "speaks_of_versions", .bool,
        "The id says that it is about old versions: 'version', 'noncurrent', 'previous' as words of their own."),
      Field("handles_noncurrent", .bool, "It moves or deletes noncurrent versions."),
    ])

  static let transition = object(
    "transition",
    [
      Field("days", .int, "Days since creation, or since becoming noncurrent; missing for a date."),
      Field("storage_class", .string, "Where to, such as STANDARD_IA."),
      Field("archive", .bool, "GLACIER or DEEP_ARCHIVE: reading needs a restore first."),
    ])

  static let usage = object(
    "usage",
    [
      Field(
        "complete", .bool,
        "True; unknown when the listing was cut short, and every figure is a lower bound. Add `&& bucket.usage.complete`."
      ),
      Field("listed_prefix", .string, "What was listed: empty for the whole bucket."),
      Field("objects", .int, "Current objects."),
      Field("bytes", .int, "Their bytes."),
      Field("small_objects", .int, "Current objects under 128 KiB (131,072 bytes)."),
      Field("small_bytes", .int, "Their bytes."),
      Field("noncurrent_objects", .int, "Noncurrent versions."),
      Field("noncurrent_bytes", .int, "Their bytes."),
      Field("delete_markers", .int, "Delete markers."),
      Field("uploads", .int, "Incomplete multipart uploads."),
      Field("upload_bytes", .int, "Bytes of their parts, billed as stored."),
      Field("oldest_upload_days", .int, "Age of the oldest incomplete upload in days; missing without one."),
      Field("oldest_days", .int, "Age of the oldest current object in days; missing without objects."),
      Field("newest_days", .int, "Age of the newest current object in days; missing without objects."),
      Field("classes", .list(.classUsage), "Current objects by storage class."),
      Field("prefixes", .list(.prefixUsage), "By prefix, to the depth of the scan."),
      Field("datasets", .list(.dataset), "Datasets with a folder a version: a time as Kedro writes it, v2, version=2."),
      Field(
        "datasets_complete", .bool,
        "True; unknown when there were too many datasets, and what is superseded is a lower bound."),
      Field("superseded_objects", .int, "Objects in all but the newest version of such datasets."),
      Field("superseded_bytes", .int, "Their bytes."),
      Field("sensitive_names", .strings, "Keys that look like credentials or dumps, at most 20."),
      Field("sensitive_count", .int, "How many there are."),
    ])

  static let classUsage = object(
    "class",
    [
      Field("storage_class", .string, "The class, such as STANDARD."),
      Field("objects", .int, "Current objects in it."),
      Field("bytes", .int, "Their bytes."),
      Field("small_objects", .int, "Of these, under 128 KiB."),
      Field("small_bytes", .int, "Their bytes."),
    ])

  static let prefixUsage = object(
    "prefix",
    [
      Field("prefix", .string, "The prefix; ends in '/'."),
      Field("name", .string, "Its last part, without '/'."),
      Field("depth", .int, "1 for the first level."),
      Field("objects", .int, "Current objects below it."),
      Field("bytes", .int, "Their bytes."),
      Field("small_objects", .int, "Of these, under 128 KiB."),
      Field("oldest_days", .int, "Age of the oldest current object in days; missing without objects."),
      Field("newest_days", .int, "Age of the newest current object in days; missing without objects."),
      Field("expires", .bool, "Enabled lifecycle rules, judged by their prefixes, expire everything below it."),
    ])

  static let dataset = object(
    "dataset",
    [
      Field("dataset", .string, "The dataset; ends in '/'."),
      Field("versions", .int, "How many versions there are."),
      Field("newest", .string, "The newest version's folder."),
      Field("superseded_objects", .int, "Objects in the others."),
      Field("superseded_bytes", .int, "Their bytes."),
    ])

  static let storage = object(
    "storage",
    [
      Field("newest_day", .timestamp, "The newest day with a figure; missing without any."),
      Field("bytes", .int, "Bytes of all storage types on that day; missing without any."),
      Field("objects", .int, "Objects, versions, delete markers and parts on the newest day; missing without any."),
    ])
}
