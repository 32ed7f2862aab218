import ArgumentParser
import Foundation
import PanelFiles
import PanelStore

/// `paneld backup`: a consistent copy of the data directory, while the server may run.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the data directory, while the server runs; never issuer keys or open ratings.",
    discussion: """
      Example:
        paneld backup --data /var/lib/paneld --to /backup/2026-07-20
      Submissions are left out until their round has closed: comparing copies made during rating
      would reveal when somebody submitted. If the file is lost, evaluators send again.
      Exit status: 0 if the copy passes all checks, 1 if it exists and fails one.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory.")
  var data: String

  @ArgumentParser.Option(name: .long, help: "The directory to make, outside the data directory.")
  var to: String

  func run() throws {
    let directory = try DataDirectory.existing(data)
    let target = URL(fileURLWithPath: to, isDirectory: true)
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw ServerFailure(
        "\(to): exists already",
        fix: "name a directory that does not exist; a backup is never overwritten",
        status: ServerFailure.cannotCreate
      )
    }
    guard !directory.contains(target) else {
      throw ServerFailure(
        "\(to): is inside the data directory and would be lost with it",
        fix: "name a place outside, best on another disk",
        status: ServerFailure.usage
      )
    }
    // Made under a temporary name, so that an interrupted backup does not look like a complete one.
    let aside = DataDirectory(path: target.path + ".partial")
    try aside.create()
    let lock = try aside.takeLock(as: "paneld backup (pid \(getpid()))")
    do {
      let backup = Backup(source: directory, target: aside)
      let contents = try backup.make()
      let failures = backup.failures()
      try DurableFile.remove(aside.lock)
      try DurableFile.moveNew(aside.url, to: target)
      report(contents, failures)
      if !failures.isEmpty { throw ExitCode(1) }
    } catch let error as StoreError {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(error)
    } catch let problem as DurableFile.Problem {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(problem, fix: "free some space, or name a place that you may write to")
    }
    withExtendedLifetime(lock) {}
  }

  private func report(_ contents: BackupContents, _ failures: [CheckResult]) {
    StandardStream.error.write("paneld: the backup is in \(to); it contains no issuer key\n")
    if !contents.withoutSubmissions.isEmpty {
      let rounds = contents.withoutSubmissions.joined(separator: ", ")
      StandardStream.error.write(
        """
        paneld: copied without submissions: \(rounds) (rating is open)
          if these are lost, every evaluator sends again: panel submit

        """
      )
    }
    for failure in failures {
      StandardStream.error.write(
        "paneld: fails a check in the copy: \(failure.subject): \(failure.message)\n"
          + "  fix: run all checks: paneld check --data \(data)\n"
      )
    }
  }
}
