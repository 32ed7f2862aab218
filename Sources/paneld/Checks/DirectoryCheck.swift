import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// Checks a data directory: its databases, its rounds, and the files themselves.
///
/// Changes nothing, and a server may run at the same time.
struct DirectoryCheck {
  static let leastSpace = 1 << 30

  let directory: DataDirectory

  /// Resolves symbolic links, so that the directory itself is checked.
  init(directory: DataDirectory) {
    self.directory = DataDirectory(path: directory.url.resolvingSymlinksInPath().path)
  }

  func findings() -> [CheckResult] { databases() + rounds() + files() }

  // MARK: Databases

  func databases() -> [CheckResult] {
    directory.databases.flatMap { name, kind -> [CheckResult] in
      let path = directory.url.appending(path: name).path
      if isLeftByAKill(path) {
        return [
          .note(
            .integrity,
            name,
            "not checked: a killed process left a journal",
            fix: "start paneld serve, which rolls the journal back, then check again"
          )
        ]
      }
      do throws(StoreError) {
        let file = try DatabaseInspection(path: path, kind: kind)
        return [
          schema(try file.schema(), name),
          try file.isWhole()
            ? .held(.integrity, name, "every page is intact")
            : .failed(.integrity, name, "the file is damaged", fix: CheckResult.restoring),
          try file.hasItsReferences()
            ? .held(.references, name, "every reference leads to a row")
            : .failed(
              .references,
              name,
              "a row refers to a row that does not exist",
              fix: CheckResult.restoring
            ),
        ]
      } catch {
        return [unreadable(error, name)]
      }
    }
  }

  private func schema(_ state: SchemaState, _ name: String) -> CheckResult {
    switch state {
    case .current(let step): return .held(.schema, name, "the tables are \(step)")
    case .older(let has, let next):
      return .note(
        .schema,
        name,
        "the tables are \(has); the next start of the server upgrades them to \(next)",
        fix: "nothing has to be done: the file is copied before the upgrade"
      )
    case .newer(let has, let knows):
      let failure = ServerFailure(.newerSchema(path: name, has: has, knows: knows))
      return .failed(
        .schema,
        name,
        "the tables are \(has), which a newer version wrote",
        fix: failure.fix
      )
    case .empty: return .failed(.schema, name, "there are no tables", fix: CheckResult.restoring)
    }
  }

  private func unreadable(_ error: StoreError, _ name: String) -> CheckResult {
    let failure = ServerFailure(error)
    return .failed(.integrity, name, "cannot be read: \(failure.message)", fix: failure.fix)
  }

  private func isLeftByAKill(_ path: String) -> Bool {
    directory.isInUse == false && Self.size(path + "-journal") > 0
  }

  // MARK: Rounds

  func rounds() -> [CheckResult] {
    let path = directory.registry.path
    guard !isLeftByAKill(path) else { return [] }
    do {
      guard case .current = try DatabaseInspection(path: path, kind: .registry).schema() else {
        return []
      }
      let registry = try Registry(reading: path)
      return try registry.rounds().flatMap { stored in
        do {
          return try RoundCheck(directory: directory, registry: registry, round: stored.round)
            .findings()
        } catch let error as StoreError {
          return [unreadable(error, "rounds/\(stored.round)")]
        }
      }
    } catch {
      // The checks of the registry have reported it.
      return []
    }
  }

  // MARK: Files

  func files() -> [CheckResult] { [permissions(), space()] + leftovers() }

  private var paths: [String] {
    let names = FileManager.default.enumerator(atPath: directory.url.path)?.allObjects as? [String]
    return (names ?? []).sorted()
  }

  private func permissions() -> CheckResult {
    let owner = FileStatus(path: directory.url.path)?.owner
    let open = ([""] + paths).filter { name in
      // A running server may have removed the file meanwhile.
      let url = name.isEmpty ? directory.url : directory.url.appending(path: name)
      guard let found = FileStatus(path: url.path) else { return false }
      return found.owner != owner || found.permissions != (found.isDirectory ? 0o700 : 0o600)
    }
    guard let first = open.first else {
      return .held(.permissions, ".", "only the owner can read the files")
    }
    let more = open.count > 1 ? " and \(open.count - 1) more" : ""
    return .failed(
      .permissions,
      first.isEmpty ? "." : first,
      "can be read by other users, or has another owner\(more)",
      fix: "as root: chown -R --reference=DATA DATA, then chmod -R u=rwX,go= DATA"
    )
  }

  private func space() -> CheckResult {
    let used = paths.reduce(0) { $0 + Self.size(directory.url.appending(path: $1).path) }
    let system = try? FileManager.default.attributesOfFileSystem(forPath: directory.url.path)
    guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue else {
      return .note(.space, ".", "the system does not report the free space", fix: "run: df")
    }
    // An upgrade or a vacuum needs space for a second copy of the data.
    let least = max(DirectoryCheck.leastSpace, 2 * used)
    guard free < least else { return .held(.space, ".", "\(free >> 20) MiB are free") }
    return .note(
      .space,
      ".",
      "\(free >> 20) MiB are free, less than \(least >> 20) MiB",
      fix: "free some space: with a full disk submissions are refused, though none is lost"
    )
  }

  private func leftovers() -> [CheckResult] {
    let isStopped = directory.isInUse == false
    let found = paths.compactMap { name -> CheckResult? in
      let file = name.split(separator: "/").last.map(String.init) ?? name
      if file.hasSuffix(".partial") || (isStopped && file.hasPrefix(".") && file.contains(".aside"))
      {
        return .note(
          .leftovers,
          name,
          "was left by an interrupted program",
          fix: "remove it, unless that program is still running"
        )
      }
      if file.contains(".sqlite.before-") {
        return .note(
          .leftovers,
          name,
          "is the copy made before an upgrade",
          fix: "remove it once the new version runs well: it keeps data that was deleted since"
        )
      }
      if file == "server.json", isStopped {
        return .note(
          .leftovers,
          name,
          "a server was killed, and no server runs now",
          fix: "start paneld serve; docs/operations.md says how to find out why it ended"
        )
      }
      return nil
    }
    return found.isEmpty
      ? [.held(.leftovers, ".", "nothing is left of interrupted programs")] : found
  }

  private static func size(_ path: String) -> Int { FileStatus(path: path)?.size ?? 0 }
}
