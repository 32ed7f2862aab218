import Crypto
import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// How coordinators and auditors get in, who they are, and how a token ends.
struct HolderRoutes<Context: RequestContext>: Sendable {
  let rounds: Rounds
  let registry: Registry
  private var authenticator: TokenAuthenticator { TokenAuthenticator(registry: registry) }

  func add(to router: Router<Context>) {
    router.post(RouterPath(Route.coordinators), use: register)
    router.get(RouterPath(Route.holders), use: list)
    router.post(RouterPath(Route.holders), use: link)
    router.post(RouterPath(Route.revocations), use: revoke)
  }

  @Sendable func register(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
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
        "the registration is not signed by the key that is registered",
        fix: "use a panel of the same version"
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
          "this link is unknown, too old, or was used already",
          fix: "ask the operator for another: paneld link --data DIR"
        )
      case .conflict:
        throw ProblemReport(
          .conflict,
          "this name or this key is registered, for somebody else or for another role",
          fix: "choose another name with --name; for another role set PANEL_HOME to another folder"
        )
      default: throw error
      }
    }
    return try JSONReply.make(CoordinatorToken(token: CrockfordBase32.encode(token), role: role))
  }

  @Sendable func list(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    _ = try authenticator.coordinator(of: request)
    return try JSONReply.make(Holders(holders: try registry.holders().map(Holder.init)))
  }

  /// A link for an auditor, made by the coordinator of the round.
  @Sendable func link(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let link = try await request.decode(AuditorLink.self, upTo: 4_096)
    guard link.linkHash.count == 32 else {
      throw ProblemReport(
        .malformed,
        "the hash of a link has 32 bytes",
        fix: "use a panel of the same version"
      )
    }
    try await rounds.requireOwner(coordinator, of: try await rounds.round(link.round))
    try registry.addJoinLink(
      tokenHash: link.linkHash,
      role: .auditor,
      round: link.round,
      expires: rounds.now().advanced(by: 14 * 86_400),
      by: coordinator.name,
      at: rounds.now()
    )
    return try JSONReply.make(Holders(holders: []), status: .created)
  }

  /// Ends an auditor's token or one's own; those of other coordinators are the operator's to end.
  @Sendable func revoke(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let coordinator = try authenticator.coordinator(of: request)
    let revocation = try await request.decode(Revocation.self, upTo: 4_096)
    guard let holder = try registry.holders().first(where: { $0.name == revocation.name }) else {
      throw ProblemReport(
        .notFound,
        "nobody of this name has joined",
        fix: "see who has: panel coordinator access"
      )
    }
    // Nor may a coordinator shut out an auditor whom the operator has let in.
    let isOfCoordinators = holder.role == .auditor && holder.roundsByOperator == []
    guard isOfCoordinators || holder.name == coordinator.name else {
      throw ProblemReport(
        .notPermitted,
        "this token is the operator's to end",
        fix: "ask the operator: paneld access --data DIR --revoke NAME"
      )
    }
    try registry.revoke(holder.name, by: coordinator.name, at: rounds.now())
    return try JSONReply.make(Holders(holders: try registry.holders().map(Holder.init)))
  }
}
