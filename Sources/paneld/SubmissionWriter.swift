import Foundation
import PanelCore
import PanelProtocol
import PanelStore

/// The one writer of a round's submissions.
///
/// Until the file is vacuumed the cells of its pages lie in order of arrival, so it is vacuumed
/// once the writer has been idle for a moment.
actor SubmissionWriter {
  /// Above this number vacuuming while submissions arrive costs too much; it is done at closing.
  static let greatestVacuumedCount = 5_000
  static let idleMilliseconds = 300

  private let box: SubmissionBox
  private var isOpen: Bool
  private var writes = 0

  init(box: SubmissionBox, isOpen: Bool) throws {
    self.box = box
    self.isOpen = isOpen
    // A process that was killed may have left its last writes in order of arrival.
    if try box.count() <= SubmissionWriter.greatestVacuumedCount { try box.vacuum() }
  }

  func open() { isOpen = true }

  /// Takes nothing more, and leaves the file in key order.
  func close() throws(StoreError) {
    isOpen = false
    try box.vacuum()
  }

  func submission(credentialKey: Data) throws(StoreError) -> StoredSubmission? {
    try box.submission(credentialKey: credentialKey)
  }

  func all() throws(StoreError) -> [StoredSubmission] { try box.all() }

  /// All but the bodies: what the tree and its public rows need.
  func allWithoutBodies() throws(StoreError) -> [StoredSubmission] { try box.allWithoutBodies() }

  func count() throws(StoreError) -> Int { try box.count() }

  /// Stores a checked submission durably; `nil` when the round has closed meanwhile.
  func store(_ submission: StoredSubmission) throws(StoreError) -> SubmissionBox.Outcome? {
    guard isOpen else { return nil }
    let outcome = try box.store(submission)
    if outcome == .stored {
      writes += 1
      let seen = writes
      Task {
        try? await Task.sleep(for: .milliseconds(SubmissionWriter.idleMilliseconds))
        self.vacuumIfIdle(since: seen)
      }
    }
    return outcome
  }

  /// Stores a submission after closing, on the strength of its receipt.
  func reinstate(_ submission: StoredSubmission) throws(StoreError) -> SubmissionBox.Outcome {
    let outcome = try box.store(submission)
    if outcome == .stored { try box.vacuum() }
    return outcome
  }

  private func vacuumIfIdle(since seen: Int) {
    guard isOpen, seen == writes,
      let count = try? box.count(), count <= SubmissionWriter.greatestVacuumedCount
    else { return }
    // A vacuum that fails (full disk) is made up for by the next one or at closing.
    try? box.vacuum()
  }
}
