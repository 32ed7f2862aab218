import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

extension StoredHolder {
  /// Whether the token reaches a round at all: as its coordinator, or as an auditor of it.
  func mayRead(_ round: StoredRound) -> Bool {
    switch role {
    case .coordinator: round.coordinator == name
    case .auditor: reaches(round.round)
    }
  }
}

/// What may be read of a round, and by whom.
extension Round {
  /// What anyone may know of the round.
  func status() async throws -> RoundStatus {
    let stored = try await stored()
    return RoundStatus(
      round: id,
      phase: stored.phase,
      manifestHash: stored.manifestHash.map(Hexadecimal.text),
      schedule: stored.phase > .draft ? try history().schedule : nil
    )
  }

  /// One of the round's public files.
  func file(_ path: any KeyPath<RoundFiles, URL> & Sendable) async throws -> Data {
    let (phase, url) = (try await stored().phase, files[keyPath: path])
    guard phase > .draft, let data = try? Data(contentsOf: url) else {
      throw ProblemReport(
        .notFound,
        "\(url.lastPathComponent) does not exist yet; the round is \(phase)",
        fix: "try again in a later phase"
      )
    }
    return data
  }

  /// The log; empty in draft.
  func log() async throws -> LogLines {
    LogLines(lines: try await stored().phase > .draft ? try history().log.lines : [])
  }

  /// The rows of the submission tree.
  func tree() async throws -> TreeLines {
    try await requireClosed("the tree exists after closing")
    return TreeLines(rows: try await writer().allWithoutBodies().map(\.treeLine))
  }

  /// The bodies of all submissions, for those who may read ratings.
  func bodies(for holder: StoredHolder) async throws -> SubmissionBodies {
    try await requireClosed("ratings can be read after closing")
    try requireRatings(for: holder)
    return SubmissionBodies(bodies: try await writer().all().map(\.body))
  }

  /// The sealed links of a confidential round.
  func sealedLinks() async throws -> SealedLinks {
    try requireNoConflict()
    try await requireClosed("links can be opened after closing")
    return SealedLinks(
      links: try registry.sealedLinks(of: id).map {
        SealedLink(invitation: $0.identifier, sealed: $0.sealed)
      }
    )
  }

  private func requireClosed(_ title: String) async throws {
    let phase = try await stored().phase
    guard phase >= .closed, phase != .void else {
      throw ProblemReport(
        .wrongPhase,
        "\(title); the round is \(phase)",
        fix: phase == .void
          ? "a void round has no result"
          : "wait until it has closed; under a manual schedule: panel round close \(id)"
      )
    }
  }

  /// Refuses ratings before the time for objections has ended, and to anyone they are not for.
  ///
  /// The coordinator makes the release and an auditor sees what was released. If the coordinator
  /// has declared a tie, the auditor makes the release, and the coordinator sees it once it is
  /// public.
  private func requireRatings(for holder: StoredHolder) throws {
    try requireEndOfObjections()
    let history = try history()
    switch holder.role {
    case .coordinator: try requireNoConflict()
    case .auditor:
      // Otherwise a coordinator with a tie could let themselves in under another name.
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

  /// Refuses to show a coordinator with a declared tie what is not yet public.
  private func requireNoConflict() throws {
    let history = try history()
    guard history.coordinatorConflicts.isEmpty || history.publishedAt != nil else {
      throw ProblemReport(
        .notPermitted,
        "you have declared a tie, and see no rating before publication",
        fix: "an auditor makes the release: panel release \(id) --to DIR; you sign it unseen: "
          + "panel round sign-release \(id) FILE"
      )
    }
  }

  // MARK: Counts

  /// A count of submissions and when it was taken.
  private struct Count: Codable {
    var submissions: Int
    var at: Timestamp
  }

  /// Counts for the coordinator; until closing, submissions are counted in fives and at most once a
  /// day.
  func progress() async throws -> RoundProgress {
    let stored = try await stored()
    let context = try context()
    let count = try await submissions(in: stored.phase)
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
      schedule: try history().schedule
    )
  }

  /// Exact counts during rating, or counts at any moment, would reveal whether somebody just
  /// submitted.
  private func submissions(in phase: Phase) async throws -> Count? {
    guard phase >= .rating, phase != .void else { return nil }
    if try history().destructionOrdered != nil { return nil }
    let writer = try writer()
    guard phase == .rating else {
      return Count(submissions: try await writer.count(), at: now())
    }
    let last = (try? Data(contentsOf: files.progress)).flatMap {
      try? JSONDecoder().decode(Count.self, from: $0)
    }
    if let last, now() < last.at.advanced(by: 24 * 3600), last.at <= now() { return last }
    let count = Count(submissions: try await writer.count() / 5 * 5, at: now())
    try DurableFile.write(try CanonicalJSON.encodeReadable(count), to: files.progress)
    return count
  }
}
