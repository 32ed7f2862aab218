import Foundation
import HTTPTypes
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// Finds the holder of a bearer token; only hashes of tokens are stored.
struct TokenAuthenticator: Sendable {
  let registry: Registry

  /// The coordinator or auditor who sends a request.
  func holder(of request: Request) throws -> StoredHolder {
    guard let header = request.headers[.authorization],
      header.prefix(7).lowercased() == "bearer ",
      let token = try? CrockfordBase32.decode(String(header.dropFirst(7))),
      let holder = try registry.holder(tokenHash: ContentHash.sha256(token))
    else {
      throw ProblemReport(
        .notAuthorised,
        "this needs the token of a coordinator or an auditor",
        fix: "run panel coordinator join; if you did, your token was revoked: ask for a new link"
      )
    }
    return holder
  }

  /// The coordinator who sends a request; refuses auditors, who may change nothing.
  func coordinator(of request: Request) throws -> StoredHolder {
    let holder = try holder(of: request)
    guard holder.role == .coordinator else {
      throw ProblemReport(
        .notPermitted,
        "an auditor reads log, counts and releases, and changes nothing",
        fix: "leave it to the coordinator of the round"
      )
    }
    return holder
  }
}
