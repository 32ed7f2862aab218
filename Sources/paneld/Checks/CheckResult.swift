import PanelCore
import PanelFiles

/// The result of one check of a data directory, and what to do about it.
///
/// It names files and rounds, never a person, a reference, a key or a count of open ratings.
struct CheckResult: Encodable, Hashable {
  /// The checks; their names are part of the JSON format.
  enum Check: String, Encodable, CaseIterable {
    case schema, integrity, references, manifest, log, receiptKey, issuerKey, issuance, tree, bodies
    case permissions, leftovers, space
  }

  enum Outcome: String, Encodable {
    /// The check passed.
    case held
    /// The check failed.
    case failed
    /// The data is correct, but the operator should know something.
    case note
  }

  var check: Check
  /// The file or round, relative to the data directory.
  var subject: String
  var outcome: Outcome
  var message: String
  var fix: String?

  static func held(_ check: Check, _ subject: String, _ message: String) -> CheckResult {
    CheckResult(check: check, subject: subject, outcome: .held, message: message)
  }

  static func failed(
    _ check: Check,
    _ subject: String,
    _ message: String,
    fix: String
  ) -> CheckResult {
    CheckResult(check: check, subject: subject, outcome: .failed, message: message, fix: fix)
  }

  static func note(_ check: Check, _ subject: String, _ message: String, fix: String) -> CheckResult
  {
    CheckResult(check: check, subject: subject, outcome: .note, message: message, fix: fix)
  }

  /// What to do if stored data is damaged.
  static let restoring =
    "stop the server, keep the directory as it is, and restore the last backup elsewhere: "
    + "paneld restore"

  /// Prints results for people: a line for each and a line for what to do.
  static func show(_ findings: [CheckResult]) {
    for finding in findings {
      let outcome = finding.outcome.rawValue
      let gap = String(repeating: " ", count: 8 - outcome.count)
      StandardStream.output.write("\(outcome)\(gap)\(finding.subject): \(finding.message)\n")
      if let fix = finding.fix { StandardStream.output.write("  fix: \(fix)\n") }
    }
  }
}
