import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("What the server takes from its peers", .timeLimit(.minutes(45)))
final class ServerLimitTests {
  private let folder: TemporaryFolder
  /// The test's server, which ends with the last reference to it.
  private var run: ServerRun?

  init() throws { folder = try TemporaryFolder() }

  private static let health = "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"

  private func server(_ arguments: String...) throws -> (run: ServerRun, port: Int) {
    let run = try ServerRun(in: folder.url, arguments: arguments)
    self.run = run
    return (run, try #require(URL(string: run.address)?.port))
  }

  private func post(_ path: String, _ body: String, bytes: Int? = nil) -> String {
    "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(bytes ?? body.utf8.count)\r\n\r\n\(body)"
  }

  @Test("a peer that sends its head byte by byte, and one that says nothing, are cut off")
  func slowHead() throws {
    let (run, port) = try server("--request-seconds", "1")
    let silent = try RawConnection(port: port)
    let slow = try RawConnection(port: port)
    let deadline = Date(timeIntervalSinceNow: 60)
    // Never idle for as long as a whole second, so only a bound on the whole head ends it.
    while !slow.isClosed, Date() < deadline {
      guard slow.send("X") else { break }
      _ = slow.receive(seconds: 0.05)
    }
    #expect(slow.isClosed && silent.closes())
    let proper = try RawConnection(port: port)
    proper.send(Self.health)
    #expect(proper.receive(until: "ok").contains("200 OK"))
    #expect(run.log.split(separator: "\n").count == 1, "\(run.log)")
  }

  @Test("a body that does not come is not waited for")
  func slowBody() throws {
    let (_, port) = try server("--request-seconds", "1")
    let slow = try RawConnection(port: port)
    slow.send(post("/v1/coordinators", "{", bytes: 1_000))
    #expect(slow.closes())
  }

  @Test("a connection that stays open without a request is closed")
  func idle() throws {
    let (_, port) = try server("--idle-seconds", "1")
    let idle = try RawConnection(port: port)
    idle.send(Self.health)
    #expect(idle.receive(until: "ok").contains("200 OK"))
    #expect(idle.closes())
  }

  @Test("headers that are too long or too many are refused")
  func headers() throws {
    let (_, port) = try server()
    let usual = "GET /v1/health HTTP/1.1\r\nHost: x\r\n"
    for extra in [
      "X: \(String(repeating: "x", count: 20_000))\r\n",
      (0..<100).map { "X\($0): y\r\n" }.joined(),
      (0..<40).map { "X\($0): \(String(repeating: "y", count: 600))\r\n" }.joined(),
    ] {
      let connection = try RawConnection(port: port)
      connection.send(usual + extra + "\r\n")
      let answer = connection.receive()
      #expect(answer.hasPrefix("HTTP/1.1 400") && connection.closes(), "\(answer)")
    }
    let allowed = try RawConnection(port: port)
    allowed.send(usual + (0..<40).map { "X\($0): y\r\n" }.joined() + "\r\n")
    #expect(allowed.receive(until: "ok").contains("200 OK"))
  }

  @Test("a body that is too large is answered before it has come, and not read to its end")
  func largeBody() throws {
    let (_, port) = try server()
    let large = try RawConnection(port: port)
    large.send(post("/v1/coordinators", String(repeating: "x", count: 8_192), bytes: 1_000_000_000))
    let answer = large.receive(until: "tooLarge")
    #expect(answer.contains(" 413 ") && answer.contains("\"tooLarge\""), "\(answer)")
    #expect(large.closes())
  }

  @Test("more connections than allowed wait until one has ended")
  func connections() throws {
    let (_, port) = try server("--connections", "4", "--request-seconds", "2")
    let first = try (0..<8).map { _ in try RawConnection(port: port) }
    let last = try RawConnection(port: port)
    last.send(Self.health)
    #expect(last.receive(until: "ok").contains("200 OK"))
    // Had it not waited, they would all still be open: they are cut off after two seconds.
    #expect(first.contains { $0.isClosed })
  }

  @Test("enrolments that come too fast get 429 and the second after which to come again")
  func enrolments() throws {
    let (_, port) = try server("--enrolments-per-second", "1")
    let connection = try RawConnection(port: port)
    let body =
      #"{"inv_id":"AA==","blinded":"AA==","declaration":"AA==","declaration_sig":"AA==","proof":"AA=="}"#
    var answers: [String] = []
    for _ in 0..<40 {
      connection.send(post("/v1/rounds/none/enrolments", body))
      answers.append(connection.receive(until: "\"type\":"))
    }
    #expect(answers.prefix(10).allSatisfy { $0.contains("404") }, "\(answers[0])")
    let refused = answers.filter { $0.contains(" 429 ") }
    #expect(!refused.isEmpty)
    #expect(refused.allSatisfy { $0.lowercased().contains("retry-after: 1") }, "\(refused)")
    connection.send(Self.health)
    #expect(connection.receive(until: "ok").contains("200 OK"))
  }

  @Test("guessing tokens ends in 429, and keeps nobody out who has the right word")
  func guessing() throws {
    let (run, port) = try server()
    let connection = try RawConnection(port: port)
    var answers: Set<String> = []
    let deadline = Date(timeIntervalSinceNow: 60)
    while !answers.contains("429"), Date() < deadline {
      connection.send(
        "GET /v1/rounds/x/progress HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer 00\r\n\r\n"
      )
      answers.insert(String(connection.receive(until: "\"type\":").dropFirst(9).prefix(3)))
    }
    #expect(answers == ["401", "429"])
    let file = try folder.write(run.localLink, to: "link.txt")
    let joined = try ProgramRun.panel("coordinator", "join", file, home: folder.url)
    #expect(joined.status == 0, "\(joined.error)")
  }

  @Test("where few files may be open there are fewer connections, or a fix")
  func openFiles() throws {
    func serve(files: Int, _ arguments: String) throws -> ProgramRun {
      let program = Repository.program("paneld").path
      let made = try ProgramRun.run(
        URL(fileURLWithPath: "/bin/sh"),
        [
          "-c",
          "\"$0\" init --data \"$1\" >&2 && ulimit -n \(files) && "
            + "exec timeout -s TERM 60 \"$0\" serve --data \"$1\" \(arguments)",
          program, folder.path("data-\(files)"),
        ],
        environment: ProgramRun.environment(home: folder.url)
      )
      return made
    }
    let few = try serve(files: 150, "--port 0")
    #expect(few.status == 69 && few.error.contains("--connections 22"), "\(few.error)")
    // A port that cannot be listened on is found only after the limits have been taken.
    let some = try serve(files: 300, "--host 192.0.2.7 --behind-proxy")
    #expect(some.status == 69 && some.error.contains("--host"), "\(some.error)")
    let asked = try serve(files: 400, "--connections 1000")
    #expect(asked.status == 69 && asked.error.contains("--connections 272"), "\(asked.error)")
  }

  @Test("the client takes 429 as a server that is to be asked again later")
  func clientSaysWhatToDo() {
    let failure = Failure(ProblemReport(.tooMany, "too much comes at once", fix: "wait"))
    #expect(failure.status == .unavailable && failure.fix.en == "wait")
    #expect(failure.fix.ko.contains("다시"))
  }
}
