import PanelCore
import PanelFiles

/// One thing that was looked at in a data directory: what was found, and what to do about it.
///
/// Names files and rounds, never a person, a reference, a key or a count of what is being rated.
struct Finding: Encodable, Hashable {
  /// What was looked at; the names are a contract.
  enum Check: String, Encodable, CaseIterable {
    case schema, integrity, references, manifest, log, receiptKey, issuerKey, issuance, tree, bodies
    case permissions, leftovers, space
  }

  enum Outcome: String, Encodable {
    /// It is as it has to be.
    case held
    /// It is not.
    case failed
    /// Nothing is wrong with the data, but somebody should know.
    case note
  }

  var check: Check
  /// The file or round, relative to the data directory.
  var subject: String
  var outcome: Outcome
  var message: String
  var fix: String?

  static func held(_ check: Check, _ subject: String, _ message: String) -> Finding {
    Finding(check: check, subject: subject, outcome: .held, message: message)
  }

  static func failed(
    _ check: Check,
    _ subject: String,
    _ message: String,
    fix: String
  ) -> Finding {
    Finding(check: check, subject: subject, outcome: .failed, message: message, fix: fix)
  }

  static func note(_ check: Check, _ subject: String, _ message: String, fix: String) -> Finding {
    Finding(check: check, subject: subject, outcome: .note, message: message, fix: fix)
  }

  /// What helps where stored data is damaged.
  static let restoring =
    "stop the server, keep the directory as it is, and restore the last backup beside it: "
    + "paneld restore"

  /// Prints findings for people, one line each and a line for what to do.
  static func show(_ findings: [Finding]) {
    for finding in findings {
      let outcome = finding.outcome.rawValue
      let gap = String(repeating: " ", count: 8 - outcome.count)
      StandardStream.output.write("\(outcome)\(gap)\(finding.subject): \(finding.message)\n")
      if let fix = finding.fix { StandardStream.output.write("  fix: \(fix)\n") }
    }
  }
}
