import Foundation
import HTTPTypes
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore
import Testing

@testable import paneld

@Suite("The router answers every request with a message or a problem", .timeLimit(.minutes(45)))
struct RouterTests {
  @Test("health and readiness")
  func health() async throws {
    let server = try TestServer()
    let health = try await server.send(.get, Route.health)
    #expect(health.status == 200)
    #expect(health.body == Data(#"{"status":"ok"}"#.utf8))
    #expect(health.headers[.contentType] == "application/json")
    #expect(health.headers[.cacheControl] == "no-store")
    #expect(try await server.send(.get, "/v1/ready").body == Data(#"{"status":"ready"}"#.utf8))
  }

  @Test("an unknown route and an unknown method are problems, not the library's own answers")
  func unknownRoutes() async throws {
    let server = try TestServer()
    for (method, path) in [
      (HTTPRequest.Method.get, "/"), (.get, "/v1/nothing"), (.delete, Route.rounds),
      (.get, "/v1/rounds/a/nothing"), (.post, "/metrics"),
    ] {
      let answer = try await server.send(method, path)
      #expect(answer.status == 404, "\(path)")
      #expect(try answer.problem().type == .notFound)
    }
  }

  @Test("the answer to HEAD has no body")
  func head() async throws {
    let server = try TestServer()
    let answer = try await server.send(.head, Route.health)
    #expect(answer.body.isEmpty)
    #expect(answer.headers[.contentType] == "application/problem+json")
  }

  @Test("a request without a good token is 401 and names the scheme")
  func authorisation() async throws {
    let server = try TestServer()
    for token in [nil, "", "ABCDEF", "!"] {
      let answer = try await server.send(.get, Route.rounds, token: token)
      #expect(answer.status == 401)
      #expect(answer.headers[.wwwAuthenticate] == "Bearer")
      #expect(try answer.problem().type == .notAuthorised)
    }
    let token = try await server.register("kim")
    #expect(try await server.send(.get, Route.rounds, token: token).status == 200)
  }

  @Test("more requests of one kind than the limit are 429 and may be sent again")
  func limits() async throws {
    var limits = ServerLimits()
    limits.enrolmentsPerSecond = 0
    let answer = try await TestServer(limits: limits).send(.post, "/v1/rounds/one/enrolments")
    #expect(answer.status == 429)
    #expect(answer.headers[.retryAfter] == "1")
    #expect(try answer.problem().type == .tooMany)
  }

  @Test("a registration needs an unused link, a usable name and the key's own signature")
  func registration() async throws {
    let server = try TestServer()
    let link = Data(repeating: 1, count: 32)
    let unknown = try await server.send(
      .post,
      Route.coordinators,
      json: try server.registration("kim", link: link)
    )
    #expect(unknown.status == 404)
    var forged = try server.registration("kim", link: link)
    forged.name = "lee"
    let other = try await server.send(.post, Route.coordinators, json: forged)
    #expect(other.status == 400)
    #expect(try other.problem().type == .badSignature)
    for name in ["", "paneld", "operator", "two\nlines", String(repeating: "a", count: 65)] {
      let answer = try await server.send(
        .post,
        Route.coordinators,
        json: try server.registration(name, link: link)
      )
      #expect(try answer.problem().type == .malformed, "\(name)")
    }
    _ = try await server.register("kim")
    try server.registry.addJoinLink(tokenHash: ContentHash.sha256(link))
    var taken = try server.registration("lee", link: link)
    taken.name = "kim"
    taken.proof = try RegistrationProof.sign(link: link, name: "kim", with: TestServer.key("lee"))
    let conflict = try await server.send(.post, Route.coordinators, json: taken)
    #expect(conflict.status == 409)
    #expect(try conflict.problem().type == .conflict)
  }

  @Test("a body that is no JSON is malformed, one that is too long is refused with 413")
  func bodies() async throws {
    let server = try TestServer()
    let token = try await server.register("kim")
    let broken = try await server.send(.post, Route.rounds, token: token, body: Data("{".utf8))
    #expect(broken.status == 400)
    #expect(try broken.problem().type == .malformed)
    let long = try await server.send(
      .post,
      Route.rounds,
      token: token,
      body: Data(repeating: 0x20, count: 4_097)
    )
    #expect(long.status == 413)
    #expect(try long.problem().type == .tooLarge)
  }

  @Test("an auditor reads and changes nothing")
  func auditor() async throws {
    let server = try TestServer()
    let token = try await server.register("audit", role: .auditor)
    #expect(try await server.send(.get, Route.rounds, token: token).status == 200)
    let answer = try await server.send(
      .post,
      Route.rounds,
      token: token,
      json: RoundDraft(round: RoundID("one"))
    )
    #expect(answer.status == 403)
    #expect(try answer.problem().type == .notPermitted)
  }

  @Test("a token can be revoked by its holder and never by another coordinator")
  func revocation() async throws {
    let server = try TestServer()
    let (kim, lee) = (try await server.register("kim"), try await server.register("lee"))
    let foreign = try await server.send(
      .post,
      Route.revocations,
      token: kim,
      json: Revocation(name: "lee")
    )
    #expect(foreign.status == 403)
    let unknown = try await server.send(
      .post,
      Route.revocations,
      token: kim,
      json: Revocation(name: "nobody")
    )
    #expect(unknown.status == 404)
    let own = try await server.send(
      .post,
      Route.revocations,
      token: lee,
      json: Revocation(name: "lee")
    )
    #expect(own.status == 200)
    #expect(try own.json(Holders.self).holders.map(\.name) == ["kim", "lee"])
    #expect(try await server.send(.get, Route.holders, token: lee).status == 401)
  }

  @Test("the counts of metrics name only routes that the server has")
  func metrics() throws {
    let server = try TestServer()
    let routes = Set(server.router.routes.map { "\($0.method.rawValue) \($0.path)" })
    #expect(ServerMetrics.counted.subtracting(routes) == [])
  }
}
