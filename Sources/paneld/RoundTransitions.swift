import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// How rounds move from phase to phase: by signed entries, or when it is due.
extension Rounds {
  /// Takes a signed entry that opens or closes a phase of a round with a manual schedule.
  func take(
    _ line: LogLine,
    in id: RoundID,
    by coordinator: StoredCoordinator
  ) async throws {
    let stored = try await round(id)
    try requireOwner(coordinator, of: stored)
    guard try context(id).manifest.schedule == .manual else {
      throw ProblemReport(
        .wrongPhase,
        "the phases of this round change by its schedule, not by command"
      )
    }
    let entry = try entry(of: line, by: coordinator, .opened, .closed)
    let position = try checkedPosition(of: line, in: id, by: coordinator.key)
    let stands = StoredLogEntry(line)
    switch (stored.phase, entry.action, entry.phase) {
    case (.sealed, .opened, .enrolling):
      guard try registry.invitationListSignature(of: id) != nil else {
        throw ProblemReport(
          .wrongPhase,
          "nobody has been invited yet",
          fix: "run panel round invite first"
        )
      }
      try registry.move(id, from: .sealed, to: .enrolling, log: [stands], at: position)
    case (.enrolling, .closed, .enrolling):
      try registry.move(
        id,
        from: .enrolling,
        to: .enrolling,
        enrollingEnds: true,
        log: [stands],
        at: position
      )
      _ = try await round(id)
    case (.enrolled, .opened, .rating):
      try requirePanel(id)
      try registry.move(id, from: .enrolled, to: .rating, log: [stands], at: position)
      try await writer(id).open()
    case (.rating, .closed, .rating):
      try registry.move(id, from: .rating, to: .closed, log: [stands], at: position)
      _ = try await round(id)
    default:
      throw ProblemReport(
        .wrongPhase,
        "the round is \(stored.phase); \(entry.action) \(entry.phase?.rawValue ?? "") "
          + "does not follow"
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
    if stored.phase == .enrolling, stored.enrollingEnds {
      try endEnrolling(id)
    } else if stored.phase == .closed {
      guard !FileManager.default.fileExists(atPath: directory.round(id).treeHead.path) else {
        return nil
      }
      try await fixTree(id)
    } else if stored.phase >= .sealed, stored.phase < .closed,
      let due = try context(id).manifest.schedule.phaseDue(at: now()), due > stored.phase
    {
      let position = try registry.log(of: id).count
      switch stored.phase {
      case .sealed:
        let entry = try serverEntry(.opened, phase: .enrolling, in: id)
        try registry.move(id, from: .sealed, to: .enrolling, log: [entry], at: position)
      case .enrolling:
        let entry = try serverEntry(.closed, phase: .enrolling, in: id)
        try registry.move(
          id,
          from: .enrolling,
          to: .enrolling,
          enrollingEnds: true,
          log: [entry],
          at: position
        )
      case .enrolled:
        // Below the minimum panel the round stays here: it is never rated.
        do { try requirePanel(id) } catch is ProblemReport { return nil }
        let entry = try serverEntry(.opened, phase: .rating, in: id)
        try registry.move(id, from: .enrolled, to: .rating, log: [entry], at: position)
        try await writer(id).open()
      default:
        let entry = try serverEntry(.closed, phase: .rating, in: id)
        try registry.move(id, from: .rating, to: .closed, log: [entry], at: position)
      }
    } else {
      return nil
    }
    return try registry.round(id)
  }

  /// Opens the submissions of every round that is being rated.
  ///
  /// Called at start: a process that was killed may have left its last writes in order of arrival,
  /// and opening the file vacuums it.
  func openBoxes() async throws {
    for stored in try registry.rounds() where stored.phase == .rating {
      _ = try await writer(stored.round)
    }
  }

  /// Does what is due in every round; called at start and every second.
  func advanceAll() async throws {
    var failure: (any Error)?
    for stored in try registry.rounds() {
      // One round that cannot move on must not keep the others' keys alive.
      do { _ = try await round(stored.round) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  /// Fixes the issuance list, then destroys the key: only in this order, since a key lost before
  /// the list is durable would lose the round.
  private func endEnrolling(_ id: RoundID) throws {
    let context = try context(id)
    let files = directory.round(id)
    let enrolments = try registry.enrolments(of: id).map { enrolment in
      var signed = enrolment
      if signed.blindSignature == nil { signed.blindSignature = try sign(enrolment, in: id) }
      return signed
    }
    let issued = Dictionary(uniqueKeysWithValues: enrolments.map { ($0.identifier, $0) })
    let list = try IssuanceList(
      try registry.invitations(of: id).map { invitation in
        IssuanceLine(
          invitation: invitation.identifier,
          outcome: issued[invitation.identifier].map {
            .issued(
              key: invitation.key,
              blindedHash: ContentHash.sha256($0.blinded),
              proof: $0.proof
            )
          } ?? (invitation.revoked ? .revoked : .notIssued)
        )
      }
    )
    let head = try list.head(manifest: context.hash, with: context.receiptKey)
    try DurableFile.write(list.file, to: files.issuance)
    try DurableFile.write(try CanonicalJSON.encodeReadable(head), to: files.issuanceHead)
    try DurableFile.remove(files.issuerKey)
    let entry = try serverEntry(
      .keyDestroyed,
      count: list.issuedCount,
      root: Hexadecimal.text(head.root),
      in: id
    )
    try registry.move(
      id,
      from: .enrolling,
      to: .enrolled,
      log: [entry],
      at: try registry.log(of: id).count
    )
  }

  /// Ratings and so scores wait until drops can no longer be shown; tree and head do not.
  func requireEndOfObjections(_ id: RoundID) throws {
    let seconds = try context(id).manifest.objectionSeconds
    let fixed = try registry.log(of: id).lazy.compactMap { try? LogEntry(bytes: $0.entry) }
      .first { $0.action == .treeFixed }
    guard let fixed, now() >= fixed.at.advanced(by: Int64(seconds)) else {
      let end = fixed?.at.advanced(by: Int64(seconds)).koreanTime ?? "later"
      throw ProblemReport(
        .wrongPhase,
        "the time for objections runs until \(end)",
        fix: "come back then; the tree and its head are public already"
      )
    }
  }

  /// Fixes the tree of the submissions; repeating it gives the same root.
  private func fixTree(_ id: RoundID) async throws {
    let context = try context(id)
    let writer = try await writer(id)
    try await writer.close()
    let tree = MerkleTree(
      leaves: try await writer.all().map { $0.treeLine.leaf(manifest: context.hash) }
    )
    let head = try TreeHead.sign(
      kind: .submissions,
      tree: tree,
      manifest: context.hash,
      with: context.receiptKey
    )
    let log = try registry.log(of: id)
    let isLogged = try log.contains { try LogEntry(bytes: $0.entry).action == .treeFixed }
    if !isLogged {
      let entry = try serverEntry(
        .treeFixed,
        count: tree.count,
        root: Hexadecimal.text(tree.root),
        in: id
      )
      try registry.move(id, from: .closed, to: .closed, log: [entry], at: log.count)
    }
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(head),
      to: directory.round(id).treeHead
    )
  }
}
