public import Foundation
import GRDB
public import PanelCore

// Invitations, enrolments and the sealed links of confidential rounds.
extension Registry {
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

  /// The invitations of a round by identifier, including revoked ones.
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

  /// Records that an invited person does not take part; enrolling later overrides it.
  ///
  /// Throws `conflict` when a credential was issued on the invitation.
  public func decline(_ identifier: Data, in round: RoundID) throws(StoreError) {
    try file.write { db in
      let issued =
        try Int.fetchOne(
          db,
          sql: "SELECT count(*) FROM enrolment WHERE round = ? AND identifier = ?",
          arguments: [round.rawValue, identifier]
        ) ?? 0
      guard issued == 0 else { throw StoreError.conflict }
      try db.execute(
        sql: "UPDATE invitation SET declined = 1 WHERE round = ? AND identifier = ?",
        arguments: [round.rawValue, identifier]
      )
    }
  }

  /// Deletes all persons of a round and what was issued to them; the log and the round stay.
  public func erasePersons(of round: RoundID) throws(StoreError) {
    try file.write { db in
      for table in ["sealedLink", "enrolment", "invitationList", "invitation"] {
        try db.execute(
          sql: "DELETE FROM \(table) WHERE round = ?",
          arguments: [round.rawValue]
        )
      }
    }
    // No part of a deleted row may remain in unused pages, nor in a copy that an upgrade made.
    try file.vacuum()
    try Erasure.eraseCopies(of: file.path)
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
  /// `notFound` when the round no longer enrols. A sealed link is stored with it, if there is one.
  public func record(
    _ enrolment: StoredEnrolment,
    in round: RoundID,
    while phases: Set<Phase> = [.enrolling],
    link: Data? = nil
  ) throws(StoreError) {
    try file.write { db in
      guard
        let row = try GRDB.Row.fetchOne(
          db,
          sql: """
            SELECT seats, phase, (SELECT count(*) FROM enrolment WHERE round = name) AS issued
            FROM round WHERE name = ? AND enrollingEnds = 0
            """,
          arguments: [round.rawValue]
        ), phases.contains(where: { $0.rawValue == row["phase"] })
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
      guard let link else { return }
      try db.execute(
        sql: "INSERT INTO sealedLink (round, identifier, sealed) VALUES (?, ?, ?)",
        arguments: [round.rawValue, enrolment.identifier, link]
      )
    }
  }

  /// Stores the blind signature of a recorded enrolment, so that a repeated request gets it again.
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

  /// The sealed links of a confidential round by invitation.
  public func sealedLinks(
    of round: RoundID
  ) throws(StoreError) -> [(identifier: Data, sealed: Data)] {
    try file.read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: "SELECT identifier, sealed FROM sealedLink WHERE round = ? ORDER BY identifier",
        arguments: [round.rawValue]
      ).map { row in (row["identifier"], row["sealed"]) }
    }
  }

  private static func invitation(from row: GRDB.Row) -> StoredInvitation {
    StoredInvitation(
      identifier: row["identifier"],
      key: row["key"],
      reference: row["reference"],
      revoked: row["revoked"],
      declined: row["declined"]
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
