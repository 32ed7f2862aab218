import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// Whether a data directory is whole: its databases, its rounds, and the files themselves.
///
/// Nothing is changed, and a server may run meanwhile.
struct DirectoryCheck {
  static let leastSpace = 1 << 30

  let directory: DataDirectory

  /// Looks at the directory itself, where a link leads to it.
  init(directory: DataDirectory) {
    self.directory = DataDirectory(path: directory.url.resolvingSymlinksInPath().path)
  }

  func findings() -> [Finding] { databases() + rounds() + files() }

  // MARK: Databases

  /// The databases and their paths below the directory.
  private var databaseFiles: [(name: String, kind: DatabaseInspection.Kind)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.rounds.path)) ?? []
    let boxes = names.sorted().map { "rounds/\($0)/submissions.sqlite" }
      .filter { FileManager.default.fileExists(atPath: directory.url.appending(path: $0).path) }
    return [("registry.sqlite", .registry)] + boxes.map { ($0, .submissions) }
  }

  func databases() -> [Finding] {
    databaseFiles.flatMap { name, kind -> [Finding] in
      let path = directory.url.appending(path: name).path
      if isLeftByAKill(path) {
        return [
          .note(
            .integrity,
            name,
            "a process that was killed has left a journal; not looked into",
            fix: "start paneld serve, which rolls it back, then check again"
          )
        ]
      }
      do throws(StoreError) {
        let file = try DatabaseInspection(path: path, kind: kind)
        return [
          schema(try file.schema(), name),
          try file.isWhole()
            ? .held(.integrity, name, "every page is whole")
            : .failed(.integrity, name, "the file is damaged", fix: Finding.restoring),
          try file.hasItsReferences()
            ? .held(.references, name, "every reference leads somewhere")
            : .failed(.references, name, "a row names one that is gone", fix: Finding.restoring),
        ]
      } catch {
        return [unreadable(error, name)]
      }
    }
  }

  private func schema(_ state: SchemaState, _ name: String) -> Finding {
    switch state {
    case .current(let step): return .held(.schema, name, "the tables are \(step)")
    case .older(let has, let next):
      return .note(
        .schema,
        name,
        "the tables are \(has); the next start of the server makes \(next) of them",
        fix: "nothing has to be done: a copy of before is made beside the file"
      )
    case .newer(let has, let knows):
      let failure = ServerFailure(.newerSchema(path: name, has: has, knows: knows))
      return .failed(.schema, name, "the tables are \(has), a newer version's", fix: failure.fix)
    case .empty: return .failed(.schema, name, "there are no tables", fix: Finding.restoring)
    }
  }

  private func unreadable(_ error: StoreError, _ name: String) -> Finding {
    let failure = ServerFailure(error)
    return .failed(.integrity, name, "cannot be read: \(failure.message)", fix: failure.fix)
  }

  private func isLeftByAKill(_ path: String) -> Bool {
    directory.isInUse == false && Self.size(path + "-journal") > 0
  }

  // MARK: Rounds

  func rounds() -> [Finding] {
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
      // The registry's own findings have said so.
      return []
    }
  }

  // MARK: Files

  func files() -> [Finding] { [permissions(), space()] + leftovers() }

  private var paths: [String] {
    let names = FileManager.default.enumerator(atPath: directory.url.path)?.allObjects as? [String]
    return (names ?? []).sorted()
  }

  private func permissions() -> Finding {
    let owner = FileStatus(path: directory.url.path)?.owner
    let open = ([""] + paths).filter { name in
      // What a running server has removed meanwhile is nobody's to read.
      let url = name.isEmpty ? directory.url : directory.url.appending(path: name)
      guard let found = FileStatus(path: url.path) else { return false }
      return found.owner != owner || found.permissions != (found.isDirectory ? 0o700 : 0o600)
    }
    guard let first = open.first else {
      return .held(.permissions, ".", "everything is its owner's alone")
    }
    let more = open.count > 1 ? " and \(open.count - 1) more" : ""
    return .failed(
      .permissions,
      first.isEmpty ? "." : first,
      "can be read by others, or has another owner\(more)",
      fix: "as root: chown -R --reference=DATA DATA, then chmod -R u=rwX,go= DATA"
    )
  }

  private func space() -> Finding {
    let used = paths.reduce(0) { $0 + Self.size(directory.url.appending(path: $1).path) }
    let system = try? FileManager.default.attributesOfFileSystem(forPath: directory.url.path)
    guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue else {
      return .note(.space, ".", "the system does not tell how much room is left", fix: "look: df")
    }
    // An upgrade or a vacuum needs room for the data once more.
    let least = max(DirectoryCheck.leastSpace, 2 * used)
    guard free < least else { return .held(.space, ".", "\(free >> 20) MiB are left") }
    return .note(
      .space,
      ".",
      "\(free >> 20) MiB are left, less than \(least >> 20) MiB",
      fix: "make room: a full disk refuses submissions, though it loses none"
    )
  }

  private func leftovers() -> [Finding] {
    let isStopped = directory.isInUse == false
    let found = paths.compactMap { name -> Finding? in
      let file = name.split(separator: "/").last.map(String.init) ?? name
      if file.hasSuffix(".partial") || (isStopped && file.hasPrefix(".") && file.contains(".aside"))
      {
        return .note(
          .leftovers,
          name,
          "was left by a program that was interrupted",
          fix: "remove it, unless that program is still running"
        )
      }
      if file.contains(".sqlite.before-") {
        return .note(
          .leftovers,
          name,
          "is the copy that was made before an upgrade",
          fix: "remove it once the new version runs well: it keeps what has changed since"
        )
      }
      if file == "server.json", isStopped {
        return .note(
          .leftovers,
          name,
          "a server was killed, and none runs now",
          fix: "start paneld serve; docs/operations.md says how to find out why it ended"
        )
      }
      return nil
    }
    return found.isEmpty ? [.held(.leftovers, ".", "nothing was left behind")] : found
  }

  private static func size(_ path: String) -> Int { FileStatus(path: path)?.size ?? 0 }
}
