/// An extension as one number: its bytes in lower case, the first one highest, and their count in the lowest byte.
struct FileExtension: Sendable, Hashable {
  let packed: UInt128

  /// More bytes than this are no extension.
  static let limit = 12
  static let none = FileExtension(packed: 0)

  /// What follows the last `.` of a key from `start` on, where it looks like an extension: a letter and no more than
  /// letters, digits, `-` and `_`. A `.` that comes first makes a name, not an extension.
  @inline(__always)
  init(of key: Span<UInt8>, from start: Int) {
    let first = max(start &+ 1, key.count &- Self.limit &- 1)
    var dot = key.count &- 1
    while dot >= first, key[dot] != UInt8(ascii: ".") { dot &-= 1 }
    guard dot >= first else {
      self = .none
      return
    }
    var packed: UInt128 = 0
    var hasLetter = false
    for index in dot &+ 1..<key.count {
      let byte = key[index]
      let small = byte | 0x20
      let isLetter = small &- UInt8(ascii: "a") < 26
      guard
        isLetter || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      else {
        self = .none
        return
      }
      if isLetter { hasLetter = true }
      packed = packed &<< 8 | UInt128(isLetter ? small : byte)
    }
    self.packed = hasLetter ? packed &<< 8 | UInt128(truncatingIfNeeded: key.count &- dot &- 1) : 0
  }

  /// Nil where the text is not what `init(of:from:)` gives.
  init?(_ text: [UInt8]) {
    guard !text.isEmpty else {
      self = .none
      return
    }
    let name = Array("x.".utf8) + text
    self.init(of: name.span, from: 0)
    guard bytes == text else { return nil }
  }

  private init(packed: UInt128) { self.packed = packed }

  var count: Int { Int(packed & 0xFF) }
  var bytes: [UInt8] { (0..<count).reversed().map { UInt8(truncatingIfNeeded: packed >> UInt128(8 * $0 + 8)) } }

  /// Extensions that always have a room of their own: what data, documents, media, programs and archives are kept in.
  static let common: Set<FileExtension> = Set(
    """
    7z ai arrow avi avro backup bak bin blend bmp bson bz2 c ckpt cfg conf cpp crc css csv dat data db dcm deb delta \
    dll dmg doc docx dump eml eps epub exe feather fits flac flv geojson gif go gpg gpkg gguf gz h h5 hdf5 hdr heic \
    html ico index ini ipynb iso jar java jpeg jpg js json jsonl keras kml las laz lock log lz4 lzo m4a m4v manifest \
    md md5 mdb mkv mov mp3 mp4 mpeg mpg msi nc ndjson npy npz ogg onnx orc ova parquet pb pcap pdf pem php pickle pkl \
    png ppt pptx proto psd pt pth py qcow2 r rar raw rb rds rpm rst safetensors sas7bdat sh sha256 shp snappy sql \
    sqlite sqlite3 svg swf tar tbz2 tf tfrecord tfstate tgz tif tiff tmp toml tsv ttf txt vhd vhdx vmdk wav webm webp \
    whl wmv woff woff2 xls xlsx xml xz yaml yml z zarr zip zst
    """.split(separator: " ").compactMap { FileExtension(Array($0.utf8)) })
}
