import Foundation
import PanelCore
import PanelProtocol
import PanelStore

/// The one writer of a round's submissions.
///
/// What arrives while one transaction is being made durable waits and goes into the next one
/// together; nobody is answered before their transaction is on the disk.
///
/// Until the file is vacuumed the cells of its pages lie in order of arrival, so it is vacuumed
/// once the writer has been idle for a moment.
actor SubmissionWriter {
  /// Above this number vacuuming while submissions arrive costs too much; it is done at closing.
  static let greatestVacuumedCount = 5_000
  static let idleMilliseconds = 300
  /// The most submissions of one transaction: a bound on memory and on the wait of the first.
  static let greatestBatch = 256

  private struct Waiting {
    var submission: StoredSubmission
    var answer: CheckedContinuation<Result<SubmissionStore.Outcome, StoreError>, Never>
  }

  private let queue = StorageQueue(label: "submissions")
  private let box: SubmissionStore
  private var isOpen: Bool
  private var waiting: [Waiting] = []
  private var isCommitDue = false
  private var writes = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

  init(box: SubmissionStore, isOpen: Bool) throws {
    self.box = box
    self.isOpen = isOpen
    // A process that was killed may have left its last writes in order of arrival.
    if try box.count() <= SubmissionWriter.greatestVacuumedCount { try box.vacuum() }
  }

  func open() { isOpen = true }

  /// Takes nothing more, decides on what was taken before, and leaves the file in key order.
  func close() throws(StoreError) {
    isOpen = false
    while !waiting.isEmpty { commitBatch() }
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
  func store(_ submission: StoredSubmission) async throws(StoreError) -> SubmissionStore.Outcome? {
    guard isOpen else { return nil }
    let result = await withCheckedContinuation { answer in
      waiting.append(Waiting(submission: submission, answer: answer))
      commitSoon()
    }
    return try result.get()
  }

  /// Stores a submission after closing, on the strength of its receipt.
  func reinstate(_ submission: StoredSubmission) throws(StoreError) -> SubmissionStore.Outcome {
    let outcome = try box.store(submission)
    if outcome == .stored { try box.vacuum() }
    return outcome
  }

  /// Commits after the jobs that are queued by now: these are the submissions that came meanwhile.
  private func commitSoon() {
    guard !isCommitDue else { return }
    isCommitDue = true
    Task {
      isCommitDue = false
      commitBatch()
      if !waiting.isEmpty { commitSoon() }
    }
  }

  /// Stores what waits in one transaction, and only then answers.
  ///
  /// A transaction that fails is answered to those in it; the next one tries the disk again.
  private func commitBatch() {
    let batch = waiting.prefix(SubmissionWriter.greatestBatch)
    guard !batch.isEmpty else { return }
    waiting.removeFirst(batch.count)
    do throws(StoreError) {
      let outcomes = try box.store(batch.map(\.submission))
      if outcomes.contains(.stored) { vacuumWhenIdle() }
      for (one, outcome) in zip(batch, outcomes) { one.answer.resume(returning: .success(outcome)) }
    } catch {
      for one in batch { one.answer.resume(returning: .failure(error)) }
    }
  }

  private func vacuumWhenIdle() {
    writes += 1
    let seen = writes
    Task {
      try? await Task.sleep(for: .milliseconds(SubmissionWriter.idleMilliseconds))
      vacuumIfIdle(since: seen)
    }
  }

  private func vacuumIfIdle(since seen: Int) {
    guard isOpen, seen == writes, waiting.isEmpty,
      let count = try? box.count(), count <= SubmissionWriter.greatestVacuumedCount
    else { return }
    // A vacuum that fails (full disk) is made up for by the next one or at closing.
    try? box.vacuum()
  }
}
