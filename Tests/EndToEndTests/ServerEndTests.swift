import Foundation
import TestSupport
import Testing

@Suite("How the server ends", .timeLimit(.minutes(45)))
struct ServerEndTests {
  let run: ServerRun
  let port: Int
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    run = try ServerRun(in: folder.url)
    port = try #require(URL(string: run.address)?.port)
  }

  private let head = "POST /v1/coordinators HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"

  /// Opens a request and waits until the server has taken its head.
  private func begin() throws -> RawConnection {
    let connection = try RawConnection(port: port)
    connection.send(
      head.replacing("\r\n\r\n", with: "\r\nExpect: 100-continue\r\n\r\n") + "{"
    )
    // Another connection that is answered proves that this one, opened before, was accepted.
    let other = try RawConnection(port: port)
    other.send("GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(other.receive(until: "ok").contains("200 OK"))
    return connection
  }

  private func waitUntilItTakesNobody() {
    let deadline = Date(timeIntervalSinceNow: 60)
    while Date() < deadline, (try? RawConnection(port: port)) != nil {}
  }

  @Test("a request that is under way at SIGTERM is answered")
  func underWay() throws {
    let connection = try begin()
    run.signal(SIGTERM)
    waitUntilItTakesNobody()
    connection.send("}")
    let answer = connection.receive()
    #expect(answer.contains(" 400 ") && answer.contains("malformed"), "\(answer)")
    #expect(run.waitForEnd() == 0)
  }

  @Test("a peer that never ends its request cannot hold the server; a second SIGTERM is harmless")
  func hanging() throws {
    let hanging = try begin()
    let silent = try RawConnection(port: port)
    run.signal(SIGTERM)
    run.signal(SIGTERM)
    #expect(run.waitForEnd() == 0)
    #expect(hanging.closes() && silent.closes())
    let address = run.data.appending(path: "server.json").path
    #expect(!FileManager.default.fileExists(atPath: address))
  }
}
