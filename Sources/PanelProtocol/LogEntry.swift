public import Foundation
public import PanelCore

/// One entry of the coordinator log: who did what, and what it changes.
///
/// Entries are stored and signed as bytes; this is what their JSON says. No event of an evaluator
/// ever stands in the log.
public struct LogEntry: Codable, Hashable, Sendable {
  /// What was done.
  public enum Action: String, Codable, CaseIterable, Sendable {
    /// The manifest was fixed.
    case sealed
    /// The list of invitations was set.
    case invited
    /// A phase was opened, by hand.
    case opened
    /// A phase was closed, by hand.
    case closed
    /// The server fixed the issuance list and destroyed the issuer key.
    case keyDestroyed
    /// The server fixed the tree head of the submissions.
    case treeFixed
  }

  /// What was done.
  public var action: Action
  /// The coordinator's name, or `paneld` for what the server does when it is due.
  public var actor: String
  /// When, by the actor's clock.
  public var at: Timestamp
  /// The phase that was opened or closed.
  public var phase: Phase?
  /// The manifest's hash, hex, with `sealed`.
  public var manifest: String?
  /// How many invitations, credentials or submissions.
  public var count: Int?
  /// The root of the list, hex.
  public var root: String?

  /// The actor's name for the server, which signs with the receipt key.
  public static let server = "paneld"

  /// Puts an entry together.
  public init(
    _ action: Action,
    actor: String,
    at: Timestamp,
    phase: Phase? = nil,
    manifest: String? = nil,
    count: Int? = nil,
    root: String? = nil
  ) {
    self.action = action
    self.actor = actor
    self.at = at
    self.phase = phase
    self.manifest = manifest
    self.count = count
    self.root = root
  }

  /// Reads an entry from its bytes.
  public init(bytes: Data) throws {
    self = try JSONDecoder().decode(LogEntry.self, from: bytes)
  }

  /// The bytes to sign and store.
  public func bytes() throws -> Data { try CanonicalJSON.encode(self) }
}
