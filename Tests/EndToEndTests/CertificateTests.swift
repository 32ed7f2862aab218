import Foundation
import NIOSSL
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("Certificates", .timeLimit(.minutes(45)))
struct CertificateTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private var certificateURL: URL { folder.url.appending(path: "server/tls/certificate.pem") }
  private var keyURL: URL { folder.url.appending(path: "server/tls/key.pem") }

  /// A server with a certificate of the test's, and the link to join it with.
  private func server(_ certificate: TestCertificate) throws -> ServerRun {
    let run = try ServerRun(in: folder.url, selfSigned: true)
    #expect(run.stop() == 0)
    try certificate.write(to: certificateURL, keyURL)
    try run.start()
    return run
  }

  private func join(
    _ link: String,
    roots: TestCertificate? = nil,
    language: String = "en_US.UTF-8"
  ) throws -> ProgramRun {
    let home = folder.url.appending(path: "home-\(UUID().uuidString)")
    var environment = ProgramRun.environment(home: home, language: language)
    if let roots {
      environment["PANEL_CA_FILE"] = try folder.write(roots.certificate, to: "roots.pem")
    }
    return try ProgramRun.run(
      Repository.program("panel"),
      ["coordinator", "join", try folder.write(link, to: "link.txt")],
      environment: environment
    )
  }

  private func withoutPin(_ link: String) -> String {
    link.replacing(/\.[0-9a-f]{64}$/, with: "")
  }

  @Test("a self-signed trial needs no more than the link: the pin travels to everybody")
  func trial() async throws {
    let trial = try await TrialRound(evaluators: 5, selfSigned: true)
    let link = try JoinLink.read(trial.server.localLink, server: nil)
    let pin = try #require(link.pin)
    #expect(try trial.coordinator.servers().map(\.certificate) == [pin])
    let key = trial.server.data.appending(path: "tls/key.pem").path
    let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    try await trial.enrolEverybody()
    #expect(try trial.people.map { try $0.pin() } == Array(repeating: pin, count: 5))
    try trial.answer(0)
    #expect(try await trial.submit(0) == 1)
    let sheets = try FileManager.default.subpathsOfDirectory(atPath: trial.folder.url.path)
      .filter { $0.hasSuffix("-invitation.txt") || $0.hasSuffix("mail-merge.csv") }
    #expect(sheets.count == 6)
    for sheet in sheets {
      let text = try String(contentsOf: trial.folder.url.appending(path: sheet), encoding: .utf8)
      #expect(text.contains("\(pin)"), "\(sheet)")
    }
  }

  @Test("another key than the pin's is refused before anything is sent, whoever vouches for it")
  func otherKey() throws {
    let real = try TestCertificate()
    let run = try server(real)
    let other = try TestCertificate()
    let forged = withoutPin(run.localLink) + "." + other.pin
    let refused = try join(forged, roots: real)
    #expect(refused.status == 76, "\(refused.error)")
    #expect(
      refused.error.contains("does not show the certificate")
        && refused.error.contains("do not continue")
    )
    let korean = try join(forged, language: "ko_KR.UTF-8")
    #expect(korean.status == 76 && korean.error.contains("진행하지 마십시오"), "\(korean.error)")
    // The link works once: had it been sent, it would be used up.
    let joined = try join(withoutPin(run.localLink) + "." + real.pin)
    #expect(joined.status == 0, "\(joined.error)")
  }

  @Test("the pin alone counts: neither the name nor the end of a pinned certificate")
  func pinAlone() throws {
    let old = try TestCertificate(name: "elsewhere.example.org", fromDays: -20, toDays: -10)
    let run = try server(old)
    #expect(run.log.contains("warning: the certificate expires on"), "\(run.log)")
    let joined = try join(withoutPin(run.localLink) + "." + old.pin)
    #expect(joined.status == 0, "\(joined.error)")
  }

  @Test("a pin is never left out: a server without TLS is refused, a mistyped pin too")
  func pinWithoutTLS() throws {
    let run = try ServerRun(in: folder.url)
    let pin = try TestCertificate().pin
    let plain = try join(run.localLink + "." + pin)
    #expect(plain.status == 76 && plain.error.contains("without TLS"), "\(plain.error)")
    #expect(try join(run.localLink + "." + pin.dropLast()).status == 65)
    let text = "server: https://127.0.0.1:1\nround: r\ncertificate: \(pin.dropLast())\ncode: x\n"
    #expect(throws: Failure.self) { try Invitation(text: text, name: "x") }
    #expect(try join(run.localLink).status == 0)
  }

  @Test("without a pin: nobody vouches, expired, another name, each in its words")
  func withoutPins() throws {
    let cases: [(TestCertificate, trusted: Bool, en: String, ko: String)] = [
      (try TestCertificate(), false, "not vouched for by any authority", "보증하지 않습니다"),
      (try TestCertificate(fromDays: -9, toDays: -2), true, "expired on", "만료되었습니다"),
      (try TestCertificate(name: "elsewhere.example.org"), true, "another name", "다른 이름"),
    ]
    let run = try ServerRun(in: folder.url, selfSigned: true)
    for (certificate, isTrusted, en, ko) in cases {
      #expect(run.stop() == 0)
      try certificate.write(to: certificateURL, keyURL)
      try run.start()
      let link = withoutPin(run.localLink)
      let english = try join(link, roots: isTrusted ? certificate : nil)
      #expect(english.status == 76 && english.error.contains(en), "\(english.error)")
      #expect(english.error.contains("fix:"))
      let korean = try join(
        link,
        roots: isTrusted ? certificate : nil,
        language: "ko_KR.UTF-8"
      )
      #expect(korean.status == 76 && korean.error.contains(ko), "\(korean.error)")
    }
    let good = try TestCertificate()
    #expect(run.stop() == 0)
    try good.write(to: certificateURL, keyURL)
    try run.start()
    let joined = try join(withoutPin(run.localLink), roots: good)
    #expect(joined.status == 0, "\(joined.error)")
  }

  @Test("http spoken to https, https to http, and nobody there at all")
  func schemes() async throws {
    let secure = try ServerRun(in: folder.url, selfSigned: true)
    let link = withoutPin(secure.localLink)
    let plain = try join(link.replacing("https:", with: "http:"))
    #expect(plain.status == 76 && plain.error.contains("speaks TLS only"), "\(plain.error)")
    let korean = try join(link.replacing("https:", with: "http:"), language: "ko_KR.UTF-8")
    #expect(korean.error.contains("TLS로만"), "\(korean.error)")
    // The server may also reset the connection before the client has read the alert.
    let insecure = try #require(URL(string: secure.address.replacing("https:", with: "http:")))
    let reset = await ConnectionFailure(server: insecure, now: Timestamp(Date()))
      .failure(for: POSIXError(.ECONNRESET))
    #expect(reset.status.rawValue == 76, "\(reset)")
    #expect(secure.stop() == 0)
    let nobody = try join(link)
    #expect(nobody.status == 69 && nobody.error.contains("cannot be reached"), "\(nobody.error)")
    let other = try TemporaryFolder()
    let open = try ServerRun(in: other.url)
    let upgraded = try join(open.localLink.replacing("http:", with: "https:"))
    #expect(upgraded.status == 76 && upgraded.error.contains("without TLS"), "\(upgraded.error)")
  }

  @Test("TLS 1.1 is refused, 1.2 and 1.3 are not")
  func versions() throws {
    let run = try ServerRun(in: folder.url, selfSigned: true)
    let port = try #require(URL(string: run.address)?.port)
    func handshake(_ version: String) throws -> ProgramRun {
      try ProgramRun.run(
        URL(fileURLWithPath: "/usr/bin/env"),
        [
          "openssl", "s_client", "-connect", "127.0.0.1:\(port)", version, "-cipher",
          "DEFAULT:@SECLEVEL=0",
        ],
        environment: ProgramRun.environment(home: folder.url)
      )
    }
    let old = try handshake("-tls1_1")
    #expect(old.status != 0 && old.error.contains("alert protocol version"), "\(old.error)")
    for version in ["-tls1_2", "-tls1_3"] {
      let new = try handshake(version)
      #expect(new.status == 0 && new.output.contains("BEGIN CERTIFICATE"), "\(new.error)")
    }
  }

  @Test("a peer that opens a connection and never ends the handshake is cut off")
  func silentHandshake() throws {
    let run = try ServerRun(
      in: folder.url,
      selfSigned: true,
      arguments: ["--request-seconds", "1"]
    )
    let silent = try RawConnection(port: try #require(URL(string: run.address)?.port))
    #expect(silent.closes())
  }

  @Test("SIGHUP: new connections get the new certificate; a broken file keeps the old one")
  func reload() async throws {
    let first = try TestCertificate()
    let run = try server(first)
    let url = try #require(URL(string: run.address))
    func shown() async throws -> String {
      let certificate = try #require(await ServerTrust.certificateShown(by: url))
      let key = Data(try certificate.extractPublicKey().toSPKIBytes())
      return "\(CertificatePin(publicKeyInfo: key))"
    }
    func wait(for line: String) {
      let deadline = Date(timeIntervalSinceNow: 60)
      while Date() < deadline, !run.log.contains(line) {
        var pause = pollfd()
        poll(&pause, 0, 10)
      }
      #expect(run.log.contains(line), "\(run.log)")
    }
    #expect(try await shown() == first.pin)
    let second = try TestCertificate(toDays: 3)
    try second.write(to: certificateURL, keyURL)
    run.signal(SIGHUP)
    wait(for: "pin: \(second.pin)")
    wait(for: "warning: the certificate expires on")
    #expect(try await shown() == second.pin)
    try Data("not a certificate".utf8).write(to: certificateURL)
    run.signal(SIGHUP)
    wait(for: "error: the certificate was not replaced")
    #expect(try await shown() == second.pin)
    let third = try TestCertificate()
    try third.write(to: certificateURL, keyURL)
    run.signal(SIGHUP)
    wait(for: "pin: \(third.pin)")
    #expect(try await shown() == third.pin)
  }

  @Test("an operator's certificate that has expired, begins later or is not its key's is refused")
  func refusedAtStart() throws {
    let data = folder.path("data")
    let (certificate, key) = (folder.path("c.pem"), folder.path("k.pem"))
    func paneld(_ arguments: [String]) throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("paneld"),
        arguments,
        environment: ProgramRun.environment(home: folder.url)
      )
    }
    #expect(try paneld(["init", "--data", data]).status == 0)
    let cases: [(TestCertificate, String)] = [
      (try TestCertificate(fromDays: -9, toDays: -1), "expired on"),
      (try TestCertificate(fromDays: 2), "not valid before"),
    ]
    for (pair, words) in cases {
      try pair.write(to: URL(fileURLWithPath: certificate), URL(fileURLWithPath: key))
      let run = try paneld([
        "serve", "--data", data, "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
      ])
      #expect(run.status == 65 && run.error.contains(words), "\(run.error)")
    }
    try Data(try TestCertificate().key.utf8).write(to: URL(fileURLWithPath: key))
    let mixed = try paneld([
      "serve", "--data", data, "--port", "0", "--tls-certificate", certificate, "--tls-key", key,
    ])
    #expect(mixed.status == 65 && mixed.error.contains("do not work together"), "\(mixed.error)")
  }

  @Test("a certificate is made once; a further link carries the pin of the one that is there")
  func madeOnce() throws {
    let data = folder.path("data")
    func initialise(_ more: String...) throws -> ProgramRun {
      try ProgramRun.run(
        Repository.program("paneld"),
        ["init", "--data", data] + more,
        environment: ProgramRun.environment(home: folder.url)
      )
    }
    #expect(try initialise("--self-signed", "--url", "http://127.0.0.1:1").status == 64)
    let first = try initialise("--self-signed", "--url", "https://panel.example.org")
    #expect(first.status == 0, "\(first.error)")
    let pin = first.output.trimmingCharacters(in: .whitespacesAndNewlines).suffix(64)
    #expect(first.error.contains("pin is \(pin)"))
    let again = try initialise(
      "--another-link",
      "--self-signed",
      "--url",
      "https://panel.example.org"
    )
    #expect(again.output.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("." + pin))
    let proxied = try initialise("--another-link", "--url", "http://127.0.0.1:8443")
    #expect(proxied.status == 0 && !proxied.output.contains(pin))
    let text = try ProgramRun.run(
      URL(fileURLWithPath: "/bin/sh"),
      [
        "-c",
        "openssl x509 -in \"$0\" -noout -text && "
          + "openssl x509 -in \"$0\" -noout -pubkey | openssl pkey -pubin -outform der | "
          + "openssl dgst -sha256", data + "/tls/certificate.pem",
      ],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(text.output.contains("DNS:panel.example.org") && text.output.contains(pin))
  }
}
