import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("The server's log", .timeLimit(.minutes(45)))
struct ServerLogTests {
  @Test("a whole round at the level trace names nobody, no address and nothing that was sent")
  func wholeRound() async throws {
    let trial = try await TrialRound(
      evaluators: 5,
      selfSigned: true,
      serverArguments: ["--log-level", "trace", "--log-format", "json", "--metrics-port", "0"]
    )
    try await trial.enrolEverybody()
    for index in 0..<4 {
      try trial.answer(index)
      _ = try await trial.submit(index)
    }
    _ = try await trial.submit(0)
    let port = try #require(URL(string: trial.server.address)?.port)
    // A wrong path, a broken request, a peer that breaks off inside its handshake.
    let url = try #require(URL(string: trial.server.address))
    let pin = try trial.people[0].pin()
    await #expect(throws: ProblemReport.self) {
      try await PanelClient.with(url, pin: pin) { try await $0.get("/v1/Secret-Path") }
    }
    try RawConnection(port: port).send("Secret-Bytes")
    _ = try await trial.close()
    _ = try await trial.release()
    #expect(trial.server.stop() == 0)
    let log = trial.server.log
    var words = ["Secret-", "Person ", "inv_id", "Bearer", "usability"]
    let roster = try trial.coordinator.roster(of: TrialRound.round)
    words += roster.map(\.reference)
    words += try trial.coordinator.servers().map(\.token)
    for bytes in try roster.flatMap({ [$0.invitation, $0.key] })
      + trial.people.map({ try $0.credential().publicKey })
    {
      words += [bytes.base64EncodedString(), Hexadecimal.text(bytes)]
    }
    words.append(
      try JoinLink.read(trial.server.localLink, server: nil).secret.base64EncodedString()
    )
    for word in words { #expect(!log.contains(word), "\(word) is in the log: \(log)") }
    let ports = Set(log.matches(of: /127\.0\.0\.1:([0-9]+)/).map { String($0.1) })
    let metrics = try #require(log.firstMatch(of: /metrics on http:..127\.0\.0\.1:([0-9]+)/))
    #expect(ports == ["\(port)", String(metrics.1)], "\(log)")
    // What is there can be read by a program, and says no minute's part.
    struct Line: Decodable {
      var event: String
      var level: String
      var time: Timestamp
      var fields: [String: String]
    }
    let lines = try log.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.contains { $0.event.hasPrefix("listening on") && $0.level == "notice" })
    #expect(lines.contains { $0.event == "stopped" && $0.level == "info" })
    #expect(lines.allSatisfy { $0.time.seconds.isMultiple(of: 60) })
  }

  @Test("the level decides what is said; an unknown level or format is a wrong command line")
  func levels() throws {
    let folder = try TemporaryFolder()
    let quiet = try TemporaryFolder()
    let talking = try ServerRun(in: folder.url, arguments: ["--log-level", "info"])
    #expect(talking.stop() == 0)
    #expect(talking.log.hasSuffix("paneld: stopped\n"), "\(talking.log)")
    let usual = try ServerRun(in: quiet.url)
    #expect(usual.stop() == 0)
    #expect(!usual.log.contains("stopped"))
    for wrong in [["--log-level", "loud"], ["--log-format", "xml"]] {
      let run = try ProgramRun.run(
        Repository.program("paneld"),
        ["serve", "--data", usual.data.path] + wrong,
        environment: ProgramRun.environment(home: folder.url)
      )
      #expect(run.status == 64 && run.error.contains("fix:"), "\(run.error)")
    }
  }
}
