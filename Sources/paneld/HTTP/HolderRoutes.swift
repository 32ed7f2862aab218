import Crypto
import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// How coordinators and auditors join, who they are, and how their tokens end.
struct HolderRoutes: Sendable {
  let rounds: Rounds
  let holders: TokenAuthenticator
  private var registry: Registry { rounds.registry }

  var routes: RouteCollection<Server.Context> {
    let routes = RouteCollection(context: Server.Context.self)
    routes.json(.post, RouterPath(Route.coordinators), use: register)
    routes.json(.get, RouterPath(Route.holders)) { request, _ in
      _ = try holders.coordinator(of: request)
      return try all()
    }
    routes.post(RouterPath(Route.holders), use: link)
    routes.json(.post, RouterPath(Route.revocations), use: revoke)
    return routes
  }

  /// All who have ever joined.
  private func all() throws -> Holders {
    Holders(holders: try registry.holders().map(Holder.init))
  }

  private func register(
    _ request: Request,
    _ context: Server.Context
  ) async throws
    -> CoordinatorToken
  {
    let registration = try await request.decode(CoordinatorRegistration.self, upTo: 4_096)
    let reserved = [LogEntry.server, StoredHolderEvent.operator]
    guard registration.key.count == 32, !registration.name.isEmpty,
      registration.name.count <= 64, PlainLine.isPlain(registration.name),
      !reserved.contains(registration.name)
    else {
      throw ProblemReport(
        .malformed,
        "the name or the key cannot be used",
        fix: "use a name of 1 to 64 characters on one line, other than: "
          + reserved.joined(separator: ", ")
      )
    }
    guard
      RegistrationProof.isValid(
        registration.proof,
        link: registration.link,
        name: registration.name,
        by: registration.key
      )
    else {
      throw ProblemReport(
        .badSignature,
        "the registration is not signed by the key that it registers",
        fix: "use a version of panel that fits this server"
      )
    }
    let token = Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    let role: Role
    do throws(StoreError) {
      role = try registry.register(
        linkHash: ContentHash.sha256(registration.link),
        name: registration.name,
        key: registration.key,
        tokenHash: ContentHash.sha256(token),
        at: rounds.now()
      )
    } catch {
      switch error {
      case .notFound:
        throw ProblemReport(
          .notFound,
          "this link is unknown, has expired, or was used already",
          fix: "ask the operator for another one: paneld link --data DIR"
        )
      case .conflict:
        throw ProblemReport(
          .conflict,
          "this name or this key is already registered, for another person or another role",
          fix: "choose another name with --name; for another role set PANEL_HOME to another folder"
        )
      default: throw error
      }
    }
    return CoordinatorToken(token: CrockfordBase32.encode(token), role: role)
  }

  /// Registers a link for an auditor, which the coordinator of the round has made.
  private func link(_ request: Request, _ context: Server.Context) async throws -> JSON<Holders> {
    let coordinator = try holders.coordinator(of: request)
    let link = try await request.decode(AuditorLink.self, upTo: 4_096)
    guard link.linkHash.count == 32 else {
      throw ProblemReport.otherVersion("the hash of a link has 32 bytes")
    }
    let round = try await rounds.round(link.round)
    try await round.requireOwner(coordinator, of: try await round.stored())
    try registry.addJoinLink(
      tokenHash: link.linkHash,
      role: .auditor,
      round: link.round,
      expires: rounds.now().advanced(by: 14 * 86_400),
      by: coordinator.name,
      at: rounds.now()
    )
    return JSON(message: Holders(holders: []), status: .created)
  }

  /// Ends an auditor's token or the coordinator's own; only the operator ends those of other
  /// coordinators.
  private func revoke(_ request: Request, _ context: Server.Context) async throws -> Holders {
    let coordinator = try holders.coordinator(of: request)
    let revocation = try await request.decode(Revocation.self, upTo: 4_096)
    guard let holder = try registry.holders().first(where: { $0.name == revocation.name }) else {
      throw ProblemReport(
        .notFound,
        "no coordinator or auditor of this name has joined",
        fix: "see who has: panel coordinator access"
      )
    }
    // Nor may a coordinator end the token of an auditor whom the operator has let in.
    let isOfCoordinators = holder.role == .auditor && holder.roundsByOperator == []
    guard isOfCoordinators || holder.name == coordinator.name else {
      throw ProblemReport(
        .notPermitted,
        "only the operator can end this token",
        fix: "ask the operator: paneld access --data DIR --revoke NAME"
      )
    }
    try registry.revoke(holder.name, by: coordinator.name, at: rounds.now())
    return try all()
  }
}
