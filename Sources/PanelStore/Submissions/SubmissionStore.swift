public import Foundation
import GRDB

/// One stored submission: what its author signed, without any time or origin.
public struct StoredSubmission: Hashable, Sendable {
  /// The credential's public key, 32 bytes.
  public var credentialKey: Data
  /// The issuer's signature on the credential, 384 bytes.
  public var credentialSignature: Data
  /// The revision, from 1.
  public var revision: UInt32
  /// The body without its padding.
  public var body: Data
  /// SHA-256 of the padded body.
  public var bodyHash: Data
  /// The record commitment.
  public var commitment: Data
  /// The credential's signature on the revision.
  public var signature: Data

  /// Creates a submission.
  public init(
    credentialKey: Data,
    credentialSignature: Data,
    revision: UInt32,
    body: Data,
    bodyHash: Data,
    commitment: Data,
    signature: Data
  ) {
    self.credentialKey = credentialKey
    self.credentialSignature = credentialSignature
    self.revision = revision
    self.body = body
    self.bodyHash = bodyHash
    self.commitment = commitment
    self.signature = signature
  }
}

/// The submissions of one round, in a file of their own without names, times or order of arrival.
public struct SubmissionStore: Sendable {
  /// The result of storing a submission.
  public enum Outcome: Hashable, Sendable {
    /// It is stored; an older revision has been overwritten.
    case stored
    /// The same revision with the same body was stored already and stays.
    case alreadyStored
    /// Another body is stored under the same revision.
    case conflict(stored: UInt32)
    /// A later revision is stored.
    case stale(stored: UInt32)
  }

  let file: SQLiteFile

  /// Opens or creates the file.
  public init(path: String) throws(StoreError) {
    file = try SQLiteFile(path: path, migrations: Migrations.submissions, keepsCopy: false)
  }

  /// The submission under a credential key, if there is one.
  public func submission(credentialKey: Data) throws(StoreError) -> StoredSubmission? {
    try file.read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: "SELECT * FROM submission WHERE credentialKey = ?",
        arguments: [credentialKey]
      ).map(SubmissionStore.submission(from:))
    }
  }

  /// Stores a submission that has been checked, in one transaction.
  public func store(_ submission: StoredSubmission) throws(StoreError) -> Outcome {
    try file.write { db in try SubmissionStore.store(submission, in: db) }
  }

  /// Stores checked submissions in one transaction and returns the result of each, in their order.
  ///
  /// A refused submission does not stop the others; if the transaction fails, none is stored.
  public func store(_ submissions: [StoredSubmission]) throws(StoreError) -> [Outcome] {
    try file.write { db in try submissions.map { try SubmissionStore.store($0, in: db) } }
  }

  private static func store(
    _ submission: StoredSubmission,
    in db: GRDB.Database
  ) throws -> Outcome {
    let row = try GRDB.Row.fetchOne(
      try db.cachedStatement(
        sql: "SELECT revision, bodyHash FROM submission WHERE credentialKey = ?"
      ),
      arguments: [submission.credentialKey]
    )
    if let row {
      let stored: UInt32 = row["revision"]
      let hash: Data = row["bodyHash"]
      if stored == submission.revision {
        return hash == submission.bodyHash ? .alreadyStored : .conflict(stored: stored)
      }
      if stored > submission.revision { return .stale(stored: stored) }
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO submission (credentialKey, credentialSignature, revision, body, bodyHash,
          commitment, signature)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (credentialKey) DO UPDATE SET
          credentialSignature = excluded.credentialSignature, revision = excluded.revision,
          body = excluded.body, bodyHash = excluded.bodyHash,
          commitment = excluded.commitment, signature = excluded.signature
        """
    ).execute(
      arguments: [
        submission.credentialKey, submission.credentialSignature, submission.revision,
        submission.body, submission.bodyHash, submission.commitment, submission.signature,
      ]
    )
    return .stored
  }

  /// All submissions in the order of their credential keys.
  public func all() throws(StoreError) -> [StoredSubmission] {
    try file.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT * FROM submission ORDER BY credentialKey")
        .map(SubmissionStore.submission(from:))
    }
  }

  /// All submissions in that order without their bodies, which make up most of the file.
  public func allWithoutBodies() throws(StoreError) -> [StoredSubmission] {
    try file.read { db in
      try GRDB.Row.fetchAll(
        db,
        sql: """
          SELECT credentialKey, credentialSignature, revision, x'' AS body, bodyHash, commitment,
            signature
          FROM submission ORDER BY credentialKey
          """
      ).map(SubmissionStore.submission(from:))
    }
  }

  /// The number of submissions.
  public func count() throws(StoreError) -> Int {
    try file.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM submission") ?? 0
    }
  }

  /// Rewrites the file in key order; until then the cells of a page lie in order of arrival.
  public func vacuum() throws(StoreError) { try file.vacuum() }

  private static func submission(from row: GRDB.Row) -> StoredSubmission {
    StoredSubmission(
      credentialKey: row["credentialKey"],
      credentialSignature: row["credentialSignature"],
      revision: row["revision"],
      body: row["body"],
      bodyHash: row["bodyHash"],
      commitment: row["commitment"],
      signature: row["signature"]
    )
  }
}
