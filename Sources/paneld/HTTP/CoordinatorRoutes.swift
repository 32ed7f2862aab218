import Crypto
import Foundation
import Hummingbird
import NIOCore
import NIOFoundationCompat
import PanelCore
import PanelProtocol
import PanelStore

/// What a coordinator does: register, make rounds, seal, invite, move on, look at counts.
struct CoordinatorRoutes<Context: RequestContext>: Sendable {
  let rounds: Rounds
  let registry: Registry
  var authenticator: TokenAuthenticator { TokenAuthenticator(registry: registry) }

  func add(to router: Router<Context>) {
    router.post(RouterPath(Route.rounds), use: create)
    router.get(RouterPath(Route.rounds), use: list)
    router.put(RoundPath.template(.manifest), use: seal)
    router.post(RoundPath.template(.invitations), use: invite)
    router.get(RoundPath.template(.invitations), use: invitations)
    router.post(RoundPath.template(.log), use: move)
    router.get(RoundPath.template(.progress), use: progress)
    router.get(RoundPath.template(.submissions), use: submissions)
    router.get(RoundPath.template(.declarations), use: declarations)
    router.get(RoundPath.template(.escrow), use: escrow)
  }

  @Sendable func create(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let draft = try await request.decode(RoundDraft.self, upTo: 4_096)
    return try JSONReply.make(try await rounds.create(draft.round, by: coordinator))
  }

  @Sendable func list(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let holder = try authenticator.holder(of: request)
    let own = try registry.rounds().filter { Rounds.mayRead(holder, $0) }
    var rounds: [RoundStatus] = []
    for round in own { rounds.append(try await self.rounds.status(of: round.round)) }
    return try JSONReply.make(RoundList(rounds: rounds), answering: request)
  }

  @Sendable func seal(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let round = try RoundPath.round(context)
    let sealing = try await request.decode(Sealing.self, upTo: 4_194_304)
    try await rounds.seal(round, sealing, by: coordinator)
    return try await status(of: round)
  }

  @Sendable func invite(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let round = try RoundPath.round(context)
    let upload = try await request.decode(InvitationsUpload.self, upTo: 16_777_216)
    try await rounds.setInvitations(upload, of: round, by: coordinator)
    return try await status(of: round)
  }

  @Sendable func invitations(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try await ownRound(request, context)
    return try JSONReply.make(try await rounds.invitations(of: round))
  }

  @Sendable func move(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let round = try RoundPath.round(context)
    let upload = try await request.decode(LogUpload.self, upTo: 65_536)
    try await rounds.take(upload.line, in: round, by: coordinator)
    return try await status(of: round)
  }

  @Sendable func progress(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let (_, round) = try await readRound(request, context)
    return try JSONReply.make(try await rounds.progress(of: round), answering: request)
  }

  @Sendable func submissions(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let (holder, id) = try await readRound(request, context)
    try await rounds.requireRatings(of: id, for: holder)
    let all = try await rounds.writer(id).all()
    return try JSONReply.make(SubmissionBodies(bodies: all.map(\.body)))
  }

  @Sendable func declarations(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let id = try await ownRound(request, context)
    return try JSONReply.make(try await rounds.declarations(of: id))
  }

  @Sendable func escrow(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let id = try await ownRound(request, context)
    let phase = try await rounds.round(id).phase
    try await rounds.requireNoConflict(of: id)
    guard phase >= .closed, phase != .void else {
      throw ProblemReport(
        .wrongPhase,
        "links can be opened after closing; the round is \(phase)",
        fix: phase == .void ? "no link of a round that was given up is opened" : "wait for closing"
      )
    }
    return try JSONReply.make(
      SealedLinks(
        links: try registry.sealedLinks(of: id).map {
          SealedLink(invitation: $0.identifier, sealed: $0.sealed)
        }
      )
    )
  }

  /// A round that the holder of the token may read, as its coordinator or as an auditor.
  private func readRound(
    _ request: Hummingbird.Request,
    _ context: Context
  ) async throws -> (StoredHolder, RoundID) {
    let holder = try authenticator.holder(of: request)
    let round = try RoundPath.round(context)
    let stored = try await rounds.round(round)
    guard Rounds.mayRead(holder, stored) else {
      throw ProblemReport(
        .notPermitted,
        "your token does not reach the round '\(round)'",
        fix: "see which it reaches: panel round list"
      )
    }
    return (holder, round)
  }

  private func ownRound(_ request: Hummingbird.Request, _ context: Context) async throws -> RoundID
  {
    let coordinator = try authenticator.coordinator(of: request)
    let round = try RoundPath.round(context)
    try await rounds.requireOwner(coordinator, of: try await rounds.round(round))
    return round
  }

  private func status(of round: RoundID) async throws -> Hummingbird.Response {
    try JSONReply.make(try await rounds.status(of: round))
  }
}

/// The path of a round's part as the router writes it.
enum RoundPath {
  static func template(_ part: Route.Part) -> RouterPath {
    RouterPath("\(Route.rounds)/{round}/\(part.rawValue)")
  }

  static func round(_ context: some RequestContext) throws -> RoundID {
    RoundID(try context.parameters.require("round"))
  }
}

extension Hummingbird.Request {
  /// Reads a JSON body of bounded size.
  func decode<Value: Decodable>(_ type: Value.Type, upTo bytes: Int) async throws -> Value {
    let data = try await bodyData(upTo: bytes)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw ProblemReport(
        .malformed,
        "the request's body cannot be read",
        fix: "use a panel of the same version"
      )
    }
  }

  /// Reads a body of bounded size.
  func bodyData(upTo bytes: Int) async throws -> Data {
    do {
      return Data(buffer: try await body.collect(upTo: bytes))
    } catch let error as NIOTooManyBytesError {
      throw error
    } catch {
      // A connection that broke is nobody's fault and no line in a log.
      throw ProblemReport(.malformed, "the request broke off", fix: "send it again")
    }
  }
}
