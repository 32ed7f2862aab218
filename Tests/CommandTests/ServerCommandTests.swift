import Foundation
import TestSupport
import Testing

@Suite("paneld", .timeLimit(.minutes(45)))
struct ServerCommandTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func paneld(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("paneld"),
      arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
  }

  @Test("init prints a link once, keeps the directory private, and never makes it twice")
  func initialise() throws {
    let data = folder.path("data")
    let first = try paneld("init", "--data", data)
    #expect(first.status == 0)
    #expect(first.output.hasPrefix("http://127.0.0.1:8443/join#") && first.output.count > 60)
    let second = try paneld("init", "--data", data)
    #expect(second.status == 73 && second.error.contains("fix:") && second.output.isEmpty)
    let another = try paneld("init", "--data", data, "--another-link")
    #expect(another.status == 0 && another.output != first.output)
    let mode = try FileManager.default.attributesOfItem(atPath: data)[.posixPermissions]
    #expect((mode as? Int) == 0o700)
    let file = try FileManager.default.attributesOfItem(atPath: data + "/registry.sqlite")
    #expect((file[.posixPermissions] as? Int) == 0o600)
    let secret = try #require(first.output.split(separator: "#").last).dropLast()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: data + "/registry.sqlite"))
    #expect(bytes.range(of: Data(secret.utf8)) == nil, "only the link's hash is stored")
  }

  @Test("serve refuses what cannot work, with a fix each")
  func refusals() throws {
    let data = folder.path("data")
    #expect(try paneld("serve", "--data", data).status == 66)
    _ = try paneld("init", "--data", data)
    let cases: [([String], Int32, String)] = [
      (["--port", "99999"], 64, "99999"),
      (["--port", "-1"], 64, "port"),
      (["--host", "0.0.0.0"], 77, "--behind-proxy"),
      (["--host", "192.0.2.7", "--behind-proxy", "--port", "0"], 69, "--host"),
      (["--tls-certificate", "x.pem"], 64, "--tls-key"),
      (["--tls-certificate", "no.pem", "--tls-key", "no.key"], 66, "no.pem"),
    ]
    for (arguments, status, word) in cases {
      let run = try ProgramRun.run(
        Repository.program("paneld"),
        ["serve", "--data", data] + arguments,
        environment: ProgramRun.environment(home: folder.url)
      )
      #expect(run.status == status, "\(arguments): \(run.error)")
      #expect(run.error.contains(word), "\(arguments): \(run.error)")
    }
  }

  @Test("a second server on the same data names the first; a port in use says so")
  func twoServers() throws {
    let server = try ServerRun(in: folder.url)
    let second = try paneld("serve", "--data", server.data.path, "--port", "0")
    #expect(second.status == 75 && second.error.contains("pid") && second.error.contains("fix:"))
    _ = try paneld("init", "--data", folder.path("other"))
    let port = server.address.split(separator: ":").last.map(String.init) ?? ""
    let taken = try paneld("serve", "--data", folder.path("other"), "--port", port)
    #expect(taken.status == 69 && taken.error.contains("--port"), "\(taken.error)")
    #expect(server.stop() == 0)
  }

  @Test("TLS with a certificate of one's own; a client that does not trust it is refused")
  func tls() throws {
    let (certificate, key) = (folder.path("c.pem"), folder.path("k.pem"))
    let made = try ProgramRun.run(
      URL(fileURLWithPath: "/usr/bin/env"),
      [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
        certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
      ],
      environment: ProgramRun.environment(home: folder.url)
    )
    try #require(made.status == 0, "\(made.error)")
    let data = folder.path("data")
    let link = try paneld("init", "--data", data).output
    let process = Process()
    process.executableURL = Repository.program("paneld")
    process.arguments = [
      "serve", "--data", data, "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
      "--with-parent",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    var address = ""
    let deadline = Date(timeIntervalSinceNow: 30)
    while address.isEmpty, Date() < deadline {
      let text = (try? String(contentsOfFile: data + "/server.json", encoding: .utf8)) ?? ""
      address =
        text.split(separator: "\"").first { $0.hasPrefix("https://") }.map(String.init) ?? ""
      var pause = pollfd()
      poll(&pause, 0, 20)
    }
    try #require(!address.isEmpty)
    let file = try folder.write(link, to: "link.txt")
    func join(_ more: [String: String], _ home: String) throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("panel"),
        ["coordinator", "join", file, "--server", address],
        environment: ProgramRun.environment(home: folder.url.appending(path: home))
          .merging(more) { $1 }
      )
    }
    #expect(try join([:], "a").status == 76)
    let trusted = try join(["PANEL_CA_FILE": certificate], "b")
    #expect(trusted.status == 0, "\(trusted.error)")
  }
}
