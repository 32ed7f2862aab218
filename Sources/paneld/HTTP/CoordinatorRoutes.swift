import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// What a coordinator does with rounds: create, seal, invite, change the phase, read counts and
/// ratings.
struct CoordinatorRoutes: Sendable {
  let rounds: Rounds
  let holders: TokenAuthenticator

  var routes: RouteCollection<Server.Context> {
    let routes = RouteCollection(context: Server.Context.self)
    routes.json(.post, RouterPath(Route.rounds)) { request, _ in
      let coordinator = try holders.coordinator(of: request)
      let draft = try await request.decode(RoundDraft.self, upTo: 4_096)
      return try await rounds.create(draft.round, by: coordinator)
    }
    routes.json(.put, .manifest) { request, context in
      try await change(request, context, Sealing.self, upTo: 4_194_304) { round, sealing, holder in
        try await round.seal(sealing, by: holder)
      }
    }
    routes.json(.post, .invitations) { request, context in
      try await change(request, context, InvitationsUpload.self, upTo: 16_777_216) {
        try await $0.setInvitations($1, by: $2)
      }
    }
    routes.json(.post, .log) { request, context in
      try await change(request, context, LogUpload.self, upTo: 65_536) {
        try await $0.take($1.line, by: $2)
      }
    }
    routes.json(.get, .invitations) { try await owned($0, $1).invitations() }
    routes.json(.get, .declarations) { try await owned($0, $1).declarations() }
    routes.json(.get, .escrow) { try await owned($0, $1).sealedLinks() }
    routes.json(.get, .submissions) { request, context in
      let (round, holder) = try await readable(request, context)
      return try await round.bodies(for: holder)
    }
    routes.add(middleware: EntityTagMiddleware())
    routes.json(.get, RouterPath(Route.rounds), use: list)
    routes.json(.get, .progress) { try await readable($0, $1).round.progress() }
    return routes
  }

  private func list(_ request: Request, _ context: Server.Context) async throws -> RoundList {
    let holder = try holders.holder(of: request)
    var list: [RoundStatus] = []
    for stored in try rounds.registry.rounds() where holder.mayRead(stored) {
      list.append(try await rounds.round(stored.round).status())
    }
    return RoundList(rounds: list)
  }

  /// Applies a coordinator's message to the round of the path and answers with its status.
  private func change<Message: Decodable & Sendable>(
    _ request: Request,
    _ context: Server.Context,
    _ type: Message.Type,
    upTo bytes: Int,
    _ apply: (Round, Message, StoredHolder) async throws -> Void
  ) async throws -> RoundStatus {
    let coordinator = try holders.coordinator(of: request)
    let message = try await request.decode(type, upTo: bytes)
    let round = try await rounds.round(of: context)
    try await apply(round, message, coordinator)
    return try await round.status()
  }

  /// The round of the path, if the token is its coordinator's or an auditor's of it.
  private func readable(
    _ request: Request,
    _ context: Server.Context
  ) async throws
    -> (round: Round, holder: StoredHolder)
  {
    let holder = try holders.holder(of: request)
    let round = try await rounds.round(of: context)
    guard holder.mayRead(try await round.stored()) else {
      throw ProblemReport(
        .notPermitted,
        "your token does not permit reading the round '\(round.id)'",
        fix: "see which it permits: panel round list"
      )
    }
    return (round, holder)
  }

  /// The round of the path, if the token is its coordinator's.
  private func owned(_ request: Request, _ context: Server.Context) async throws -> Round {
    let coordinator = try holders.coordinator(of: request)
    let round = try await rounds.round(of: context)
    try await round.requireOwner(coordinator, of: try await round.stored())
    return round
  }
}
