import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import PanelCore
import PanelProtocol
import PanelStore
import Synchronization
import TestSupport
import Testing

@testable import paneld

/// The server's real router on a data directory and SQLite files of its own, without a socket.
final class TestServer {
  /// An answer: its status, its headers and its body.
  struct Answer {
    var status: Int
    var headers: HTTPFields
    var body: Data

    /// The body as a message.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      try JSONDecoder().decode(type, from: body)
    }

    /// The body as a report of a problem, which has to say what to do.
    func problem() throws -> ProblemReport {
      #expect(headers[.contentType] == "application/problem+json")
      let report: ProblemReport = try json()
      #expect(report.statusCode == status)
      #expect(report.fix?.isEmpty == false)
      return report
    }
  }

  let folder: TemporaryFolder
  let directory: DataDirectory
  let registry: Registry
  let rounds: Rounds
  let router: Router<Server.Context>
  let clock: Clock

  init(limits: ServerLimits = ServerLimits()) throws {
    folder = try TemporaryFolder()
    directory = DataDirectory(path: folder.path("data"))
    try directory.create()
    registry = try Registry(path: directory.registry.path)
    let clock = Clock()
    self.clock = clock
    rounds = Rounds(registry: registry, directory: directory, now: { clock.now })
    router = Server.router(
      Server.Parts(
        rounds: rounds,
        readiness: Readiness(
          registry: registry,
          directory: directory,
          unopened: 0
        ),
        metrics: ServerMetrics(),
        limits: limits,
        certificate: nil,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      )
    )
  }

  /// A clock that advances only when a test moves it.
  final class Clock: Sendable {
    private let time = Mutex(Timestamp(seconds: 1_700_000_000))
    var now: Timestamp { time.withLock { $0 } }
    func advance(by seconds: Int64) { time.withLock { $0 = $0.advanced(by: seconds) } }
  }
  /// Sends one request through the router.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    token: String? = nil,
    body: Data? = nil,
    headers: HTTPFields = [:]
  ) async throws -> Answer {
    var headers = headers
    if let token { headers[.authorization] = "Bearer \(token)" }
    let sent = headers
    return try await Application(router: router).test(.router) { client in
      try await client.execute(
        uri: path,
        method: method,
        headers: sent,
        body: body.map { ByteBuffer(bytes: $0) }
      ) { response in
        Answer(
          status: response.status.code,
          headers: response.headers,
          body: Data(response.body.readableBytesView)
        )
      }
    }
  }

  /// Sends a message as JSON.
  func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    token: String? = nil,
    json: some Encodable
  ) async throws -> Answer {
    try await send(method, path, token: token, body: try CanonicalJSON.encode(json))
  }

  /// Registers a holder by a new link and returns the token.
  func register(
    _ name: String,
    role: Role = .coordinator,
    round: RoundID? = nil
  ) async throws -> String {
    let secret = ContentHash.sha256(Data("link of \(name)".utf8))
    try registry.addJoinLink(tokenHash: ContentHash.sha256(secret), role: role, round: round)
    let answer = try await send(
      .post,
      Route.coordinators,
      json: try registration(name, link: secret)
    )
    #expect(answer.status == 200)
    return try answer.json(CoordinatorToken.self).token
  }

  /// A registration that is signed by the key of that name.
  func registration(_ name: String, link: Data) throws -> CoordinatorRegistration {
    let key = TestServer.key(name)
    return CoordinatorRegistration(
      link: link,
      name: name,
      key: key.publicKey.rawRepresentation,
      proof: try RegistrationProof.sign(link: link, name: name, with: key)
    )
  }

  static func key(_ name: String) -> Curve25519.Signing.PrivateKey {
    (try? Curve25519.Signing.PrivateKey(rawRepresentation: ContentHash.sha256(Data(name.utf8))))
      ?? .init()
  }
}
