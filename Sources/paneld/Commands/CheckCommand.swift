import ArgumentParser
import Foundation
import PanelCore
import PanelFiles

/// `paneld check`: checks a data directory without changing it, even while its server runs.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a data directory, even while its server runs; changes nothing.",
    discussion: """
      Example:
        paneld check --data /var/lib/paneld
      Exit status: 0 if no check failed, 1 otherwise.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory.")
  var data: String

  @ArgumentParser.Flag(name: .long, help: "Print the results as JSON.")
  var json = false

  /// What `--json` prints: `panel.check.v1`.
  private struct Report: Encodable {
    var schema = "panel.check.v1"
    var findings: [CheckResult]
    var failed: Int
  }

  func run() throws {
    let findings = DirectoryCheck(directory: try DataDirectory.existing(data)).findings()
    let failed = findings.count { $0.outcome == .failed }
    if json {
      let report = Report(findings: findings, failed: failed)
      StandardStream.output.write(try CanonicalJSON.encodeReadable(report))
    } else {
      CheckResult.show(findings)
      StandardStream.output.write(
        failed == 0 ? "no check failed\n" : "\(failed) of \(findings.count) checks failed\n"
      )
    }
    if failed > 0 { throw ExitCode(1) }
  }
}
