import PanelCore
import PanelProtocol
import PanelStore

/// Who may read what of a round.
extension Rounds {
  /// Whether a token reaches a round at all: its coordinator's, or an auditor's of it.
  static func mayRead(_ holder: StoredHolder, _ round: StoredRound) -> Bool {
    switch holder.role {
    case .coordinator: round.coordinator == holder.name
    case .auditor: holder.reaches(round.round)
    }
  }

  /// Refuses ratings before the time for objections has ended, and to whom they are not for.
  ///
  /// The coordinator makes the release and an auditor sees what was released. Where the coordinator
  /// has declared a tie it is the other way round: the auditor makes the release, and the
  /// coordinator sees it once it is public.
  func requireRatings(of id: RoundID, for holder: StoredHolder) async throws {
    let phase = try await round(id).phase
    guard phase >= .closed, phase != .void else {
      throw ProblemReport(
        .wrongPhase,
        "ratings can be read after closing; the round is \(phase)",
        fix: phase == .void
          ? "a round that was given up has no result"
          : "wait until it has closed; under a manual schedule: panel round close \(id)"
      )
    }
    try requireEndOfObjections(id)
    let history = try history(id)
    switch holder.role {
    case .coordinator: try requireNoConflict(of: id)
    case .auditor:
      // Else a coordinator with a tie could let themselves in under another name.
      let isConflicted = !history.coordinatorConflicts.isEmpty && history.publishedAt == nil
      guard !isConflicted || holder.isIndependent(in: id) else {
        throw ProblemReport(
          .notPermitted,
          "the coordinator has declared a tie, and it was the coordinator who let you in",
          fix: "ask the operator for a link: paneld link --data DIR --role auditor --round \(id)"
        )
      }
      guard isConflicted || history.release != nil else {
        throw ProblemReport(
          .wrongPhase,
          "an auditor reads what was released, and nothing has been released yet",
          fix: "ask the coordinator to make the release: panel release \(id) --to DIR"
        )
      }
    }
  }

  /// Refuses a coordinator with a declared tie what is not yet public.
  func requireNoConflict(of id: RoundID) throws {
    let history = try history(id)
    guard history.coordinatorConflicts.isEmpty || history.publishedAt != nil else {
      throw ProblemReport(
        .notPermitted,
        "you have declared a tie, and see no rating before publication",
        fix: "an auditor makes the release: panel release \(id) --to DIR; you sign it unseen: "
          + "panel round sign-release \(id) FILE"
      )
    }
  }
}
