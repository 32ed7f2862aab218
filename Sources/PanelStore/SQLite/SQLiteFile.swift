import Foundation
import GRDB

/// One SQLite file with our pragmas; only this type uses GRDB's queue.
struct SQLiteFile: Sendable {
  let path: String
  private let queue: DatabaseQueue

  /// Opens or creates the file and upgrades older tables, after copying the file.
  ///
  /// The journal is a rollback journal on purpose: a write-ahead log would keep the order of
  /// arrival and old revisions. Deleted content is overwritten at once (`secure_delete`).
  init(
    path: String,
    migrations: [(name: String, sql: String)],
    keepsCopy: Bool = true
  ) throws(StoreError) {
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
      try SchemaUpgrade(path: path, migrations: migrations, keepsCopy: keepsCopy).run(on: queue)
      return queue
    }
  }

  /// Opens an existing file read-only; a server may use it at the same time.
  init(reading path: String) throws(StoreError) {
    self.path = path
    queue = try SQLiteFile.reporting(path, opening: true) {
      try SQLiteFile.requireVersion()
      return try DatabaseQueue(path: path, configuration: SQLiteFile.readOnly)
    }
  }

  private static var readOnly: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return configuration
  }

  func read<Value>(_ body: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
    try SQLiteFile.reporting(path) { try queue.read(body) }
  }

  /// Runs the body in one transaction, which any error rolls back.
  func write<Value>(_ body: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
    try SQLiteFile.reporting(path) { try queue.write(body) }
  }

  /// Rewrites the file in key order, so that no page keeps the order of arrival.
  func vacuum() throws(StoreError) {
    try SQLiteFile.reporting(path) {
      try queue.writeWithoutTransaction { db in try db.execute(sql: "VACUUM") }
    }
  }

  /// Writes a vacuumed copy to a new file; a server may use the original at the same time.
  ///
  /// The copy depends only on the content: it holds no deleted rows and no order of arrival.
  static func copy(_ path: String, to copy: String) throws(StoreError) {
    try reporting(copy, opening: true) {
      let queue = try DatabaseQueue(path: path, configuration: readOnly)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
      }
      try makePrivateAndDurable(copy)
    }
  }

  /// Flushes a file that SQLite wrote without flushing, and makes it private to its owner.
  static func makePrivateAndDurable(_ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try handle.synchronize()
    try handle.close()
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
