import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// One round: its files, its log and its phase.
///
/// Every change of the round goes through this actor, one at a time. Checking submissions does not.
actor Round {
  nonisolated let id: RoundID
  nonisolated let registry: Registry
  nonisolated let files: RoundFiles
  nonisolated let now: @Sendable () -> Timestamp
  private var knownContext: RoundContext?
  private var knownHistory: RoundHistory?
  private var openWriter: SubmissionWriter?

  init(
    _ id: RoundID,
    registry: Registry,
    files: RoundFiles,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.id = id
    self.registry = registry
    self.files = files
    self.now = now
  }

  // MARK: State

  /// The row of the registry, after everything that is due has been done.
  func stored() async throws -> StoredRound {
    let stored = try row()
    // A step that fails must not prevent reading, nor the coordinator from voiding the round; the
    // clock reports it to the operator.
    if let advanced = try? await advance(stored) { return advanced }
    return try row()
  }

  private func row() throws -> StoredRound {
    guard let row = try registry.round(id) else {
      throw ProblemReport(.unknownRound, about: id.rawValue)
    }
    return row
  }

  /// What sealing fixed.
  func context() throws -> RoundContext {
    if let knownContext { return knownContext }
    guard let hash = try registry.round(id)?.manifestHash else {
      throw ProblemReport(
        .notFound,
        "the round '\(id)' is not sealed yet",
        fix: "try again when the coordinator has sealed it: panel round create"
      )
    }
    let manifest = try Data(contentsOf: files.manifest)
    let context = try RoundContext(
      manifestBytes: manifest,
      surveyBytes: try Data(contentsOf: files.survey),
      receiptKey: try receiptKey()
    )
    guard context.hash.bytes == hash else {
      throw ProblemReport(
        .failure,
        "the manifest on disk is not the sealed one",
        fix: "the operator restores the data directory from a backup"
      )
    }
    knownContext = context
    return context
  }

  /// The state of a sealed round as its log says it.
  func history() throws -> RoundHistory {
    if let knownHistory { return knownHistory }
    let context = try context()
    let lines = try registry.log(of: id).map {
      LogLine(entry: $0.entry, signature: $0.signature)
    }
    let history: RoundHistory
    do throws(HistoryProblem) {
      history = try RoundHistory(manifest: context.manifest, hash: context.hash, lines: lines)
    } catch {
      // Nothing is decided by an invalid log: the registry was changed by hand.
      throw ProblemReport(
        .failure,
        "line \(error.index + 1) of the round's log is invalid",
        detail: error.message.en,
        fix: "the operator restores the registry from a backup"
      )
    }
    knownHistory = history
    return history
  }

  /// The writer of the submissions, opened at the first use.
  func writer() throws -> SubmissionWriter {
    if let openWriter { return openWriter }
    if let ordered = try history().destructionOrdered {
      throw ProblemReport(
        .notFound,
        "the ratings of this round were destroyed, as ordered at \(ordered.koreanTime)",
        fix: "ask for a release of the round"
      )
    }
    let isOpen = try registry.round(id)?.phase == .rating
    let store = try SubmissionStore(path: files.submissions.path)
    let writer = try SubmissionWriter(store: store, isOpen: isOpen)
    openWriter = writer
    return writer
  }

  /// Closes the file of the submissions.
  func forgetWriter() { openWriter = nil }

  func receiptKey() throws -> Curve25519.Signing.PrivateKey {
    try Curve25519.Signing.PrivateKey(rawRepresentation: try Data(contentsOf: files.receiptKey))
  }

  // MARK: The log

  /// Remembers what sealing has just made durable.
  func remember(_ context: RoundContext, _ history: RoundHistory) {
    knownContext = context
    knownHistory = history
  }

  /// Appends a line that may follow, and moves the round to the phase that the log then gives.
  ///
  /// If more than the phase changes, `storing` writes all of it in one transaction.
  func commit(_ line: LogLine, storing: ((_ position: Int) throws -> Void)? = nil) throws {
    var history = try history()
    let before = (phase: history.phase, count: history.entries.count)
    do throws(HistoryProblem) {
      try history.take(line)
    } catch {
      switch error.kind {
      case .unreadable: throw ProblemReport.otherVersion("the log entry cannot be read")
      case .signature:
        throw ProblemReport(
          .logMoved,
          "the log entry does not follow the last one",
          fix: "fetch the log again"
        )
      case .rule:
        throw ProblemReport(
          .wrongPhase,
          "the round is \(history.phase): \(error.message.en)",
          fix: "see its phase: panel round progress \(id)"
        )
      }
    }
    // If a write fails after all, the log is read again.
    knownHistory = nil
    if let storing {
      try storing(before.count)
    } else {
      try registry.move(
        id,
        from: before.phase,
        to: history.phase,
        enrollingEnds: history.enrollingEnds,
        log: [StoredLogEntry(line)],
        at: before.count
      )
    }
    knownHistory = history
  }

  /// Signs an entry of the server itself and appends it.
  func commit(_ entry: LogEntry) throws {
    var history = try history()
    try commit(try history.append(entry, with: try context().receiptKey))
  }

  // MARK: Checks of what a coordinator sends

  func requireOwner(_ coordinator: StoredHolder, of round: StoredRound) throws {
    guard round.coordinator == coordinator.name else {
      throw ProblemReport(
        .notPermitted,
        "the round '\(id)' belongs to another coordinator",
        fix: "see which are yours: panel round list"
      )
    }
  }

  /// Reads the entry of a coordinator's line, which must be one of `actions`.
  func entry(
    of line: LogLine,
    by coordinator: StoredHolder,
    _ actions: [LogEntry.Action]
  ) throws -> LogEntry {
    guard let entry = try? LogEntry(bytes: line.entry), entry.actor == coordinator.name,
      actions.contains(entry.action)
    else { throw ProblemReport.otherVersion("the log entry is not one of: \(actions)") }
    return entry
  }

  /// Refuses an entry whose time differs by more than ten minutes from the server's: an extension
  /// dated back would pass for one made in time.
  func requireTime(of entry: LogEntry) throws {
    let difference = entry.at.seconds - now().seconds
    guard abs(difference) <= 600 else {
      throw ProblemReport(
        .doesNotFit,
        "the entry is dated \(entry.at.koreanTime), the server's clock says "
          + "\(now().koreanTime)",
        fix: "set the clock of your computer, then run the command again"
      )
    }
  }
}

extension StoredLogEntry {
  init(_ line: LogLine) { self.init(entry: line.entry, signature: line.signature) }
}

extension StoredSubmission {
  /// The row of the submission tree.
  var treeLine: TreeLine {
    TreeLine(
      publicKey: credentialKey,
      credentialSignature: credentialSignature,
      revision: revision,
      bodyHash: bodyHash,
      recordCommitment: commitment,
      signature: signature
    )
  }
}

extension ProblemReport {
  /// Refuses what a program of another version has sent.
  static func otherVersion(_ title: String, detail: String? = nil) -> ProblemReport {
    ProblemReport(
      .malformed,
      title,
      detail: detail,
      fix: "use a version of panel that fits this server"
    )
  }
}
