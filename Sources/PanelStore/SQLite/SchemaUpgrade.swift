import Foundation
import GRDB

/// Upgrades the tables of a file; a file with content is copied first.
///
/// If a step fails, the file stays as it was and the earlier program can still use it.
struct SchemaUpgrade {
  let path: String
  let migrations: [(name: String, sql: String)]
  /// Whether the copy is kept until the operator removes it.
  ///
  /// A copy of submissions must not outlive the upgrade: it would keep revisions that have been
  /// replaced since.
  let keepsCopy: Bool

  func run(on queue: DatabaseQueue) throws {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
    }
    switch SchemaState(try queue.read(migrator.appliedIdentifiers), migrations.map(\.name)) {
    case .newer(let has, let knows):
      throw StoreError.newerSchema(path: path, has: has, knows: knows)
    case .empty: try migrator.migrate(queue)
    case .older(let has, let next):
      let copy = try copy(queue, before: next)
      do {
        try migrator.migrate(queue)
      } catch {
        // Some of several steps may have succeeded, and the earlier program would refuse their
        // result.
        if try queue.read(migrator.appliedIdentifiers).contains(next) {
          try queue.close()
          try replaceFile(by: copy)
        }
        let error = error as? DatabaseError
        if error?.resultCode == .SQLITE_FULL { throw StoreError.full(path: path) }
        throw StoreError.upgradeFailed(path: path, has: has, reason: error?.message ?? "")
      }
    case .current: break
    }
    // This also removes a copy left by a process that was killed at this point.
    if !keepsCopy { try? Erasure.eraseCopies(of: path) }
  }

  /// Makes a vacuumed copy next to the file, completely or not at all.
  private func copy(_ queue: DatabaseQueue, before step: String) throws -> String {
    let copy = "\(path).before-\(step)"
    let aside = copy + ".partial"
    if FileManager.default.fileExists(atPath: aside) {
      try FileManager.default.removeItem(atPath: aside)
    }
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM INTO ?", arguments: [aside])
    }
    try SQLiteFile.makePrivateAndDurable(aside)
    // A copy made by an upgrade that failed earlier is out of date.
    guard rename(aside, copy) == 0 else { throw systemFailure(aside) }
    SchemaUpgrade.flushFolder(of: URL(fileURLWithPath: path))
    return copy
  }

  private func replaceFile(by copy: String) throws {
    guard rename(copy, path) == 0 else { throw systemFailure(copy) }
    SchemaUpgrade.flushFolder(of: URL(fileURLWithPath: path))
  }

  private static func flushFolder(of url: URL) {
    let folder = url.deletingLastPathComponent()
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func systemFailure(_ path: String) -> StoreError {
    .cannotOpen(path: path, reason: String(cString: strerror(errno)))
  }
}

/// How the tables of a file compare with those that this program knows.
public enum SchemaState: Hashable, Sendable {
  /// There are no tables yet.
  case empty
  /// They are those of this program; the name of the last step.
  case current(String)
  /// They are older: the last step that was carried out, and the next one.
  case older(has: String, next: String)
  /// They are newer: a step that this program does not know, and the last one that it knows.
  case newer(has: String, knows: String)

  init(_ applied: Set<String>, _ known: [String]) {
    let last = known.last ?? ""
    if let unknown = applied.subtracting(known).max() {
      self = .newer(has: unknown, knows: last)
    } else if applied.isEmpty {
      self = .empty
    } else if let next = known.first(where: { !applied.contains($0) }) {
      self = .older(has: known.last(where: applied.contains) ?? "", next: next)
    } else {
      self = .current(last)
    }
  }
}
