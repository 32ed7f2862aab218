public import Foundation
import GRDB
public import PanelCore

/// Inspects one of the server's database files without changing it, even while a server runs.
public struct DatabaseInspection: Sendable {
  /// Which of the server's files it is.
  public enum Kind: Sendable {
    /// `registry.sqlite`
    case registry
    /// `submissions.sqlite` of a round
    case submissions

    var migrations: [(name: String, sql: String)] {
      switch self {
      case .registry: Migrations.registry
      case .submissions: Migrations.submissions
      }
    }
  }

  private let file: SQLiteFile
  private let kind: Kind

  /// Opens an existing file; throws if it cannot be read.
  public init(path: String, kind: Kind) throws(StoreError) {
    file = try SQLiteFile(reading: path)
    self.kind = kind
  }

  /// How its tables compare with those of this program.
  public func schema() throws(StoreError) -> SchemaState {
    let known = kind.migrations.map(\.name)
    return try file.read { db in
      // The table of migrations is GRDB's; a file without it has no tables of ours.
      guard try db.tableExists("grdb_migrations") else { return .empty }
      let applied = try String.fetchSet(db, sql: "SELECT identifier FROM grdb_migrations")
      return SchemaState(applied, known)
    }
  }

  /// The last step of its tables, even if this program does not know it.
  public func step() throws(StoreError) -> String {
    switch try schema() {
    case .empty: ""
    case .current(let step): step
    case .older(let has, _), .newer(let has, _): has
    }
  }

  /// The rounds of a registry and their phases, which tables of any version contain.
  public func phases() throws(StoreError) -> [(round: RoundID, phase: Phase)] {
    try file.read { db in
      try GRDB.Row.fetchAll(db, sql: "SELECT name, phase FROM round ORDER BY name").map { row in
        (RoundID(row["name"] as String), Phase(rawValue: row["phase"]) ?? .void)
      }
    }
  }

  /// Whether SQLite finds every page, index and constraint intact; reads the whole file.
  public func isWhole() throws(StoreError) -> Bool {
    try file.read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check(1)") == ["ok"]
    }
  }

  /// Whether every reference from one row to another leads to a row.
  public func hasItsReferences() throws(StoreError) -> Bool {
    try file.read { db in
      try GRDB.Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil
    }
  }
}

extension Registry {
  /// Opens a file read-only, without upgrading its tables, which must be current.
  public init(reading path: String) throws(StoreError) {
    file = try SQLiteFile(reading: path)
  }
}

extension SubmissionStore {
  /// Opens a file read-only, without upgrading its tables, which must be current.
  public init(reading path: String) throws(StoreError) {
    file = try SQLiteFile(reading: path)
  }

  /// Whether the condition holds for every stored body and its hash; reads one at a time.
  public func allBodies(
    satisfy isAsWanted: (_ body: Data, _ hash: Data) -> Bool
  ) throws(StoreError) -> Bool {
    try file.read { db in
      let rows = try GRDB.Row.fetchCursor(db, sql: "SELECT body, bodyHash FROM submission")
      while let row = try rows.next() {
        guard isAsWanted(row["body"], row["bodyHash"]) else { return false }
      }
      return true
    }
  }
}
