public import Foundation
public import PanelCore

/// One line of `GET /v1/holders`: a person with a token, and its role.
public struct Holder: Codable, Hashable, Sendable {
  /// The name that logs carry.
  public var name: String
  /// The role that the token gives.
  public var role: Role
  /// The rounds that it permits; absent if it is bound to none.
  public var rounds: [RoundID]?
  /// Whether it has been revoked.
  public var isRevoked: Bool
  /// The holder's public key, 32 bytes; servers of earlier versions do not send it.
  public var key: Data?

  private enum CodingKeys: String, CodingKey {
    case name, role, rounds, key
    case isRevoked = "revoked"
  }

  /// Creates a line.
  public init(name: String, role: Role, rounds: [RoundID]?, isRevoked: Bool, key: Data?) {
    self.name = name
    self.role = role
    self.rounds = rounds
    self.isRevoked = isRevoked
    self.key = key
  }
}

/// `GET /v1/holders`.
public struct Holders: Codable, Sendable {
  /// All who have ever joined, by name.
  public var holders: [Holder]

  /// Wraps the lines.
  public init(holders: [Holder]) { self.holders = holders }
}

/// `POST /v1/holders`: a link by which one auditor of a round may join.
public struct AuditorLink: Codable, Sendable {
  /// SHA-256 of the link's secret, which stays with its maker.
  public var linkHash: Data
  /// The round that the auditor may read.
  public var round: RoundID

  /// Creates a link.
  public init(linkHash: Data, round: RoundID) {
    self.linkHash = linkHash
    self.round = round
  }
}

/// `POST /v1/holders/revocations`.
public struct Revocation: Codable, Sendable {
  /// The holder whose token is revoked.
  public var name: String

  /// Names a holder.
  public init(name: String) { self.name = name }
}

/// `GET /v1/rounds`: the rounds that a token may see.
public struct RoundList: Codable, Sendable {
  /// One line for each round, by name.
  public var rounds: [RoundStatus]

  /// Wraps the lines.
  public init(rounds: [RoundStatus]) { self.rounds = rounds }
}
