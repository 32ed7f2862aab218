import PanelCore
import PanelProtocol

/// What a submission is checked against, and who stores it.
struct SubmissionWindow: Sendable {
  var phase: Phase
  /// Whether the time for rating has passed and that could not be written down: nothing is taken.
  var isOverdue: Bool
  var voidReason: String?
  var context: RoundContext
  var writer: SubmissionWriter
}

extension Rounds {
  /// Where a round stands for a submission.
  ///
  /// While people rate and nothing is due this comes from memory: the registry is not asked for each
  /// submission. Rating is over from its end on, whether or not that could be written down yet.
  func standing(_ id: RoundID) async throws -> SubmissionWindow {
    var history = try history(id)
    if history.phase != .rating || history.isRatingOver(at: now()) {
      _ = try await round(id)
      history = try self.history(id)
    }
    return SubmissionWindow(
      phase: history.phase,
      isOverdue: history.phase == .rating && history.isRatingOver(at: now()),
      voidReason: history.voidReason,
      context: try context(id),
      writer: try await writer(id)
    )
  }
}

extension RoundHistory {
  /// Whether the end of rating in force has passed; never under a manual schedule.
  fileprivate func isRatingOver(at now: Timestamp) -> Bool {
    schedule.end(of: .rating).map { now >= $0 } ?? false
  }
}
