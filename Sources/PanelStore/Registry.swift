public import Foundation
import GRDB
public import PanelCore

/// The identity side: coordinators, rounds, invitations, enrolments and the coordinator log.
///
/// Nothing of a submission ever comes here; no key, sequence or transaction is shared with
/// `SubmissionBox`.
public struct Registry: Sendable {
  let file: SQLiteFile

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
