import Foundation
import GRDB

/// Brings the tables of a file up to date; one that has content is copied first.
///
/// A step that fails leaves the file as it was, for the program that wrote it.
struct SchemaUpgrade {
  let path: String
  let migrations: [(name: String, sql: String)]
  /// Whether the copy is for the operator to remove.
  ///
  /// One of submissions must not outlive the upgrade: beside the file it would keep revisions that
  /// have been replaced since.
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
        // Of several steps some may have been made, which the former program would refuse.
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
    // Also one that a process left behind which was killed at this point.
    if !keepsCopy { try? Erasure.eraseCopies(of: path) }
  }

  /// A vacuumed copy beside the file, wholly there or not at all.
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
    // One of an upgrade that failed earlier is out of date by now.
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

/// How the tables of a file stand to those that this program knows.
public enum SchemaState: Hashable, Sendable {
  /// There are no tables yet.
  case empty
  /// They are the ones of this program; the last step's name.
  case current(String)
  /// They are older: the last step that was made, and the next one.
  case older(has: String, next: String)
  /// They are newer: a step that this program does not know, and the last that it does.
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
