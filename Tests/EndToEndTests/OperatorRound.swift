import Foundation
import PanelProtocol
import TestSupport

@testable import panel

/// What an operator does to the data directory of a trial, by the real program.
extension TrialRound {
  var data: String { server.data.path }

  /// Runs `paneld` to its end.
  func paneld(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("paneld"),
      arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
  }

  /// Makes a backup under a name of its own and returns its path.
  func backup(_ name: String = "backup") throws -> String {
    let to = folder.path(name)
    let run = try paneld("backup", "--data", data, "--to", to)
    guard run.status == 0 else { throw OperatorFailure(text: run.error) }
    return to
  }

  /// Lets the machine be lost, and restores a backup where it was.
  func loseAndRestore(_ backup: String) throws -> ProgramRun {
    server.kill()
    try FileManager.default.removeItem(at: server.data)
    let run = try paneld("restore", "--from", backup, "--data", data)
    guard run.status == 0 else { throw OperatorFailure(text: run.error) }
    try server.start()
    return run
  }

  /// Everybody who takes part has rated and sent.
  func submitEverybody() async throws {
    for index in people.indices {
      try answer(index)
      _ = try await submit(index)
    }
  }

  /// Modes of everything in a directory, by path.
  static func modes(_ path: String) throws -> [String: Int] {
    var modes: [String: Int] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) + [""] {
      let url = URL(fileURLWithPath: path).appending(path: name)
      let found = try FileManager.default.attributesOfItem(atPath: url.path)
      modes[name] = found[.posixPermissions] as? Int
    }
    return modes
  }
}

/// What an operator's command printed that had to succeed.
struct OperatorFailure: Error {
  var text: String
}
