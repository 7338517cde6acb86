import TestSupport

/// Credential processes, containers and instances.
extension ProblemTableTests {
  static let processRows: [Row] = [
    Row(
      config: process("'HOME/x"), what: "~/.aws/config:2: credential_process is no command",
      why: "a quote or a backslash at its end is unfinished", fix: "close the quote"),
    Row(
      config: process("'' FAKE"), what: "~/.aws/config:2: credential_process names no program", why: "",
      fix: "write the program's whole path"),
    Row(
      config: process("/nowhere/x FAKE"), what: "~/.aws/config:2: credential_process cannot be started",
      why: "/nowhere/x: No such file or directory", fix: "write the program's whole path, and make it executable"),
    Row(
      config: process("~/x FAKE"), what: "~/.aws/config:2: credential_process cannot be started",
      why: "~/x: No such file or directory",
      fix: "write the program's whole path: no shell runs it, so ~ and $ mean nothing"),
    Row(
      config: process(
        "/bin/sh -c 'echo FAKE-OUT; echo denied FAKE-SECRET-0123456789 to you >&2; echo FAKE >&2; exit 3'"),
      what: "~/.aws/config:2: credential_process ended with status 3", why: "denied [redacted] to you",
      fix: "run it by hand: what it complains about is its own"),
    Row(
      config: process("/bin/sh -c 'echo FAKE-OUT; kill -9 $$'"),
      what: "~/.aws/config:2: credential_process ended with status 137", why: "it complained about nothing",
      fix: "run it by hand: what it complains about is its own"),
    Row(
      config: process("/bin/echo FAKE"),
      what: "~/.aws/config:2: credential_process answered with something that is no JSON", why: "line 1 of it",
      fix: byHand),
    Row(
      config: process(#"/bin/echo '{"AccessKeyId":"A","SecretAccessKey":"FAKE-S"}'"#),
      what: "~/.aws/config:2: credential_process answered without Version 1", why: "that is the only version there is",
      fix: byHand),
    Row(
      config: process(#"/bin/echo '{"Version":1,"SecretAccessKey":"FAKE-S"}'"#),
      what: "~/.aws/config:2: credential_process answered without AccessKeyId and SecretAccessKey",
      why: "both are what was asked for", fix: byHand),
    Row(
      config: process(#"/bin/echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"FAKE-S","Expiration":"FAKE"}'"#),
      what: "~/.aws/config:2: credential_process answered with an Expiration that is no time",
      why: "it is written like 2026-11-20T13:42:00Z", fix: byHand),
    Row(
      config: process("/usr/bin/yes FAKE"),
      what: "~/.aws/config:2: credential_process printed more than 1048576 bytes", why: "it was ended",
      fix: "let it print one JSON document with credentials"),
  ]

  static let endpointRows: [Row] = [
    Row(
      variables: container, profile: nil, server: always(403, "FAKE-CONTAINER-TOKEN"),
      what: "the container credentials endpoint refused with HTTP 403",
      why: "it wants another token, or has no role for this container",
      fix: "check AWS_CONTAINER_AUTHORIZATION_TOKEN or the token file, and the task's or the pod's role"),
    Row(
      variables: container, profile: nil, server: always(200, "FAKE"),
      what: "the container credentials endpoint answered with something that is no JSON", why: "line 1 of it",
      fix: endpoint),
    Row(
      variables: container, profile: nil,
      server: always(
        200, #"{"code":"Oops","message":"no FAKE-CONTAINER-TOKEN, no FAKE-S1","SecretAccessKey":"FAKE-S1"}"#),
      what: "the container credentials endpoint gave no credentials", why: "Oops no [redacted], no [redacted]",
      fix: endpoint),
    Row(
      variables: container, profile: nil, server: always(503, "FAKE-CONTAINER-TOKEN"),
      what: "the container credentials endpoint did not answer", why: "HTTP 503",
      fix: "check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, or unset them"),
    Row(
      variables: metadata, profile: nil,
      server: { request in
        guard request.target.hasSuffix("my-role") else { return StandIns.answer(request) }
        return LocalServer.answer(200, #"{"Code":"Failed","Message":"with FAKE-METADATA-TOKEN"}"#)
      }, what: "instance metadata gave no credentials", why: "Failed with [redacted]", fix: endpoint),
    Row(
      variables: metadata.merging(["AWS_METADATA_SERVICE_TIMEOUT": "soon"]) { $1 }, profile: nil,
      what: "AWS_METADATA_SERVICE_TIMEOUT is no number from 1 to 3600",
      why: "it says how patiently instance metadata is asked", fix: "correct or unset it"),
    Row(
      config: "[default]\nmetadata_service_num_attempts = 0\n", variables: metadata, profile: nil,
      what: "~/.aws/config:2: metadata_service_num_attempts is no number from 1 to 100",
      why: "it says how patiently instance metadata is asked", fix: "correct or unset it"),
    Row(
      variables: ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"], profile: nil,
      what: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is neither IPv4 nor IPv6",
      why: "it chooses between the two addresses of the service", fix: "correct or unset it"),
    Row(
      variables: ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "x"], profile: nil,
      what: "AWS_EC2_METADATA_SERVICE_ENDPOINT is no address", why: "it must start with http:// or https://",
      fix: "correct or unset it"),
  ]
}
