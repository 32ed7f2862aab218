import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// `paneld backup`: a consistent copy of the data directory, while the server may run.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the data directory, while the server runs; never issuer keys or open ratings.",
    discussion: """
      Example:
        paneld backup --data /var/lib/paneld --to /backup/2026-07-20
      Submissions are left out until their round has closed: copies made while people rate would
      tell by comparison who submitted when. The evaluators' outboxes refill a lost file.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory.")
  var data: String

  @ArgumentParser.Option(name: .long, help: "The directory to make.")
  var to: String

  func run() throws {
    let directory = DataDirectory(path: data)
    guard FileManager.default.fileExists(atPath: directory.registry.path) else {
      throw ServerFailure(
        "\(data) is not a data directory",
        fix: "name the directory that paneld init made",
        status: ServerFailure.missingInput
      )
    }
    guard !FileManager.default.fileExists(atPath: to) else {
      throw ServerFailure(
        "\(to): exists already",
        fix: "name a directory that does not exist; a backup is never overwritten",
        status: ServerFailure.cannotCreate
      )
    }
    // Made aside and renamed, so that a backup that was interrupted does not look like one.
    let aside = DataDirectory(path: to + ".partial")
    try? FileManager.default.removeItem(at: aside.url)
    do {
      try aside.create()
      try DatabaseCopy.make(of: directory.registry.path, to: aside.registry.path)
      var left: [String] = []
      for round in try Registry(path: aside.registry.path).rounds() {
        let isWhole = try copy(round, from: directory, to: aside)
        left += isWhole ? [] : [round.round.rawValue]
      }
      try FileManager.default.moveItem(at: aside.url, to: URL(fileURLWithPath: to))
      tell(left)
    } catch let error as StoreError {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(error)
    } catch let problem as DurableFile.Problem {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(
        "\(problem.path): \(problem.reason)",
        fix: "make room, or name a place that you may write to",
        status: ServerFailure.cannotCreate
      )
    }
  }

  /// Copies a round's files; false where its submissions had to stay behind.
  private func copy(
    _ round: StoredRound,
    from directory: DataDirectory,
    to aside: DataDirectory
  ) throws -> Bool {
    let (source, target) = (directory.round(round.round), aside.round(round.round))
    try DurableFile.createDirectory(target.url)
    // Named one by one: whatever else lies there, the issuer key above all, is not for a backup.
    for path in [
      \RoundFiles.manifest, \.manifestSignature, \.survey, \.receiptKey, \.issuance,
      \.issuanceHead,
    ] {
      guard let bytes = try? Data(contentsOf: source[keyPath: path]) else { continue }
      try DurableFile.write(bytes, to: target[keyPath: path])
    }
    guard FileManager.default.fileExists(atPath: source.submissions.path) else { return true }
    guard round.phase >= .closed else { return false }
    try DatabaseCopy.make(of: source.submissions.path, to: target.submissions.path)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: target.submissions.path
    )
    return true
  }

  private func tell(_ left: [String]) {
    StandardStream.error.write("paneld: the backup is in \(to); it holds no issuer key\n")
    if !left.isEmpty {
      StandardStream.error.write(
        "paneld: still being rated, so without submissions: \(left.joined(separator: ", "))\n"
      )
    }
  }
}
