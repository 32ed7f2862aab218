import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// Ends the program: the reason, what to do, and the exit status (`docs/exit-codes.md`).
struct ServerFailure: Error {
  var message: String
  var fix: String
  var status: ExitStatus

  static let usage = ExitStatus.usage
  static let invalidData = ExitStatus.invalidData
  static let missingInput = ExitStatus.missingInput
  static let unavailable = ExitStatus.unavailable
  static let cannotCreate = ExitStatus.cannotCreate
  static let busy = ExitStatus.busy
  static let notPermitted = ExitStatus.notPermitted

  init(_ message: String, fix: String, status: ExitStatus) {
    self.message = message
    self.fix = fix
    self.status = status
  }

  /// The data directory belongs to another user than the one who runs the command.
  static func otherUser(_ path: String) -> ServerFailure {
    ServerFailure(
      "\(path): belongs to another user",
      fix: "run it as the user of the server: sudo -u paneld paneld …",
      status: notPermitted
    )
  }

  init(_ error: StoreError) {
    switch error {
    case .sqliteTooOld(let found, let needed):
      self.init(
        "SQLite \(found) is too old; \(needed) or later is needed",
        fix: "install a newer libsqlite3 (Debian 12 and Ubuntu 22.04 have one)",
        status: ServerFailure.unavailable
      )
    case .newerSchema(let path, let has, let knows):
      self.init(
        "\(path): written by a newer version of paneld: its tables are \(has), "
          + "paneld \(Version.current) knows them up to \(knows)",
        fix:
          "run the version that wrote it or a later one; nothing was changed. To go back, restore "
          + "a backup made before the upgrade: paneld restore",
        status: ServerFailure.invalidData
      )
    case .upgradeFailed(let path, let has, let reason):
      self.init(
        "\(path): its tables (\(has)) could not be upgraded: \(reason)",
        fix: "the file is unchanged: start the previous version of paneld, and report this",
        status: ServerFailure.invalidData
      )
    case .olderSchema(let path):
      self.init(
        "\(path): written by an earlier version of paneld",
        fix: "start this version with it first: paneld serve --data DIR",
        status: ServerFailure.invalidData
      )
    case .cannotOpen(let path, let reason):
      self.init(
        "\(path): \(reason)",
        fix: "check that the directory exists and that you may write to it",
        status: ServerFailure.cannotCreate
      )
    case .failed(let path, let reason):
      self.init(
        "\(path): \(reason)",
        fix: "check the disk and the permissions, then start again",
        status: ServerFailure.unavailable
      )
    case .full(let path):
      self.init(
        "\(path): the disk is full",
        fix: "free some space, then start again",
        status: ServerFailure.unavailable
      )
    case .conflict, .notFound, .noSeatLeft:
      self.init(
        "the database refused a change: \(error)",
        fix: "start again; if the problem stays, report it",
        status: .checkFailed
      )
    }
  }

  init(_ problem: DurableFile.Problem, fix: String) {
    self.init(
      "\(problem.path): \(problem.reason)",
      fix: fix,
      status: ServerFailure.cannotCreate
    )
  }

  init(_ problem: FolderLock.Problem, directory: String) {
    switch problem {
    case .held(let holder):
      self.init(
        "\(directory): in use by \(holder.isEmpty ? "another process" : holder)",
        fix: "stop that server first, or name another --data directory",
        status: ServerFailure.busy
      )
    case .cannotOpen(let reason):
      self.init(
        "\(directory): \(reason)",
        fix: "check that you may write to the directory",
        status: ServerFailure.cannotCreate
      )
    }
  }
}
