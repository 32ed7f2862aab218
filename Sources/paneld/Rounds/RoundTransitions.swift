import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// How rounds move from phase to phase: by signed entries, or when it is due.
extension Rounds {
  /// What a coordinator may enter by `POST …/log`; the other entries come with what they are about.
  static let coordinatorActions: [LogEntry.Action] = [
    .opened, .closed, .extended, .voided, .codesOpened, .released, .excluded, .waived, .linkOpened,
    .published, .conflicted, .archived, .destroyed,
  ]

  /// Takes a signed entry of the coordinator.
  func take(
    _ line: LogLine,
    in id: RoundID,
    by coordinator: StoredHolder
  ) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    let entry = try entry(of: line, by: coordinator, Rounds.coordinatorActions)
    try requireTime(of: entry)
    let isManual = try context(id).manifest.schedule == .manual
    switch (entry.action, entry.phase) {
    case (.opened, _) where !isManual, (.closed, _) where !isManual:
      throw ProblemReport(
        .wrongPhase,
        "the phases of this round change by its schedule, not by command",
        fix: "wait for the time in panel round progress \(id), or move it: panel round extend \(id)"
      )
    case (.opened, .enrolling) where try registry.invitationListSignature(of: id) == nil:
      throw ProblemReport(
        .wrongPhase,
        "nobody has been invited yet",
        fix: "run panel round invite first"
      )
    case (.closed, .enrolling) where stored.phase == .enrolling,
      (.closed, .rating) where stored.phase == .rating:
      try requirePanel(id)
    case (.released, _), (.published, _): try requireEndOfObjections(id)
    default: break
    }
    try commit(line, in: id)
    if entry.action == .opened, entry.phase == .rating { try await writer(id).open() }
    if entry.action == .voided { try await giveUp(id) }
    _ = try await round(id)
  }

  /// Refuses an entry that is dated otherwise than now: an extension dated back would pass for one
  /// made in time.
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

  /// Does whatever is due: transitions by time, and the steps of one that was interrupted.
  func advance(_ round: StoredRound) async throws -> StoredRound {
    var stored = round
    while let next = try await step(stored) { stored = next }
    return stored
  }

  /// One step, or `nil` when nothing is due.
  ///
  /// Each step can be repeated after a crash.
  private func step(_ stored: StoredRound) async throws -> StoredRound? {
    let id = stored.round
    guard stored.phase >= .sealed else { return nil }
    let history = try history(id)
    let isOverlapping = history.manifest.phases == .overlapping
    if history.destructionOrdered != nil {
      guard history.erasedAt == nil else { return nil }
      try await erase(id)
    } else if history.phase == .void {
      guard FileManager.default.fileExists(atPath: directory.round(id).issuerKey.path) else {
        return nil
      }
      try await giveUp(id)
    } else if history.enrollingEnds
      || (isOverlapping && history.phase == .closed && history.issuance == nil)
    {
      try destroyKey(id)
    } else if history.phase == .closed, history.heads.isEmpty {
      try await fixTree(id)
    } else if case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = history.schedule {
      let now = now()
      switch history.phase {
      case .sealed where now >= enrolFrom: try commit(server(.opened, .enrolling), in: id)
      case .enrolling where isOverlapping && now >= rateFrom,
        .enrolled where now >= rateFrom:
        try commit(server(.opened, .rating), in: id)
        try await writer(id).open()
      case .enrolling where !isOverlapping && now >= enrolTo:
        try await end(.enrolling, of: id, history)
      case .rating where now >= rateTo: try await end(.rating, of: id, history)
      default: return nil
      }
    } else {
      return nil
    }
    return try registry.round(id)
  }

  private func server(_ action: LogEntry.Action, _ phase: Phase) -> LogEntry {
    LogEntry(action, actor: LogEntry.server, at: now(), phase: phase)
  }

  /// Ends a phase that is over; where too few have enrolled by then, extends it once or gives the
  /// round up, as the manifest says.
  private func end(_ phase: Phase, of id: RoundID, _ history: RoundHistory) async throws {
    let manifest = history.manifest
    let endsEnrolling = phase == .enrolling || manifest.phases == .overlapping
    let enrolled = try registry.enrolments(of: id).count
    guard endsEnrolling, enrolled < manifest.minimumPanel else {
      return try commit(server(.closed, phase), in: id)
    }
    let seconds = manifest.automaticExtensionSeconds
    if seconds > 0, !history.wasExtendedAutomatically, let end = history.schedule.end(of: phase) {
      var entry = server(.extended, phase)
      entry.count = enrolled
      entry.until = end.advanced(by: Int64(seconds))
      try commit(entry, in: id)
    } else {
      var entry = LogEntry(.voided, actor: LogEntry.server, at: now(), count: enrolled)
      entry.reason = LogEntry.belowMinimumPanel
      try commit(entry, in: id)
      try await giveUp(id)
    }
  }

  /// Takes nothing more and destroys the issuer key of a round that was given up.
  private func giveUp(_ id: RoundID) async throws {
    if FileManager.default.fileExists(atPath: directory.round(id).submissions.path) {
      try await writer(id).close()
    }
    if FileManager.default.fileExists(atPath: directory.round(id).issuerKey.path) {
      try DurableFile.remove(directory.round(id).issuerKey)
    }
  }

  /// Makes good at the start what a killed process may have left.
  ///
  /// Opening the submissions of a round vacuums them, since the last writes may lie in order of
  /// arrival; a claim that was accepted gets its head. What is wrong with one round is reported and does not keep the others waiting.
  func openBoxes(report: (RoundID, any Error) -> Void) async throws {
    for stored in try registry.rounds() {
      do {
        let isWithoutKey = !FileManager.default.fileExists(
          atPath: directory.round(stored.round).issuerKey.path
        )
        if stored.phase < .enrolled, isWithoutKey, !stored.enrollingEnds {
          throw ProblemReport(
            .failure,
            "the issuer key is not there, as after a restore: nobody can enrol; give the round up",
            fix: "tell the coordinator: panel round void ROUND --reason …"
          )
        }
        if stored.phase == .rating { _ = try await writer(stored.round) }
        // One that was given up by a process which was killed before it could tidy up.
        let box = directory.round(stored.round).submissions.path
        if stored.phase == .void, FileManager.default.fileExists(atPath: box),
          try history(stored.round).destructionOrdered == nil
        {
          try await writer(stored.round).close()
        }
        if stored.phase == .closed { try await finishClaims(stored.round) }
      } catch {
        report(stored.round, error)
      }
    }
  }

  /// Does what is due in every round; called at start and every second.
  func advanceAll() async throws {
    var failure: (any Error)?
    do { try OperatorRequests.carryOut(in: directory, registry, now: now()) } catch {
      failure = error
    }
    for stored in try registry.rounds() {
      // One round that cannot move on must not keep the others' keys alive.
      do { _ = try await advance(stored) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
