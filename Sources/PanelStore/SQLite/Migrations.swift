/// The tables, as frozen SQL.
///
/// A released migration is never edited and names no Swift type; a change is a new migration at the
/// end. `docs/database.md` explains every column.
enum Migrations {
  static let registry: [(name: String, sql: String)] = [
    (
      "registry-1",
      """
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
    ),
    (
      "registry-2",
      """
      CREATE TABLE sealedLink (
        round TEXT NOT NULL,
        identifier BLOB NOT NULL,
        sealed BLOB NOT NULL CHECK (length(sealed) = 128),
        PRIMARY KEY (round, identifier),
        FOREIGN KEY (round, identifier) REFERENCES enrolment(round, identifier)
      ) STRICT, WITHOUT ROWID;
      """
    ),
    (
      "registry-3",
      """
      ALTER TABLE joinLink ADD COLUMN role TEXT NOT NULL DEFAULT 'coordinator'
        CHECK (role IN ('coordinator', 'auditor'));
      ALTER TABLE joinLink ADD COLUMN round TEXT;
      ALTER TABLE joinLink ADD COLUMN expires TEXT;
      ALTER TABLE joinLink ADD COLUMN actor TEXT NOT NULL DEFAULT 'operator';

      ALTER TABLE coordinator RENAME TO holder;
      ALTER TABLE holder ADD COLUMN role TEXT NOT NULL DEFAULT 'coordinator'
        CHECK (role IN ('coordinator', 'auditor'));
      ALTER TABLE holder ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1));

      CREATE TABLE holderRound (
        holder TEXT NOT NULL REFERENCES holder(name),
        round TEXT NOT NULL,
        actor TEXT NOT NULL,
        PRIMARY KEY (holder, round)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE holderEvent (
        position INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('linked', 'joined', 'revoked')),
        subject TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      ALTER TABLE invitation ADD COLUMN declined INTEGER NOT NULL DEFAULT 0
        CHECK (declined IN (0, 1));
      """
    ),
  ]

  static let submissions: [(name: String, sql: String)] = [
    (
      "submissions-1",
      """
      CREATE TABLE submission (
        credentialKey BLOB PRIMARY KEY CHECK (length(credentialKey) = 32),
        credentialSignature BLOB NOT NULL CHECK (length(credentialSignature) = 384),
        revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
        body BLOB NOT NULL,
        bodyHash BLOB NOT NULL CHECK (length(bodyHash) = 32),
        commitment BLOB NOT NULL CHECK (length(commitment) = 32),
        signature BLOB NOT NULL CHECK (length(signature) = 64)
      ) STRICT, WITHOUT ROWID;
      """
    )
  ]
}
