import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// All rounds of the server: their files, their phases, and who may do what when.
///
/// Every change of a phase goes through here, one at a time. Checking submissions does not.
actor Rounds {
  let registry: Registry
  let directory: DataDirectory
  let now: @Sendable () -> Timestamp
  private var contexts: [RoundID: RoundContext] = [:]
  private var courses: [RoundID: RoundHistory] = [:]
  private var writers: [RoundID: SubmissionWriter] = [:]

  init(
    registry: Registry,
    directory: DataDirectory,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.registry = registry
    self.directory = directory
    self.now = now
  }

  // MARK: Looking up

  /// The round as it stands now, after whatever is due has been done.
  func round(_ id: RoundID) async throws -> StoredRound {
    guard let stored = try registry.round(id) else {
      throw ProblemReport(
        .notFound,
        "there is no round '\(id)' on this server",
        fix: "check the round's name and the server's address"
      )
    }
    // A step that cannot be made must not keep anybody from reading, nor the coordinator from
    // giving the round up; the clock reports it to the operator.
    if let advanced = try? await advance(stored) { return advanced }
    return try registry.round(id) ?? stored
  }

  /// What is fixed of a sealed round.
  func context(_ id: RoundID) throws -> RoundContext {
    if let context = contexts[id] { return context }
    let files = directory.round(id)
    guard let stored = try registry.round(id), let hash = stored.manifestHash else {
      throw ProblemReport(
        .notFound,
        "the round '\(id)' is not sealed yet",
        fix: "come back when the coordinator has sealed it: panel round create"
      )
    }
    let manifest = try Data(contentsOf: files.manifest)
    let context = try RoundContext(
      manifestBytes: manifest,
      surveyBytes: try Data(contentsOf: files.survey),
      receiptKey: try receiptKey(of: id)
    )
    guard context.hash.bytes == hash else {
      throw ProblemReport(
        .failure,
        "the manifest on disk is not the sealed one",
        fix: "the operator restores the data directory from a backup"
      )
    }
    contexts[id] = context
    return context
  }

  func writer(_ id: RoundID) async throws -> SubmissionWriter {
    if let writer = writers[id] { return writer }
    if let ordered = try history(id).destructionOrdered {
      throw ProblemReport(
        .notFound,
        "what this round held of ratings was destroyed, by order of \(ordered.koreanTime)",
        fix: "ask who has a release of it"
      )
    }
    let isOpen = try registry.round(id)?.phase == .rating
    let box = try SubmissionStore(path: directory.round(id).submissions.path)
    let writer = try SubmissionWriter(box: box, isOpen: isOpen)
    writers[id] = writer
    return writer
  }

  /// Gives up the open file of a round's submissions.
  func forgetWriter(_ id: RoundID) { writers[id] = nil }

  /// What the log says of a sealed round.
  func history(_ id: RoundID) throws -> RoundHistory {
    if let history = courses[id] { return history }
    let context = try context(id)
    let lines = try registry.log(of: id).map {
      LogLine(entry: $0.entry, signature: $0.signature)
    }
    let history: RoundHistory
    do throws(HistoryProblem) {
      history = try RoundHistory(manifest: context.manifest, hash: context.hash, lines: lines)
    } catch {
      // Nothing is decided by a log that does not hold: the registry was changed by hand.
      throw ProblemReport(
        .failure,
        "line \(error.index + 1) of the round's log does not hold",
        detail: error.message.en,
        fix: "the operator restores the registry from a backup"
      )
    }
    courses[id] = history
    return history
  }

  /// Takes a line that may follow, and moves the round to where the log then says it stands.
  ///
  /// Where more than the phase changes, `storing` writes all of it in one transaction.
  func commit(
    _ line: LogLine,
    in id: RoundID,
    storing: ((_ position: Int) throws -> Void)? = nil
  ) throws {
    var history = try history(id)
    let before = (phase: history.phase, count: history.entries.count)
    do throws(HistoryProblem) {
      try history.take(line)
    } catch {
      switch error.kind {
      case .unreadable:
        throw ProblemReport(
          .malformed,
          "the log entry cannot be read",
          fix: "use a panel of the same version"
        )
      case .signature:
        throw ProblemReport(
          .logMoved,
          "the log entry does not follow on the last one",
          fix: "fetch the log again"
        )
      case .rule:
        throw ProblemReport(
          .wrongPhase,
          "the round is \(history.phase): \(error.message.en)",
          fix: "see where it stands: panel round progress \(id)"
        )
      }
    }
    // Should a write fail after all, the log is read again instead of guessing what is in it.
    courses[id] = nil
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
    courses[id] = history
  }

  /// Signs an entry of the server's own and takes it.
  func commit(_ entry: LogEntry, in id: RoundID) throws {
    var history = try history(id)
    try commit(try history.append(entry, with: try context(id).receiptKey), in: id)
  }

  // MARK: Draft and sealing

  /// Makes the keys of a new round, then records it.
  func create(_ id: RoundID, by coordinator: StoredHolder) throws -> RoundKeys {
    guard id.isWellFormed else {
      throw ProblemReport(
        .malformed,
        "'\(id)' cannot name a round",
        fix: "use letters, digits, '.', '_' and '-', at most 64"
      )
    }
    let files = directory.round(id)
    if let stored = try registry.round(id) {
      // A rerun after a lost answer finds the same keys; sealing refuses any other manifest.
      guard stored.coordinator == coordinator.name else {
        throw ProblemReport(
          .conflict,
          "the round '\(id)' exists already",
          fix: "choose another name with --round"
        )
      }
      return RoundKeys(issuerKey: stored.issuerKey, receiptKey: stored.receiptKey)
    }
    try DurableFile.createDirectory(files.url)
    let issuer = try IssuerPrivateKey.generate()
    let receipt = Curve25519.Signing.PrivateKey()
    try DurableFile.write(issuer.derRepresentation, to: files.issuerKey)
    try DurableFile.write(receipt.rawRepresentation, to: files.receiptKey)
    let keys = RoundKeys(
      issuerKey: issuer.publicSPKI,
      receiptKey: receipt.publicKey.rawRepresentation
    )
    try registry.addRound(
      id,
      coordinator: coordinator.name,
      issuerKey: keys.issuerKey,
      receiptKey: keys.receiptKey
    )
    return keys
  }

  /// Fixes manifest and survey for good.
  func seal(_ id: RoundID, _ sealing: Sealing, by coordinator: StoredHolder) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    let hash = ManifestHash(manifest: sealing.manifest)
    if stored.manifestHash == hash.bytes { return }
    guard stored.phase == .draft else {
      throw ProblemReport(
        .wrongPhase,
        "the round '\(id)' is sealed; its manifest cannot change",
        fix: "create another: panel round create SURVEY --round NAME"
      )
    }
    let context = try RoundContext(
      manifestBytes: sealing.manifest,
      surveyBytes: sealing.survey,
      receiptKey: try receiptKey(of: id)
    )
    guard context.manifest.round == id, context.manifest.issuerKey == stored.issuerKey,
      context.manifest.receiptKey == stored.receiptKey,
      context.manifest.coordinatorKey == coordinator.key
    else {
      throw ProblemReport(
        .doesNotFit,
        "the manifest names another round or other keys",
        fix: "run panel round create again, with the key and for the server it was made for"
      )
    }
    if case .times(_, let enrolTo, _, _) = context.manifest.schedule, enrolTo <= now() {
      throw ProblemReport(
        .doesNotFit,
        "enrolling would end in the past, at \(enrolTo.koreanTime)",
        fix: "check the dates, the year among them"
      )
    }
    guard ManifestSignature.isValid(sealing.signature, for: hash, by: coordinator.key) else {
      throw ProblemReport(
        .badSignature,
        "the manifest's signature does not verify",
        fix: "sign with the key that you joined with: set PANEL_HOME to its folder"
      )
    }
    var history = RoundHistory(manifest: context.manifest, hash: hash)
    try requireTime(of: try entry(of: sealing.log, by: coordinator, .sealed))
    do throws(HistoryProblem) {
      try history.take(sealing.log)
    } catch {
      throw ProblemReport(
        .badSignature,
        "the log entry 'sealed' does not verify",
        detail: error.message.en,
        fix: "sign with the key that you joined with: set PANEL_HOME to its folder"
      )
    }
    let files = directory.round(id)
    try DurableFile.write(sealing.survey, to: files.survey)
    try DurableFile.write(sealing.signature, to: files.manifestSignature)
    try DurableFile.write(sealing.manifest, to: files.manifest)
    try registry.move(
      id,
      from: .draft,
      to: .sealed,
      manifest: (hash: hash.bytes, seats: context.manifest.seats),
      log: [StoredLogEntry(sealing.log)],
      at: 0
    )
    contexts[id] = context
    courses[id] = history
  }

  // MARK: Checks

  func requireOwner(_ coordinator: StoredHolder, of round: StoredRound) throws {
    guard round.coordinator == coordinator.name else {
      throw ProblemReport(
        .notPermitted,
        "the round '\(round.round)' belongs to another coordinator",
        fix: "see which are yours: panel round list"
      )
    }
  }

  func requirePanel(_ id: RoundID) throws {
    let enrolled = try registry.enrolments(of: id).count
    let needed = try context(id).manifest.minimumPanel
    guard enrolled >= needed else {
      throw ProblemReport(
        .wrongPhase,
        "\(enrolled) have enrolled; the minimum panel is \(needed)",
        fix: "wait for more to enrol, or give the round up: panel round void \(id) --reason …"
      )
    }
  }

  private func receiptKey(of id: RoundID) throws -> Curve25519.Signing.PrivateKey {
    try Curve25519.Signing.PrivateKey(
      rawRepresentation: try Data(contentsOf: directory.round(id).receiptKey)
    )
  }

  func entry(
    of line: LogLine,
    by coordinator: StoredHolder,
    _ actions: LogEntry.Action...
  ) throws -> LogEntry {
    try self.entry(of: line, by: coordinator, actions)
  }

  func entry(
    of line: LogLine,
    by coordinator: StoredHolder,
    _ actions: [LogEntry.Action]
  ) throws -> LogEntry {
    guard let entry = try? LogEntry(bytes: line.entry), entry.actor == coordinator.name,
      actions.contains(entry.action)
    else {
      throw ProblemReport(
        .malformed,
        "the log entry is not one of: \(actions)",
        fix: "use a panel of the same version"
      )
    }
    return entry
  }
}

extension StoredLogEntry {
  init(_ line: LogLine) { self.init(entry: line.entry, signature: line.signature) }
}

extension StoredSubmission {
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
