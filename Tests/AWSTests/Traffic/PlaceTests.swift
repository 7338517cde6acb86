import Testing
import Transport

@testable import AWS

struct PlaceTests {
  func place(_ request: APIRequest, _ host: String) -> Traffic.Place {
    Call(request, Target(address: WebAddress(host: host), path: "/", signingRegion: "x"), "x", 1).place
  }

  @Test("buckets and accounts in front of a host belong to one endpoint")
  func endpoints() {
    let s3 = "s3.eu-west-1.amazonaws.com"
    #expect(place(.versioning, "my-bucket.\(s3)") == .init(host: "my-bucket.\(s3)", endpoint: s3))
    #expect(place(.versioning, s3) == .init(host: s3, endpoint: s3))
    let control = APIRequest(.s3control, "ListAccessPoints", permission: "", accountID: "123456789012")
    let host = "s3-control.eu-west-1.amazonaws.com"
    #expect(place(control, "123456789012.\(host)") == .init(host: "123456789012.\(host)", endpoint: host))
    let odd = APIRequest(.s3, "ListObjectsV2", permission: "", bucket: "s3")
    #expect(place(odd, "localhost").endpoint == "localhost")
  }
}
