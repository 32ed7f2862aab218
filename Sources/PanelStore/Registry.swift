public import Foundation
import GRDB
public import PanelCore

/// A coordinator as the server knows them.
public struct StoredCoordinator: Hashable, Sendable {
  /// The name the coordinator registered under.
  public var name: String
  /// The coordinator's Ed25519 public key, 32 bytes.
  public var key: Data
}

/// A round as the server knows it, apart from its files.
public struct StoredRound: Hashable, Sendable {
  /// The round.
  public var round: RoundID
  /// The name of the coordinator who made it.
  public var coordinator: String
  /// Where it stands.
  public var phase: Phase
  /// Whether enrolling is being ended: nothing more is issued, the key may be gone already.
  public var enrollingEnds: Bool
  /// The issuer's public key, as SPKI.
  public var issuerKey: Data
  /// The receipt key, 32 bytes.
  public var receiptKey: Data
  /// The hash of the sealed manifest.
  public var manifestHash: Data?
  /// The number of credentials that may be issued.
  public var seats: Int
}

/// One invitation as the server knows it: no name, only the coordinator's opaque reference.
public struct StoredInvitation: Hashable, Sendable {
  /// The identifier derived from the code, 16 bytes.
  public var identifier: Data
  /// The invitation's Ed25519 public key, 32 bytes.
  public var key: Data
  /// The coordinator's opaque reference.
  public var reference: String
  /// Whether it has been taken back.
  public var revoked: Bool

  /// Puts an invitation together.
  public init(identifier: Data, key: Data, reference: String, revoked: Bool = false) {
    self.identifier = identifier
    self.key = key
    self.reference = reference
    self.revoked = revoked
  }
}

/// One issued (or about to be issued) credential, on the side that knows the invitation.
public struct StoredEnrolment: Hashable, Sendable {
  /// The invitation's identifier, 16 bytes.
  public var identifier: Data
  /// The blinded message, 384 bytes.
  public var blinded: Data
  /// The invitation key's signature on it.
  public var proof: Data
  /// The declaration as it was signed.
  public var declaration: Data
  /// The invitation key's signature on the declaration.
  public var declarationSignature: Data
  /// The blind signature, once it has been made.
  public var blindSignature: Data?

  /// Puts an enrolment together.
  public init(
    identifier: Data,
    blinded: Data,
    proof: Data,
    declaration: Data,
    declarationSignature: Data,
    blindSignature: Data? = nil
  ) {
    self.identifier = identifier
    self.blinded = blinded
    self.proof = proof
    self.declaration = declaration
    self.declarationSignature = declarationSignature
    self.blindSignature = blindSignature
  }
}

/// One entry of a round's coordinator log.
public struct StoredLogEntry: Hashable, Sendable {
  /// The entry's bytes, as they were signed.
  public var entry: Data
  /// The actor's signature.
  public var signature: Data

  /// Pairs an entry with its signature.
  public init(entry: Data, signature: Data) {
    self.entry = entry
    self.signature = signature
  }
}

/// The identity side: coordinators, rounds, invitations, enrolments and the coordinator log.
///
/// Nothing of a submission ever comes here; no key, sequence or transaction is shared with
/// `SubmissionBox`.
public struct Registry: Sendable {
  private let file: SQLiteFile

  /// Opens or creates the file.
  public init(path: String) throws(StoreError) {
    file = try SQLiteFile(path: path, migrations: Migrations.registry)
  }

  // MARK: Coordinators

  /// Remembers the hash of a link by which one coordinator may join.
  public func addJoinLink(tokenHash: Data) throws(StoreError) {
    try file.write { db in
      try db.execute(sql: "INSERT INTO joinLink (tokenHash) VALUES (?)", arguments: [tokenHash])
    }
  }

  /// Registers a coordinator by an unused link.
  ///
  /// A coordinator who comes again with the same name and key gets the new token. Throws `notFound`
  /// when the link is unknown or used, `conflict` when the name or the key is another's.
  public func registerCoordinator(
    linkHash: Data,
    name: String,
    key: Data,
    tokenHash: Data
  ) throws(StoreError) {
    try file.write { db in
      let unused =
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM joinLink WHERE tokenHash = ? AND usedBy IS NULL",
          arguments: [linkHash]
        ) ?? 0
      guard unused == 1 else { throw StoreError.notFound }
      let known = try GRDB.Row.fetchAll(
        db,
        sql: "SELECT name, key FROM coordinator WHERE name = ? OR key = ?",
        arguments: [name, key]
      )
      if known.isEmpty {
        try db.execute(
          sql: "INSERT INTO coordinator (name, key, tokenHash) VALUES (?, ?, ?)",
          arguments: [name, key, tokenHash]
        )
      } else {
        // The same coordinator with a fresh link lost the token, or the answer that carried it.
        let isSame = known.count == 1 && known[0]["name"] == name && known[0]["key"] == key
        guard isSame else { throw StoreError.conflict }
        try db.execute(
          sql: "UPDATE coordinator SET tokenHash = ? WHERE name = ?",
          arguments: [tokenHash, name]
        )
      }
      try db.execute(
        sql: "UPDATE joinLink SET usedBy = ? WHERE tokenHash = ?",
        arguments: [name, linkHash]
      )
    }
  }

  /// The coordinator whose bearer token has that hash.
  public func coordinator(tokenHash: Data) throws(StoreError) -> StoredCoordinator? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT name, key FROM coordinator WHERE tokenHash = ?",
        arguments: [tokenHash]
      ).map { row in StoredCoordinator(name: row["name"], key: row["key"]) }
    }
  }

  /// The coordinator of that name.
  public func coordinator(name: String) throws(StoreError) -> StoredCoordinator? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT name, key FROM coordinator WHERE name = ?",
        arguments: [name]
      ).map { row in StoredCoordinator(name: row["name"], key: row["key"]) }
    }
  }

  // MARK: Rounds

  /// Adds a round in draft; throws `conflict` when its name or one of its keys is taken.
  ///
  /// An issuer key that was seen in another round is a double vote, hence the check.
  public func addRound(
    _ round: RoundID,
    coordinator: String,
    issuerKey: Data,
    receiptKey: Data
  ) throws(StoreError) {
    try file.write { db in
      let taken =
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM round WHERE name = ? OR issuerKey = ? OR receiptKey = ?",
          arguments: [round.rawValue, issuerKey, receiptKey]
        ) ?? 0
      guard taken == 0 else { throw StoreError.conflict }
      try db.execute(
        sql: """
          INSERT INTO round (name, coordinator, phase, issuerKey, receiptKey)
          VALUES (?, ?, 'draft', ?, ?)
          """,
        arguments: [round.rawValue, coordinator, issuerKey, receiptKey]
      )
    }
  }

  /// All rounds by name.
  public func rounds() throws(StoreError) -> [StoredRound] {
    try file.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT * FROM round ORDER BY name")
        .map(Registry.round(from:))
    }
  }

  /// The round of that name.
  public func round(_ round: RoundID) throws(StoreError) -> StoredRound? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT * FROM round WHERE name = ?",
        arguments: [round.rawValue]
      ).map(Registry.round(from:))
    }
  }

  /// Moves a round on and appends log entries, in one transaction.
  ///
  /// Throws `conflict` when the round is not in `from` or the log has moved past `position`.
  public func move(
    _ round: RoundID,
    from: Phase,
    to: Phase,
    enrollingEnds: Bool = false,
    manifest: (hash: Data, seats: Int)? = nil,
    log entries: [StoredLogEntry],
    at position: Int
  ) throws(StoreError) {
    try file.write { db in
      try db.execute(
        sql: """
          UPDATE round SET phase = ?1, enrollingEnds = ?2
          WHERE name = ?3 AND phase = ?4 AND (?2 = 0 OR enrollingEnds = 0)
          """,
        arguments: [to.rawValue, enrollingEnds ? 1 : 0, round.rawValue, from.rawValue]
      )
      guard db.changesCount == 1 else { throw StoreError.conflict }
      if let manifest {
        try db.execute(
          sql: "UPDATE round SET manifestHash = ?, seats = ? WHERE name = ?",
          arguments: [manifest.hash, manifest.seats, round.rawValue]
        )
      }
      try Registry.append(entries, to: round, at: position, in: db)
    }
  }

  private static func append(
    _ entries: [StoredLogEntry],
    to round: RoundID,
    at position: Int,
    in db: GRDB.Database
  ) throws {
    let length =
      try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM logEntry WHERE round = ?",
        arguments: [round.rawValue]
      ) ?? 0
    guard length == position else { throw StoreError.conflict }
    for (offset, line) in entries.enumerated() {
      try db.execute(
        sql: "INSERT INTO logEntry (round, position, entry, signature) VALUES (?, ?, ?, ?)",
        arguments: [round.rawValue, position + offset, line.entry, line.signature]
      )
    }
  }

  /// The coordinator log, in order.
  public func log(of round: RoundID) throws(StoreError) -> [StoredLogEntry] {
    try file.read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: "SELECT entry, signature FROM logEntry WHERE round = ? ORDER BY position",
        arguments: [round.rawValue]
      ).map { row in StoredLogEntry(entry: row["entry"], signature: row["signature"]) }
    }
  }

  // MARK: Invitations and enrolments

  /// Replaces the list of invitations, its signature and appends the log entry, in one transaction.
  ///
  /// Invitations that are no longer named become revoked; one on which a credential was issued
  /// must stay (`conflict`).
  public func replaceInvitations(
    of round: RoundID,
    with invitations: [StoredInvitation],
    signature: Data,
    log entry: StoredLogEntry,
    at position: Int
  ) throws(StoreError) {
    try file.write { db in
      let named = Set(invitations.map(\.identifier))
      let issued = try Data.fetchAll(
        db,
        sql: "SELECT identifier FROM enrolment WHERE round = ?",
        arguments: [round.rawValue]
      )
      guard issued.allSatisfy(named.contains) else { throw StoreError.conflict }
      try db.execute(
        sql: "UPDATE invitation SET revoked = 1 WHERE round = ?",
        arguments: [round.rawValue]
      )
      for invitation in invitations {
        try db.execute(
          sql: """
            INSERT INTO invitation (round, identifier, key, reference, revoked)
            VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (round, identifier) DO UPDATE SET revoked = 0 WHERE key = excluded.key
            """,
          arguments: [
            round.rawValue, invitation.identifier, invitation.key, invitation.reference,
          ]
        )
        // An identifier under another key would never match the signed list.
        guard db.changesCount == 1 else { throw StoreError.conflict }
      }
      try db.execute(
        sql: """
          INSERT INTO invitationList (round, signature) VALUES (?, ?)
          ON CONFLICT (round) DO UPDATE SET signature = excluded.signature
          """,
        arguments: [round.rawValue, signature]
      )
      try Registry.append([entry], to: round, at: position, in: db)
    }
  }

  /// The invitations of a round by identifier, revoked ones among them.
  public func invitations(of round: RoundID) throws(StoreError) -> [StoredInvitation] {
    try file.read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: "SELECT * FROM invitation WHERE round = ? ORDER BY identifier",
        arguments: [round.rawValue]
      ).map(Registry.invitation(from:))
    }
  }

  /// One invitation.
  public func invitation(
    _ identifier: Data,
    in round: RoundID
  ) throws(StoreError) -> StoredInvitation? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT * FROM invitation WHERE round = ? AND identifier = ?",
        arguments: [round.rawValue, identifier]
      ).map(Registry.invitation(from:))
    }
  }

  /// The coordinator's signature over the current list of invitations.
  public func invitationListSignature(of round: RoundID) throws(StoreError) -> Data? {
    try file.read { db in
      try Data.fetchOne(
        db,
        sql: "SELECT signature FROM invitationList WHERE round = ?",
        arguments: [round.rawValue]
      )
    }
  }

  /// The enrolment on one invitation.
  public func enrolment(
    _ identifier: Data,
    in round: RoundID
  ) throws(StoreError) -> StoredEnrolment? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT * FROM enrolment WHERE round = ? AND identifier = ?",
        arguments: [round.rawValue, identifier]
      ).map(Registry.enrolment(from:))
    }
  }

  /// All enrolments of a round by identifier.
  public func enrolments(of round: RoundID) throws(StoreError) -> [StoredEnrolment] {
    try file.read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: "SELECT * FROM enrolment WHERE round = ? ORDER BY identifier",
        arguments: [round.rawValue]
      ).map(Registry.enrolment(from:))
    }
  }

  /// Records that a credential will be signed on an invitation, before it is signed.
  ///
  /// Throws `conflict` when one is recorded already, `noSeatLeft` when all seats are taken,
  /// `notFound` when the round no longer enrols.
  public func record(_ enrolment: StoredEnrolment, in round: RoundID) throws(StoreError) {
    try file.write { db in
      guard
        let row = try GRDB.Row.fetchOne(
          db,
          sql: """
            SELECT seats, (SELECT count(*) FROM enrolment WHERE round = name) AS issued FROM round
            WHERE name = ? AND phase = 'enrolling' AND enrollingEnds = 0
            """,
          arguments: [round.rawValue]
        )
      else { throw StoreError.notFound }
      let recorded =
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM enrolment WHERE round = ? AND identifier = ?",
          arguments: [round.rawValue, enrolment.identifier]
        ) ?? 0
      guard recorded == 0 else { throw StoreError.conflict }
      let (seats, issued): (Int, Int) = (row["seats"], row["issued"])
      guard issued < seats else { throw StoreError.noSeatLeft }
      try db.execute(
        sql: """
          INSERT INTO enrolment (round, identifier, blinded, proof, declaration,
            declarationSignature)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          round.rawValue, enrolment.identifier, enrolment.blinded, enrolment.proof,
          enrolment.declaration, enrolment.declarationSignature,
        ]
      )
    }
  }

  /// Keeps the blind signature of a recorded enrolment, so that it can be answered again.
  public func keep(
    blindSignature: Data,
    for identifier: Data,
    in round: RoundID
  ) throws(StoreError) {
    try file.write { db in
      try db.execute(
        sql: """
          UPDATE enrolment SET blindSignature = ?
          WHERE round = ? AND identifier = ? AND blindSignature IS NULL
          """,
        arguments: [blindSignature, round.rawValue, identifier]
      )
    }
  }

  private static func round(from row: GRDB.Row) -> StoredRound {
    StoredRound(
      round: RoundID(row["name"] as String),
      coordinator: row["coordinator"],
      phase: Phase(rawValue: row["phase"]) ?? .void,
      enrollingEnds: row["enrollingEnds"],
      issuerKey: row["issuerKey"],
      receiptKey: row["receiptKey"],
      manifestHash: row["manifestHash"],
      seats: row["seats"]
    )
  }

  private static func invitation(from row: GRDB.Row) -> StoredInvitation {
    StoredInvitation(
      identifier: row["identifier"],
      key: row["key"],
      reference: row["reference"],
      revoked: row["revoked"]
    )
  }

  private static func enrolment(from row: GRDB.Row) -> StoredEnrolment {
    StoredEnrolment(
      identifier: row["identifier"],
      blinded: row["blinded"],
      proof: row["proof"],
      declaration: row["declaration"],
      declarationSignature: row["declarationSignature"],
      blindSignature: row["blindSignature"]
    )
  }
}
