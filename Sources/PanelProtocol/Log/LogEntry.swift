public import Foundation
public import PanelCore

/// One entry of the coordinator log: who did what, and what it changes.
///
/// Entries are stored and signed as bytes; this is what their JSON says. The log never records
/// anything that an evaluator does.
public struct LogEntry: Codable, Hashable, Sendable {
  /// What was done.
  public enum Action: String, Codable, CaseIterable, Sendable {
    /// The manifest was fixed.
    case sealed
    /// The list of invitations was set.
    case invited
    /// The list of invitations was replaced; unused codes became invalid.
    case replaced
    /// The end of a phase was moved.
    case extended
    /// A phase was opened.
    case opened
    /// A phase was closed.
    case closed
    /// The server fixed the issuance list and destroyed the issuer key.
    case keyDestroyed
    /// The server fixed the tree head of the submissions.
    case treeFixed
    /// A submission proved by its receipt was put back, which gives a new tree head.
    case reinstated
    /// The commitment to the codes was opened: it is now public which code is which team.
    case codesOpened
    /// A release was made.
    case released
    /// A submission was excluded from an exploratory result; the official score counts all.
    case excluded
    /// The coordinator approved an export although a check of the release gate fails.
    case waived
    /// The link of a confidential round was opened for one person.
    case linkOpened
    /// The scores became public.
    case published
    /// The coordinator declared ties to teams, and so sees no rating before publication.
    case conflicted
    /// The round was archived.
    case archived
    /// The coordinator ordered the destruction of the persons' data and ratings on the server.
    case destroyed
    /// The server destroyed them.
    case erased
    /// The round was cancelled.
    case voided
  }

  /// What was done.
  public var action: Action
  /// The coordinator's name, or `paneld` for what the server does by itself.
  public var actor: String
  /// When, by the actor's clock.
  public var at: Timestamp
  /// The phase that was opened, closed or extended.
  public var phase: Phase?
  /// The new end, with `extended`.
  public var until: Timestamp?
  /// The manifest's hash, hex, with `sealed`.
  public var manifest: String?
  /// How many invitations, credentials or submissions.
  public var count: Int?
  /// The root of the list, hex.
  public var root: String?
  /// The root before, hex, with `reinstated`.
  public var previousRoot: String?
  /// The reason, with `voided`, `excluded`, `waived` and `linkOpened`.
  public var reason: String?
  /// The row of the release, with `excluded`.
  public var rater: String?
  /// The tier of the export, with `waived`.
  public var tier: String?
  /// The check of the release gate, with `waived`.
  public var check: String?
  /// The digest of the findings of the check, hex, with `waived`: only these are approved.
  public var findings: String?
  /// The invitation's identifier, hex, with `linkOpened`.
  public var invitation: String?
  /// The two custodians' signatures in the order of the manifest, with `linkOpened`.
  public var approvals: [Data]?
  /// The bytes of the table, with `codesOpened`.
  public var codes: Data?
  /// The salt of the table, with `codesOpened`.
  public var salt: Data?
  /// SHA-256 of `units.jsonl`, hex, with `released`.
  public var units: String?
  /// SHA-256 of `scores.json`, hex, with `released`.
  public var scores: String?
  /// The hash of the entry before, hex, with `published`.
  public var head: String?
  /// The teams, or codes where no teams are named, with `conflicted`.
  public var teams: [String]?

  /// The actor's name for the server, which signs with the receipt key.
  public static let server = "paneld"
  /// The server's reason for voiding a round.
  public static let belowMinimumPanel = "belowMinimumPanel"

  /// Makes an entry; members that only some actions have are set afterwards.
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

  /// Reads an entry from exactly the bytes that `bytes()` writes.
  public init(bytes: Data) throws {
    self = try JSONDecoder().decode(LogEntry.self, from: bytes)
    guard try self.bytes() == bytes else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "the entry is not canonical JSON")
      )
    }
  }

  /// The bytes to sign and store.
  public func bytes() throws -> Data { try CanonicalJSON.encode(self) }
}
