import Foundation
import HTTPTypes
import Hummingbird
import PanelProtocol
import PanelStore

/// Finds the coordinator behind a bearer token; only hashes of tokens are stored.
struct CoordinatorAuthenticator: Sendable {
  let registry: Registry

  func coordinator(of request: Hummingbird.Request) throws -> StoredCoordinator {
    guard let header = request.headers[.authorization], header.hasPrefix("Bearer "),
      let token = try? CrockfordBase32.decode(String(header.dropFirst(7))),
      let coordinator = try registry.coordinator(tokenHash: ContentHash.sha256(token))
    else {
      throw ProblemReport(
        .notAuthorised,
        "this needs a coordinator's token",
        fix: "run panel coordinator join first"
      )
    }
    return coordinator
  }
}
