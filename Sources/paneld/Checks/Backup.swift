import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// Copies a data directory into a new folder while its server may run.
struct Backup {
  /// The largest number of copies, if the server changes the databases during each.
  static let attempts = 5

  let source: DataDirectory
  let target: DataDirectory

  /// Makes the copy and returns its contents.
  func make() throws -> BackupContents {
    var contents = try copy()
    // A claim changes the submissions first and then the log; fixing a tree takes two steps, too.
    for _ in 1..<Backup.attempts where source.isInUse != false {
      guard try !isSettled() else { break }
      Thread.sleep(forTimeInterval: 1)
      contents = try copy()
    }
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(contents),
      to: target.url.appending(path: BackupContents.name)
    )
    return contents
  }

  /// The failed checks of the copy; a missing issuer key is correct in a backup.
  func failures() -> [CheckResult] {
    findings().filter { $0.outcome == .failed && $0.check != .issuerKey }
  }

  private func findings() -> [CheckResult] {
    let check = DirectoryCheck(directory: target)
    return check.databases() + check.rounds()
  }

  /// Whether no round is just being closed and the two databases of each round agree.
  private func isSettled() throws -> Bool {
    let registry = try DatabaseInspection(path: target.registry.path, kind: .registry)
    guard case .current = try registry.schema() else { return true }
    let trees = Set(findings().filter { $0.check == .tree }.map(\.subject))
    return try failures().isEmpty
      && registry.phases().allSatisfy { round, phase in
        phase != .closed || trees.contains("rounds/\(round)/\(RoundFiles.submissionsName)")
      }
  }

  private func copy() throws -> BackupContents {
    for name in try FileManager.default.contentsOfDirectory(atPath: target.url.path)
    where name != target.lock.lastPathComponent {
      try FileManager.default.removeItem(at: target.url.appending(path: name))
    }
    try target.create()
    let at = Timestamp(Date())
    try DatabaseCopy.make(of: source.registry.path, to: target.registry.path)
    let registry = try DatabaseInspection(path: target.registry.path, kind: .registry)
    var (paths, without): ([String], [String]) = (["registry.sqlite"], [])
    for (round, phase) in try registry.phases() {
      let (from, to) = (source.round(round), target.round(round))
      try DurableFile.createDirectory(to.url)
      var copied: [String] = []
      if FileManager.default.fileExists(atPath: from.submissions.path) {
        if phase >= .closed {
          try DatabaseCopy.make(of: from.submissions.path, to: to.submissions.path)
          copied.append(RoundFiles.submissionsName)
        } else {
          without.append(round.rawValue)
        }
      }
      // Written after the database, so that flushing the folder makes the database's name durable,
      // too.
      for name in RoundFiles.kept {
        guard let bytes = try? Data(contentsOf: from.url.appending(path: name)) else { continue }
        try DurableFile.write(bytes, to: to.url.appending(path: name))
        copied.append(name)
      }
      paths += copied.map { "rounds/\(round)/\($0)" }
    }
    for name in DataDirectory.ownFiles {
      guard let bytes = try? Data(contentsOf: source.url.appending(path: name)) else { continue }
      let file = target.url.appending(path: name)
      try DurableFile.createDirectory(file.deletingLastPathComponent())
      try DurableFile.write(bytes, to: file)
      paths.append(name)
    }
    return BackupContents(
      at: at,
      registry: try registry.step(),
      withoutSubmissions: without,
      files: try paths.map { try BackupContents.file($0, in: target) }
    )
  }
}
