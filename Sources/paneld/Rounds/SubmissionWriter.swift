import Foundation
import PanelCore
import PanelProtocol
import PanelStore

/// The one writer of a round's submissions.
///
/// Submissions that arrive while one transaction is being made durable go into the next one
/// together; a submission is answered only after its transaction is on the disk.
///
/// Until the file is vacuumed, the cells of its pages lie in order of arrival; so it is vacuumed as
/// soon as the writer has been idle for a moment.
actor SubmissionWriter {
  /// With more submissions than this, vacuuming between them costs too much; it is done at closing.
  static let greatestVacuumedCount = 5_000
  static let idleMilliseconds = 300
  /// The most submissions of one transaction: a bound on memory and on the wait of the first.
  static let greatestBatch = 256

  private struct Waiting {
    var submission: StoredSubmission
    var answer: CheckedContinuation<Result<SubmissionStore.Outcome, StoreError>, Never>
  }

  private let queue = StorageQueue(label: "submissions")
  private let file: SubmissionStore
  private var isOpen: Bool
  private var waiting: [Waiting] = []
  private var isCommitDue = false
  private var writes = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

  init(store: SubmissionStore, isOpen: Bool) throws {
    self.file = store
    self.isOpen = isOpen
    // A process that was killed may have left its last writes in order of arrival.
    if try store.count() <= SubmissionWriter.greatestVacuumedCount { try store.vacuum() }
  }

  func open() { isOpen = true }

  /// Takes no more submissions, stores those that wait, and leaves the file in key order.
  func close() throws(StoreError) {
    isOpen = false
    while !waiting.isEmpty { commitBatch() }
    try file.vacuum()
  }

  func submission(credentialKey: Data) throws(StoreError) -> StoredSubmission? {
    try file.submission(credentialKey: credentialKey)
  }

  func all() throws(StoreError) -> [StoredSubmission] { try file.all() }

  /// All submissions without their bodies, as the tree and its public rows need them.
  func allWithoutBodies() throws(StoreError) -> [StoredSubmission] { try file.allWithoutBodies() }

  func count() throws(StoreError) -> Int { try file.count() }

  /// Stores a checked submission durably; `nil` when the round has closed meanwhile.
  func store(_ submission: StoredSubmission) async throws(StoreError) -> SubmissionStore.Outcome? {
    guard isOpen else { return nil }
    let result = await withCheckedContinuation { answer in
      waiting.append(Waiting(submission: submission, answer: answer))
      commitSoon()
    }
    return try result.get()
  }

  /// Stores a submission after closing; its receipt has been checked.
  func reinstate(_ submission: StoredSubmission) throws(StoreError) -> SubmissionStore.Outcome {
    let outcome = try file.store(submission)
    if outcome == .stored { try file.vacuum() }
    return outcome
  }

  /// Commits after the jobs that are queued by now, which are the submissions that came meanwhile.
  private func commitSoon() {
    guard !isCommitDue else { return }
    isCommitDue = true
    Task {
      isCommitDue = false
      commitBatch()
      if !waiting.isEmpty { commitSoon() }
    }
  }

  /// Stores waiting submissions in one transaction and then answers them.
  ///
  /// If the transaction fails, all of them are told so; the next one tries the disk again.
  private func commitBatch() {
    let batch = waiting.prefix(SubmissionWriter.greatestBatch)
    guard !batch.isEmpty else { return }
    waiting.removeFirst(batch.count)
    do throws(StoreError) {
      let outcomes = try file.store(batch.map(\.submission))
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
      let count = try? file.count(), count <= SubmissionWriter.greatestVacuumedCount
    else { return }
    // If a vacuum fails (full disk), the next one or closing makes up for it.
    try? file.vacuum()
  }
}

/// Runs an actor's jobs one after another on a queue of its own.
///
/// A flush to the disk then blocks none of the few threads that verify signatures, and jobs run in
/// the order in which they came.
private final class StorageQueue: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
