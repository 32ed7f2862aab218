import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// `paneld restore`: makes a data directory from a backup, or tries whether that would work.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a data directory from a backup, and say what that means for each round.",
    discussion: """
      Example:
        paneld restore --from /backup/2026-07-20 --data /var/lib/paneld
        paneld restore --from /backup/2026-07-20 --drill
      Exit status: 0 if the restored directory passes all checks, 1 otherwise.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The directory that paneld backup made.")
  var from: String

  @ArgumentParser.Option(name: .long, help: "The data directory to make, or an empty one.")
  var data: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "Restore into a temporary directory, check it, and remove it."
  )
  var drill = false

  func run() throws {
    guard (data == nil) == drill else {
      throw ServerFailure(
        drill
          ? "a drill restores into a directory of its own"
          : "the directory to restore into is missing",
        fix: drill ? "leave out --data, or --drill" : "give --data, or --drill only to try it",
        status: ServerFailure.usage
      )
    }
    let backup = DataDirectory(path: from)
    let contents = try BackupContents.read(from: backup)
    if let data {
      let directory = DataDirectory(path: data)
      try restore(contents, backup, to: directory)
      let words = "paneld: \(data) is the state of \(contents.at.koreanTime)\n"
      StandardStream.error.write(words)
      try advise(directory)
      StandardStream.error.write("Next: paneld check --data \(data), then paneld serve\n")
    } else {
      try rehearse(contents, backup)
    }
  }

  // MARK: Restoring

  private func restore(
    _ contents: BackupContents,
    _ backup: DataDirectory,
    to directory: DataDirectory
  ) throws {
    try requireEmpty(directory)
    let exists = FileManager.default.fileExists(atPath: directory.url.path)
    try directory.createItself()
    let lock = try directory.takeLock(as: "paneld restore (pid \(getpid()))")
    try requireEmpty(directory)
    let aside = DataDirectory(path: directory.url.appending(path: Self.aside).path)
    do {
      try aside.create()
      for file in contents.files {
        let target = aside.url.appending(path: file.path)
        try DurableFile.createDirectory(target.deletingLastPathComponent())
        try BackupContents.copy(backup.url.appending(path: file.path), to: target)
        guard try BackupContents.file(file.path, in: aside) == file else {
          throw ServerFailure(
            "\(target.path): differs from what was written",
            fix: "check the disk, then restore again",
            status: ServerFailure.unavailable
          )
        }
      }
      // With the registry the directory becomes a data directory, so it is moved last.
      try DurableFile.moveNew(aside.rounds, to: directory.rounds)
      if FileManager.default.fileExists(atPath: aside.tls.path) {
        try DurableFile.moveNew(aside.tls, to: directory.tls)
      }
      try DurableFile.moveNew(aside.registry, to: directory.registry)
      try FileManager.default.removeItem(at: aside.url)
    } catch {
      for url in [aside.url, directory.rounds, directory.tls] {
        try? FileManager.default.removeItem(at: url)
      }
      if !exists { try? FileManager.default.removeItem(at: directory.url) }
      guard let problem = error as? DurableFile.Problem else { throw error }
      throw ServerFailure(problem, fix: "free some space, or name a place that you may write to")
    }
    withExtendedLifetime(lock) {}
  }

  private static let aside = "restore.partial"

  private func requireEmpty(_ directory: DataDirectory) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.url.path)) ?? []
    let there = names.filter { $0 != directory.lock.lastPathComponent }
    guard !there.isEmpty else { return }
    let isInterrupted = there.contains(Self.aside) && !there.contains("registry.sqlite")
    throw ServerFailure(
      isInterrupted
        ? "\(directory.url.path): a restore was interrupted here"
        : "\(directory.url.path): is not empty, and nothing is ever overwritten",
      fix: isInterrupted
        ? "remove the directory and restore again"
        : "name one that does not exist, or move this one away",
      status: ServerFailure.cannotCreate
    )
  }

  /// Prints what the restore means for each round.
  private func advise(_ directory: DataDirectory) throws {
    do throws(StoreError) {
      guard
        case .current = try DatabaseInspection(path: directory.registry.path, kind: .registry)
          .schema()
      else {
        StandardStream.output.write(
          "An earlier version made the backup: paneld serve upgrades its tables.\n"
        )
        return
      }
      let registry = try Registry(reading: directory.registry.path)
      for stored in try registry.rounds() {
        let advice = RestoreAdvice(
          stored,
          in: directory,
          registry: registry,
          now: Timestamp(Date())
        )
        StandardStream.output.write(
          "\(stored.round) \(advice.lines.joined(separator: "\n  "))\n"
        )
      }
    } catch {
      throw ServerFailure(error)
    }
  }

  // MARK: The drill

  /// Restores into a temporary directory, upgrades the tables, and checks everything.
  private func rehearse(_ contents: BackupContents, _ backup: DataDirectory) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "paneld-drill-XXXXXX").path
    // mkdtemp(3) chooses a name that does not exist yet.
    var name = Array(place.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw ServerFailure(
        "\(place): \(String(cString: strerror(errno)))",
        fix: "set TMPDIR to a directory that you may write to",
        status: ServerFailure.cannotCreate
      )
    }
    let directory = DataDirectory(
      path: String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    )
    defer { try? FileManager.default.removeItem(at: directory.url) }
    try restore(contents, backup, to: directory)
    do throws(StoreError) {
      for stored in try Registry(path: directory.registry.path).rounds() {
        let path = directory.round(stored.round).submissions.path
        if FileManager.default.fileExists(atPath: path) { _ = try SubmissionStore(path: path) }
      }
    } catch {
      throw ServerFailure(error)
    }
    let check = DirectoryCheck(directory: directory)
    // The issuer key is missing in every backup; the advice says what follows from that.
    let findings = (check.databases() + check.rounds()).filter { $0.check != .issuerKey }
    CheckResult.show(findings)
    try advise(directory)
    let failed = findings.count { $0.outcome == .failed }
    StandardStream.output.write(
      failed == 0
        ? "the backup of \(contents.at.koreanTime) can be restored\n"
        : "\(failed) of \(findings.count) checks failed\n"
    )
    if failed > 0 { throw ExitCode(1) }
  }
}
