public import Foundation
import GRDB
public import PanelCore

/// The identity side: coordinators, rounds, invitations, enrolments and the coordinator log.
///
/// Nothing of a submission ever comes here; no key, sequence or transaction is shared with
/// `SubmissionStore`.
public struct Registry: Sendable {
  let file: SQLiteFile

  /// Opens or creates the file.
  public init(path: String) throws(StoreError) {
    file = try SQLiteFile(path: path, migrations: Migrations.registry)
  }

  // MARK: Rounds

  /// Adds a round in draft; throws `conflict` when its name or one of its keys is taken.
  ///
  /// Names that differ in case alone are one: some file systems could not hold both.
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
          sql: """
            SELECT count(*) FROM round
            WHERE lower(name) = lower(?) OR issuerKey = ? OR receiptKey = ?
            """,
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

  static func append(
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
}
