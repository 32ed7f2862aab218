import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// What happens after the last submission: the tree, objections to it, and its heads.
extension Rounds {
  /// Fixes the tree of the submissions; repeating it gives the same root.
  func fixTree(_ id: RoundID) async throws {
    try await writer(id).close()
    let tree = try await tree(id)
    // Another request may have got here while this one waited for the writer.
    guard try history(id).heads.isEmpty else { return }
    try commit(
      LogEntry(
        .treeFixed,
        actor: LogEntry.server,
        at: now(),
        count: tree.count,
        root: Hexadecimal.text(tree.root)
      ),
      in: id
    )
  }

  private func tree(_ id: RoundID) async throws -> MerkleTree {
    let hash = try context(id).hash
    return MerkleTree(
      leaves: try await writer(id).allWithoutBodies().map { $0.treeLine.leaf(manifest: hash) }
    )
  }

  /// The signed heads of the tree, in order; they follow from the log.
  func treeHeads(_ id: RoundID) throws -> TreeHeads {
    let context = try context(id)
    let heads = try history(id).heads
    guard !heads.isEmpty else {
      throw ProblemReport(
        .notFound,
        "the tree is not fixed yet",
        fix: "come back when the round has closed"
      )
    }
    return TreeHeads(
      heads: try heads.map {
        try TreeHead.sign(
          kind: .submissions,
          count: UInt64($0.count),
          root: Hexadecimal.bytes($0.root) ?? Data(),
          manifest: context.hash,
          with: context.receiptKey
        )
      }
    )
  }

  /// Ratings and so scores wait until drops can no longer be shown; tree and head do not.
  func requireEndOfObjections(_ id: RoundID) throws {
    let end = try history(id).objectionsEnd
    guard let end, now() >= end else {
      throw ProblemReport(
        .wrongPhase,
        "the time for objections runs until \(end?.koreanTime ?? "later")",
        fix: "come back then; the tree and its head are public already"
      )
    }
  }

  /// Puts a submission back, whose receipt was checked, under a new head.
  func reinstate(
    _ submission: StoredSubmission,
    in id: RoundID
  ) async throws {
    let end = try history(id).objectionsEnd ?? now()
    switch try await writer(id).reinstate(submission) {
    case .stored, .alreadyStored: try await logClaim(in: id, by: end)
    case .stale(let revision):
      throw ProblemReport(
        .stale,
        "revision \(revision) is counted, a later one than this",
        fix: "nothing is missing; if the later one is not yours, call the auditor",
        revision: revision
      )
    case .conflict(let revision):
      throw ProblemReport(
        .conflict,
        "another body is counted under revision \(revision): two receipts contradict each other",
        fix: "call the auditor with the receipt; this server signed both",
        revision: revision
      )
    }
  }

  /// Makes a new head where a claim has changed the tree; one that was taken in time gets it, however
  /// late the server comes to it.
  private func logClaim(in id: RoundID, by end: Timestamp) async throws {
    let tree = try await tree(id)
    let root = Hexadecimal.text(tree.root)
    guard let last = try history(id).heads.last, root != last.root else { return }
    var entry = LogEntry(
      .reinstated,
      actor: LogEntry.server,
      at: min(now(), end),
      count: tree.count,
      root: root
    )
    entry.previousRoot = last.root
    try commit(entry, in: id)
  }

  // MARK: Claims that a crash may interrupt

  /// Keeps a claim before anything is changed by it.
  func keep(_ claim: SubmissionClaim, in id: RoundID) throws -> URL {
    let folder = directory.round(id).claims
    try DurableFile.createDirectory(folder)
    let bytes = try CanonicalJSON.encode(claim)
    let file = folder.appending(path: ContentHash.hex(bytes) + ".json")
    try DurableFile.write(bytes, to: file)
    return file
  }

  /// Reinstates what was accepted before the server was killed; nothing but a claim makes a head.
  func finishClaims(_ id: RoundID) async throws {
    let folder = directory.round(id).claims
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".json") {
      let file = folder.appending(path: name)
      let claim = try JSONDecoder().decode(SubmissionClaim.self, from: Data(contentsOf: file))
      do {
        _ = try await SubmissionIntake(rounds: self).reinstate(claim, in: id)
      } catch is ProblemReport {
        // It was refused then as it is now.
      }
      try DurableFile.remove(file)
    }
  }
}
