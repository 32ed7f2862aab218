import Foundation
import GRDB

/// One SQLite file with the pragmas of the house; the only place that talks to GRDB's queue.
struct SQLiteFile: Sendable {
  let path: String
  private let queue: DatabaseQueue

  /// Opens or creates the file and brings its tables up to date.
  ///
  /// The journal is a rollback journal on purpose: a write-ahead log keeps the order of arrival
  /// and old revisions. Deleted content is overwritten at once (`secure_delete`).
  init(path: String, migrations: [(name: String, sql: String)]) throws(StoreError) {
    self.path = path
    queue = try SQLiteFile.reporting(path, opening: true) {
      try SQLiteFile.requireVersion()
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { db in
        try db.execute(
          sql: """
            PRAGMA journal_mode = TRUNCATE;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA foreign_keys = ON;
            """
        )
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      var migrator = DatabaseMigrator()
      for migration in migrations {
        migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
      }
      let applied = try queue.read { db in try migrator.appliedIdentifiers(db) }
      guard applied.isSubset(of: Set(migrations.map(\.name))) else {
        throw StoreError.newerSchema(path: path)
      }
      try migrator.migrate(queue)
      return queue
    }
  }

  /// Opens a file that has these tables to read it only.
  init(reading path: String, migrations: [(name: String, sql: String)]) throws(StoreError) {
    self.path = path
    queue = try SQLiteFile.reporting(path, opening: true) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let applied = try queue.read { db in try DatabaseMigrator().appliedIdentifiers(db) }
      let known = Set(migrations.map(\.name))
      guard applied.isSubset(of: known) else { throw StoreError.newerSchema(path: path) }
      guard applied == known else { throw StoreError.olderSchema(path: path) }
      return queue
    }
  }

  func read<Value>(_ body: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
    try SQLiteFile.reporting(path) { try queue.read(body) }
  }

  /// Runs the body in one transaction; whatever it throws rolls it back.
  func write<Value>(_ body: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
    try SQLiteFile.reporting(path) { try queue.write(body) }
  }

  /// Rewrites the file in key order, so that no page keeps the order of arrival.
  func vacuum() throws(StoreError) {
    try SQLiteFile.reporting(path) {
      try queue.writeWithoutTransaction { db in try db.execute(sql: "VACUUM") }
    }
  }

  /// Writes a vacuumed copy to a file that does not exist yet; a server may go on meanwhile.
  ///
  /// The copy is a function of the content: nothing deleted and no order of arrival is in it.
  static func copy(_ path: String, to copy: String) throws(StoreError) {
    try reporting(copy, opening: true) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(10)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
      }
    }
  }

  private static func requireVersion() throws {
    let found = try DatabaseQueue().read { db in
      try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
    }
    let parts = found.split(separator: ".").compactMap { Int($0) }
    guard parts.count >= 2, parts[0] > 3 || (parts[0] == 3 && parts[1] >= 37) else {
      throw StoreError.sqliteTooOld(found: found, needed: "3.37")
    }
  }

  private static func reporting<Value>(
    _ path: String,
    opening: Bool = false,
    _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_FULL { throw .full(path: path) }
      let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
      throw opening
        ? .cannotOpen(path: path, reason: reason) : .failed(path: path, reason: reason)
    } catch {
      throw opening
        ? .cannotOpen(path: path, reason: "\(error)") : .failed(path: path, reason: "\(error)")
    }
  }
}
