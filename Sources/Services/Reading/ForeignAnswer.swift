import AWS

extension APIError {
  /// An answer with a good status that is not this API's.
  init(foreign message: String, to request: APIRequest, response: APIResponse) {
    self.init(
      .foreignAnswer, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, status: response.status, requestID: response.requestID, message: message,
      region: request.region)
  }
}
