import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// What a coordinator may know while a round runs.
extension Rounds {
  /// A count of submissions and when it was taken.
  private struct Count: Codable {
    var submissions: Int
    var at: Timestamp
  }

  /// Counts; those of submissions in fives and at most once a day until closing.
  func progress(of id: RoundID) async throws -> RoundProgress {
    let stored = try await round(id)
    let context = try context(id)
    let count = try await submissions(of: stored)
    let enrolled = Set(try registry.enrolments(of: id).map(\.identifier))
    let invited = try registry.invitations(of: id).filter { !$0.revoked }
    return RoundProgress(
      phase: stored.phase,
      seats: context.manifest.seats,
      minimumPanel: context.manifest.minimumPanel,
      invited: invited.count,
      enrolled: enrolled.count,
      declined: invited.count { $0.declined && !enrolled.contains($0.identifier) },
      submissionsAtLeast: count?.submissions ?? 0,
      submissionsAsOf: count?.at,
      schedule: try history(id).schedule
    )
  }

  /// Exact counts during rating, or counts at any moment, would show whether somebody just submitted.
  private func submissions(of round: StoredRound) async throws -> Count? {
    guard round.phase >= .rating, round.phase != .void else { return nil }
    if try history(round.round).destructionOrdered != nil { return nil }
    let writer = try await writer(round.round)
    guard round.phase == .rating else {
      return Count(submissions: try await writer.count(), at: now())
    }
    let file = directory.round(round.round).progress
    let told = (try? Data(contentsOf: file)).flatMap {
      try? JSONDecoder().decode(Count.self, from: $0)
    }
    if let told, now() < told.at.advanced(by: 24 * 3600), told.at <= now() { return told }
    let count = Count(submissions: try await writer.count() / 5 * 5, at: now())
    try DurableFile.write(try CanonicalJSON.encodeReadable(count), to: file)
    return count
  }
}
