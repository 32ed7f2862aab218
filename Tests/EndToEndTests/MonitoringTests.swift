import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("What an operator's monitoring sees", .timeLimit(.minutes(45)))
struct MonitoringTests {
  private func get(_ path: String, port: Int) throws -> String {
    let connection = try RawConnection(port: port)
    connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    return connection.receive()
  }

  private func port(_ run: ServerRun) throws -> Int {
    try #require(URL(string: run.address)?.port)
  }

  private func metrics(_ run: ServerRun) throws -> String {
    let line = try #require(run.log.firstMatch(of: /metrics on http:..127\.0\.0\.1:([0-9]+)/))
    let answer = try get("/metrics", port: try #require(Int(line.1)))
    // The head has the date.
    return String(answer[(try #require(answer.firstRange(of: "\r\n\r\n"))).upperBound...])
  }

  /// Waits until the server no longer remembers its last answer, and holds the expected one.
  private func waitForReadiness(_ run: ServerRun, _ words: String) throws -> String {
    let deadline = Date(timeIntervalSinceNow: 60)
    var answer = ""
    while !answer.contains(words), Date() < deadline {
      answer = try get("/v1/ready", port: try port(run))
    }
    return answer
  }

  @Test("ready, until the data directory cannot be written; health stays")
  func ready() throws {
    let folder = try TemporaryFolder()
    let run = try ServerRun(in: folder.url)
    #expect(try get("/v1/ready", port: try port(run)).contains(#"{"status":"ready"}"#))
    // A directory of the probe's name stops also who may do everything.
    let obstacle = run.data.appending(path: "ready.probe/x")
    try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
    let answer = try waitForReadiness(run, " 503 ")
    #expect(answer.contains("data directory") && answer.contains("unavailable"), "\(answer)")
    #expect(!answer.contains(folder.url.path), "where it lies is nobody's business")
    #expect(try get("/v1/health", port: try port(run)).contains(" 200 "))
    try FileManager.default.removeItem(at: obstacle.deletingLastPathComponent())
    #expect(try waitForReadiness(run, " 200 ").contains("ready"))
    #expect(!FileManager.default.fileExists(atPath: run.data.appending(path: "ready.probe").path))
  }

  @Test("not ready while a round cannot be opened, which is named in the log only")
  func unopened() async throws {
    let trial = try await TrialRound(evaluators: 5)
    #expect(trial.server.stop() == 0)
    try FileManager.default.removeItem(
      at: trial.server.data.appending(path: "rounds/trial/issuer.key")
    )
    try trial.server.start()
    let answer = try get("/v1/ready", port: try port(trial.server))
    #expect(answer.contains(" 503 ") && answer.contains("a round cannot be opened"), "\(answer)")
    #expect(!answer.contains("trial"))
    #expect(trial.server.log.contains("error: a round cannot be opened"))
    #expect(trial.server.log.contains("trial"))
  }

  @Test("the metrics are the same before and after people enrol, read and submit")
  func anonymousRoutes() async throws {
    let trial = try await TrialRound(evaluators: 5, serverArguments: ["--metrics-port", "0"])
    let invitations = try await trial.invite((0..<5).map { "Person \($0)" })
    _ = try await trial.open()
    let beforeEnrolling = try metrics(trial.server)
    #expect(
      beforeEnrolling.contains(#"panel_requests_total{route="POST /v1/rounds",status="2xx"} 1"#)
    )
    #expect(beforeEnrolling.contains(#"panel_rounds{phase="enrolling"} 1"#), "\(beforeEnrolling)")
    #expect(beforeEnrolling.contains("panel_ready 1"))
    var people: [Evaluator] = []
    for (index, invitation) in invitations.enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      try await reporting { try await person.enrol() }
      people.append(person)
    }
    #expect(try metrics(trial.server) == beforeEnrolling)
    _ = try await trial.open()
    let beforeSubmitting = try metrics(trial.server)
    #expect(beforeSubmitting != beforeEnrolling, "the coordinator's own requests are counted")
    for (index, person) in people.enumerated() {
      try person.state.save(trial.panel.answers(of: index), for: trial.sealed.hash)
      _ = try await reporting { try await person.submit() }
      _ = try await person.follow()
    }
    let problem = try await trial.problem {
      _ = try await $0.send(.PUT, Route.path(TrialRound.round, .submission), Data("x".utf8))
    }
    #expect(problem != nil)
    #expect(try metrics(trial.server) == beforeSubmitting)
    for word in ["submission\"", "enrolments", "claims", "/status", "/tree"] {
      #expect(!beforeSubmitting.contains(word), "\(word)")
    }
  }

  @Test("without the option there are no metrics, on any port")
  func off() throws {
    let folder = try TemporaryFolder()
    let run = try ServerRun(in: folder.url)
    for path in ["/metrics", "/v1/metrics"] {
      #expect(try get(path, port: try port(run)).contains(" 404 "))
    }
    #expect(run.log.split(separator: "\n").count == 1)
  }
}
