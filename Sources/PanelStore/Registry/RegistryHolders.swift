public import Foundation
import GRDB
public import PanelCore

/// A person who holds a token, as the server knows them.
public struct StoredHolder: Hashable, Sendable {
  /// The name that logs carry.
  public var name: String
  /// The holder's Ed25519 public key, 32 bytes.
  public var key: Data
  /// The role that the token gives.
  public var role: Role
  /// Whether the token has been revoked.
  public var isRevoked: Bool
  /// The rounds that an auditor may read; `nil` means every round.
  public var rounds: Set<RoundID>?
  /// Those of `rounds` for which the operator, and no coordinator, made the auditor's link; `nil`
  /// means every round.
  public var roundsByOperator: Set<RoundID>?

  /// Whether the token permits reading a round.
  public func reaches(_ round: RoundID) -> Bool { rounds?.contains(round) ?? true }

  /// Whether the holder may read a round without owing that to its coordinator.
  public func isIndependent(in round: RoundID) -> Bool {
    reaches(round) && roundsByOperator?.contains(round) ?? true
  }
}

/// One line of the record of links, joinings and revocations.
public struct StoredHolderEvent: Hashable, Sendable {
  /// What was done.
  public enum Action: String, Sendable {
    /// A link was made.
    case linked
    /// Somebody joined by a link.
    case joined
    /// A token was revoked.
    case revoked
  }

  /// When it was done.
  public var at: Timestamp
  /// Who did it: a holder's name, or `operator`.
  public var actor: String
  /// What was done.
  public var action: Action
  /// Whom or what it concerned: a holder's name, or the role that a link gives.
  public var subject: String

  /// The actor's name for what is done on the server's machine.
  public static let `operator` = "operator"
}

// Coordinators and auditors: the links by which they join, and their tokens.
extension Registry {
  /// Stands for all rounds, since no round has this name.
  private static let everyRound = "*"

  /// Stores the hash of a link by which one person may join.
  ///
  /// A link for an auditor may be bound to one round.
  public func addJoinLink(
    tokenHash: Data,
    role: Role = .coordinator,
    round: RoundID? = nil,
    expires: Timestamp? = nil,
    by actor: String = StoredHolderEvent.operator,
    at now: Timestamp = Timestamp(seconds: 0)
  ) throws(StoreError) {
    try file.write { db in
      // A request that was carried out before a crash may arrive again.
      try db.execute(
        sql: """
          INSERT INTO joinLink (tokenHash, role, round, expires, actor) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (tokenHash) DO NOTHING
          """,
        arguments: [tokenHash, role.rawValue, round?.rawValue, expires?.description, actor]
      )
      guard db.changesCount == 1 else { return }
      try Registry.note(.linked, role.rawValue, by: actor, at: now, in: db)
    }
  }

  /// Registers a person by an unused link and returns the role that the link gives.
  ///
  /// A person who returns with the same name and key gets the new token. Throws `notFound` if the
  /// link is unknown, used or expired, `conflict` if the name or the key belongs to another person
  /// or has another role.
  @discardableResult
  public func register(
    linkHash: Data,
    name: String,
    key: Data,
    tokenHash: Data,
    at now: Timestamp
  ) throws(StoreError) -> Role {
    try file.write { db in
      guard
        let link = try GRDB.Row.fetchOne(
          db,
          sql: "SELECT * FROM joinLink WHERE tokenHash = ? AND usedBy IS NULL",
          arguments: [linkHash]
        ), let role = Role(rawValue: link["role"]),
        (link["expires"] as String?).flatMap({ Timestamp($0) }).map({ now <= $0 }) ?? true
      else { throw StoreError.notFound }
      let known = try GRDB.Row.fetchAll(
        db,
        sql: "SELECT name, key, role FROM holder WHERE name = ? OR key = ?",
        arguments: [name, key]
      )
      if known.isEmpty {
        try db.execute(
          sql: "INSERT INTO holder (name, key, role, tokenHash) VALUES (?, ?, ?, ?)",
          arguments: [name, key, role.rawValue, tokenHash]
        )
      } else {
        // The same person with a fresh link lost the token, or the answer that carried it.
        let isSame =
          known.count == 1 && known[0]["name"] == name && known[0]["key"] == key
          && known[0]["role"] == role.rawValue
        guard isSame else { throw StoreError.conflict }
        // A person whose token was revoked gets the rounds of the new link and none of the old
        // ones.
        try db.execute(
          sql: """
            DELETE FROM holderRound
            WHERE holder IN (SELECT name FROM holder WHERE name = ? AND revoked = 1)
            """,
          arguments: [name]
        )
        try db.execute(
          sql: "UPDATE holder SET tokenHash = ?, revoked = 0 WHERE name = ?",
          arguments: [tokenHash, name]
        )
      }
      if role == .auditor {
        try db.execute(
          sql: """
            INSERT INTO holderRound (holder, round, actor) VALUES (?1, ?2, ?3)
            ON CONFLICT (holder, round) DO UPDATE SET actor = ?3 WHERE ?3 = ?4
            """,
          arguments: [
            name, link["round"] as String? ?? Registry.everyRound, link["actor"] as String,
            StoredHolderEvent.operator,
          ]
        )
      }
      try db.execute(
        sql: "UPDATE joinLink SET usedBy = ? WHERE tokenHash = ?",
        arguments: [name, linkHash]
      )
      try Registry.note(.joined, name, by: name, at: now, in: db)
      return role
    }
  }

  /// Revokes a token for good; only a new link gives another.
  ///
  /// Throws `notFound` if nobody has the name. Revoking it again changes nothing.
  public func revoke(
    _ name: String,
    by actor: String,
    at now: Timestamp
  ) throws(StoreError) {
    try file.write { db in
      let known =
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM holder WHERE name = ?",
          arguments: [name]
        ) ?? 0
      guard known == 1 else { throw StoreError.notFound }
      try db.execute(
        sql: "UPDATE holder SET revoked = 1 WHERE name = ? AND revoked = 0",
        arguments: [name]
      )
      guard db.changesCount == 1 else { return }
      try Registry.note(.revoked, name, by: actor, at: now, in: db)
    }
  }

  /// The holder of the token with that hash, unless it was revoked.
  public func holder(tokenHash: Data) throws(StoreError) -> StoredHolder? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT * FROM holder WHERE tokenHash = ? AND revoked = 0",
        arguments: [tokenHash]
      ).map { try Registry.holder(from: $0, in: db) }
    }
  }

  /// All who have ever joined, by name.
  public func holders() throws(StoreError) -> [StoredHolder] {
    try file.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT * FROM holder ORDER BY name")
        .map { try Registry.holder(from: $0, in: db) }
    }
  }

  /// All links, joinings and revocations, in order.
  public func holderEvents() throws(StoreError) -> [StoredHolderEvent] {
    try file.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT * FROM holderEvent ORDER BY position")
        .compactMap { row in
          guard let at = Timestamp(row["at"] as String),
            let action = StoredHolderEvent.Action(rawValue: row["action"])
          else { return nil }
          return StoredHolderEvent(
            at: at,
            actor: row["actor"],
            action: action,
            subject: row["subject"]
          )
        }
    }
  }

  private static func note(
    _ action: StoredHolderEvent.Action,
    _ subject: String,
    by actor: String,
    at now: Timestamp,
    in db: GRDB.Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO holderEvent (position, at, actor, action, subject)
        SELECT count(*), ?, ?, ?, ? FROM holderEvent
        """,
      arguments: [now.description, actor, action.rawValue, subject]
    )
  }

  private static func holder(
    from row: GRDB.Row,
    in db: GRDB.Database
  ) throws -> StoredHolder {
    let rows = try GRDB.Row.fetchAll(
      db,
      sql: "SELECT round, actor FROM holderRound WHERE holder = ?",
      arguments: [row["name"] as String]
    )
    let role = Role(rawValue: row["role"]) ?? .auditor
    func rounds(_ isMeant: (GRDB.Row) -> Bool) -> Set<RoundID>? {
      let names = rows.filter(isMeant).map { $0["round"] as String }
      return role == .auditor && !names.contains(everyRound) ? Set(names.map { RoundID($0) }) : nil
    }
    return StoredHolder(
      name: row["name"],
      key: row["key"],
      role: role,
      isRevoked: row["revoked"],
      rounds: rounds { _ in true },
      roundsByOperator: rounds { $0["actor"] == StoredHolderEvent.operator }
    )
  }
}
