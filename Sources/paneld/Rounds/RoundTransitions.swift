import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// How a round moves from phase to phase: by signed entries, or when it is due.
extension Round {
  /// The entries that a coordinator may send by `POST …/log`; others have their own routes.
  static let coordinatorActions: [LogEntry.Action] = [
    .opened, .closed, .extended, .voided, .codesOpened, .released, .excluded, .waived, .linkOpened,
    .published, .conflicted, .archived, .destroyed,
  ]

  /// Takes a signed entry of the coordinator.
  func take(_ line: LogLine, by coordinator: StoredHolder) async throws {
    let stored = try await stored()
    try requireOwner(coordinator, of: stored)
    let entry = try entry(of: line, by: coordinator, Round.coordinatorActions)
    try requireTime(of: entry)
    let isManual = try context().manifest.schedule == .manual
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
      try requirePanel()
    case (.released, _), (.published, _): try requireEndOfObjections()
    default: break
    }
    try commit(line)
    if entry.action == .opened, entry.phase == .rating { try await writer().open() }
    if entry.action == .voided { try await cancel() }
    _ = try await self.stored()
  }

  private func requirePanel() throws {
    let enrolled = try registry.enrolments(of: id).count
    let needed = try context().manifest.minimumPanel
    guard enrolled >= needed else {
      throw ProblemReport(
        .wrongPhase,
        "\(enrolled) have enrolled; the minimum panel is \(needed)",
        fix: "wait for more to enrol, or void the round: panel round void \(id) --reason …"
      )
    }
  }

  /// Does everything that is due: transitions by time, and the rest of an interrupted one.
  func advance(_ round: StoredRound) async throws -> StoredRound {
    var stored = round
    while let next = try await step(stored) { stored = next }
    return stored
  }

  /// Does one step and returns the new row; `nil` when nothing is due.
  ///
  /// Each step can be repeated after a crash.
  private func step(_ stored: StoredRound) async throws -> StoredRound? {
    guard stored.phase >= .sealed else { return nil }
    let history = try history()
    let isOverlapping = history.manifest.phases == .overlapping
    if history.destructionOrdered != nil {
      guard history.erasedAt == nil else { return nil }
      try await erase()
    } else if history.phase == .void {
      guard FileManager.default.fileExists(atPath: files.issuerKey.path) else {
        return nil
      }
      try await cancel()
    } else if history.enrollingEnds
      || (isOverlapping && history.phase == .closed && history.issuance == nil)
    {
      try destroyKey()
    } else if history.phase == .closed, history.heads.isEmpty {
      try await fixTree()
    } else if case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = history.schedule {
      let now = now()
      switch history.phase {
      case .sealed where now >= enrolFrom: try commit(server(.opened, .enrolling))
      case .enrolling where isOverlapping && now >= rateFrom,
        .enrolled where now >= rateFrom:
        try commit(server(.opened, .rating))
        try await writer().open()
      case .enrolling where !isOverlapping && now >= enrolTo:
        try await end(.enrolling, history)
      case .rating where now >= rateTo: try await end(.rating, history)
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

  /// Ends a phase whose time is over; if too few have enrolled by then, extends it once or voids
  /// the round, as the manifest says.
  private func end(_ phase: Phase, _ history: RoundHistory) async throws {
    let manifest = history.manifest
    let endsEnrolling = phase == .enrolling || manifest.phases == .overlapping
    let enrolled = try registry.enrolments(of: id).count
    guard endsEnrolling, enrolled < manifest.minimumPanel else {
      return try commit(server(.closed, phase))
    }
    let seconds = manifest.automaticExtensionSeconds
    if seconds > 0, !history.wasExtendedAutomatically, let end = history.schedule.end(of: phase) {
      var entry = server(.extended, phase)
      entry.count = enrolled
      entry.until = end.advanced(by: Int64(seconds))
      try commit(entry)
    } else {
      var entry = LogEntry(.voided, actor: LogEntry.server, at: now(), count: enrolled)
      entry.reason = LogEntry.belowMinimumPanel
      try commit(entry)
      try await cancel()
    }
  }

  /// Takes no more submissions and destroys the issuer key of a void round.
  private func cancel() async throws {
    if FileManager.default.fileExists(atPath: files.submissions.path) {
      try await writer().close()
    }
    if FileManager.default.fileExists(atPath: files.issuerKey.path) {
      try DurableFile.remove(files.issuerKey)
    }
  }

  /// Destroys what the server holds of persons and ratings at the end of retention, and logs it.
  ///
  /// The log already holds the coordinator's order; each step can be repeated after a crash.
  /// Manifest, survey and log stay: they name nobody and show what was done.
  private func erase() async throws {
    let history = try history()
    forgetWriter()
    // The ratings first, and overwritten: a file that is merely unlinked stays on the disk for
    // long.
    try Erasure.erase(files.submissions.path)
    try Erasure.erase(files.submissionsJournal.path)
    try Erasure.eraseCopies(of: files.submissions.path)
    for path in [\RoundFiles.issuerKey, \.issuance, \.issuanceHead, \.progress] {
      try DurableFile.remove(files[keyPath: path])
    }
    let claims = (try? FileManager.default.contentsOfDirectory(atPath: files.claims.path)) ?? []
    for name in claims { try Erasure.erase(files.claims.appending(path: name).path) }
    try registry.erasePersons(of: id)
    try commit(
      LogEntry(.erased, actor: LogEntry.server, at: now(), count: history.heads.last?.count)
    )
  }

  /// Completes at the start what a killed process left unfinished.
  ///
  /// Opening the submissions vacuums them, since the last writes may lie in order of arrival; a
  /// claim that was accepted gets its head.
  func recover(_ stored: StoredRound) async throws {
    let hasKey = FileManager.default.fileExists(atPath: files.issuerKey.path)
    if stored.phase < .enrolled, !hasKey, !stored.enrollingEnds {
      throw ProblemReport(
        .failure,
        "the issuer key is missing, as after a restore: nobody can enrol; void the round",
        fix: "tell the coordinator: panel round void \(id) --reason …"
      )
    }
    if stored.phase == .rating { _ = try writer() }
    // The process was killed after it voided the round and before it closed the submissions.
    if stored.phase == .void, FileManager.default.fileExists(atPath: files.submissions.path),
      try history().destructionOrdered == nil
    {
      try await writer().close()
    }
    if stored.phase == .closed { try await finishClaims() }
  }
}
