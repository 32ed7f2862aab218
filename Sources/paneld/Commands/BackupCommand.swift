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
      Submissions are left out until their round has closed: copies made while people rate would
      tell by comparison who submitted when. The evaluators' outboxes refill a lost file.
      Exit status: 0 the copy holds together, 1 it is there and something in it does not hold.
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
        "\(to): lies in the data directory, and would be lost with it",
        fix: "name a place outside, best on another disk",
        status: ServerFailure.usage
      )
    }
    // Made aside and renamed, so that a backup that was interrupted does not look like one.
    let aside = DataDirectory(path: target.path + ".partial")
    try aside.create()
    let lock = try aside.takeLock(as: "paneld backup (pid \(getpid()))")
    do {
      let backup = Backup(source: directory, target: aside)
      let contents = try backup.make()
      let faults = backup.faults()
      try DurableFile.remove(aside.lock)
      try DurableFile.moveNew(aside.url, to: target)
      tell(contents, faults)
      if !faults.isEmpty { throw ExitCode(1) }
    } catch let error as StoreError {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(error)
    } catch let problem as DurableFile.Problem {
      try? FileManager.default.removeItem(at: aside.url)
      throw ServerFailure(problem, fix: "make room, or name a place that you may write to")
    }
    withExtendedLifetime(lock) {}
  }

  private func tell(_ contents: BackupContents, _ faults: [Finding]) {
    StandardStream.error.write("paneld: the backup is in \(to); it holds no issuer key\n")
    if !contents.withoutSubmissions.isEmpty {
      let rounds = contents.withoutSubmissions.joined(separator: ", ")
      StandardStream.error.write(
        """
        paneld: still being rated, so without submissions: \(rounds)
          should these be lost, every evaluator sends again: panel submit

        """
      )
    }
    for fault in faults {
      StandardStream.error.write(
        "paneld: does not hold, here as in the copy: \(fault.subject): \(fault.message)\n"
          + "  fix: look at all of it: paneld check --data \(data)\n"
      )
    }
  }
}
