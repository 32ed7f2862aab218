/// The tables of the registry as its first version made them, frozen: upgrades are tested from here.
public enum OldRegistry {
  /// The first step, `registry-1`, as it stood when it landed.
  public static let sql = """
    CREATE TABLE joinLink (
      tokenHash BLOB PRIMARY KEY CHECK (length(tokenHash) = 32),
      usedBy TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE coordinator (
      name TEXT PRIMARY KEY,
      key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
      tokenHash BLOB NOT NULL UNIQUE CHECK (length(tokenHash) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE round (
      name TEXT PRIMARY KEY,
      coordinator TEXT NOT NULL REFERENCES coordinator(name),
      phase TEXT NOT NULL CHECK (phase IN ('draft', 'sealed', 'enrolling', 'enrolled', 'rating',
        'closed', 'published', 'archived', 'void')),
      enrollingEnds INTEGER NOT NULL DEFAULT 0 CHECK (enrollingEnds IN (0, 1)),
      issuerKey BLOB NOT NULL UNIQUE,
      receiptKey BLOB NOT NULL UNIQUE CHECK (length(receiptKey) = 32),
      manifestHash BLOB CHECK (manifestHash IS NULL OR length(manifestHash) = 32),
      seats INTEGER NOT NULL DEFAULT 0 CHECK (seats >= 0)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE invitation (
      round TEXT NOT NULL REFERENCES round(name),
      identifier BLOB NOT NULL CHECK (length(identifier) = 16),
      key BLOB NOT NULL CHECK (length(key) = 32),
      reference TEXT NOT NULL,
      revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
      PRIMARY KEY (round, identifier)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE invitationList (
      round TEXT PRIMARY KEY REFERENCES round(name),
      signature BLOB NOT NULL CHECK (length(signature) = 64)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE enrolment (
      round TEXT NOT NULL,
      identifier BLOB NOT NULL,
      blinded BLOB NOT NULL CHECK (length(blinded) = 384),
      proof BLOB NOT NULL CHECK (length(proof) = 64),
      declaration BLOB NOT NULL,
      declarationSignature BLOB NOT NULL CHECK (length(declarationSignature) = 64),
      blindSignature BLOB CHECK (blindSignature IS NULL OR length(blindSignature) = 384),
      PRIMARY KEY (round, identifier),
      FOREIGN KEY (round, identifier) REFERENCES invitation(round, identifier)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE logEntry (
      round TEXT NOT NULL REFERENCES round(name),
      position INTEGER NOT NULL CHECK (position >= 0),
      entry BLOB NOT NULL,
      signature BLOB NOT NULL CHECK (length(signature) = 64),
      PRIMARY KEY (round, position)
    ) STRICT, WITHOUT ROWID;
    """

  /// A coordinator with a round in draft and a link that is not used yet; the link's hash in
  /// hexadecimal.
  public static func rows(link: String) -> String {
    """
    INSERT INTO joinLink (tokenHash) VALUES (x'\(link)');
    INSERT INTO coordinator (name, key, tokenHash)
      VALUES ('coordinator-0', zeroblob(32), zeroblob(32));
    INSERT INTO round (name, coordinator, phase, issuerKey, receiptKey)
      VALUES ('old', 'coordinator-0', 'draft', x'01', zeroblob(32));
    """
  }
}
