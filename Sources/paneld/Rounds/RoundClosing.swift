import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// What follows the last submission: the tree, its heads, and claims against it.
extension Round {
  /// Fixes the tree of the submissions; repeating it gives the same root.
  func fixTree() async throws {
    try await writer().close()
    let tree = try await merkleTree()
    // Another request may have fixed it while this one waited for the writer.
    guard try history().heads.isEmpty else { return }
    try commit(
      LogEntry(
        .treeFixed,
        actor: LogEntry.server,
        at: now(),
        count: tree.count,
        root: Hexadecimal.text(tree.root)
      )
    )
  }

  private func merkleTree() async throws -> MerkleTree {
    let hash = try context().hash
    return MerkleTree(
      leaves: try await writer().allWithoutBodies().map { $0.treeLine.leaf(manifest: hash) }
    )
  }

  /// The signed heads of the tree in order, as the log has them.
  func treeHeads() throws -> TreeHeads {
    let context = try context()
    let heads = try history().heads
    guard !heads.isEmpty else {
      throw ProblemReport(
        .notFound,
        "the tree is not fixed yet",
        fix: "try again when the round has closed"
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

  /// Refuses ratings, and therefore scores, until the time for objections is over; the tree and its
  /// head are public before.
  func requireEndOfObjections() throws {
    let end = try history().objectionsEnd
    guard let end, now() >= end else {
      throw ProblemReport(.objectionsOpen, about: end?.koreanTime)
    }
  }

  /// Stores a submission whose receipt was checked, under a new head.
  func reinstate(_ submission: StoredSubmission) async throws {
    let end = try history().objectionsEnd ?? now()
    switch try await writer().reinstate(submission) {
    case .stored, .alreadyStored: try await logClaim(by: end)
    case .stale(let revision):
      throw ProblemReport(
        .stale,
        "revision \(revision) is counted, which is later than this one",
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

  /// Logs a new head if a claim has changed the tree.
  ///
  /// A claim that was taken in time is dated no later than the end of objections, even if the
  /// server was killed and finishes it afterwards.
  private func logClaim(by end: Timestamp) async throws {
    let tree = try await merkleTree()
    let root = Hexadecimal.text(tree.root)
    guard let last = try history().heads.last, root != last.root else { return }
    var entry = LogEntry(
      .reinstated,
      actor: LogEntry.server,
      at: min(now(), end),
      count: tree.count,
      root: root
    )
    entry.previousRoot = last.root
    try commit(entry)
  }

  // MARK: Claims that a crash may interrupt

  /// Writes a claim down before anything is changed by it.
  func keep(_ claim: SubmissionClaim) throws -> URL {
    try DurableFile.createDirectory(files.claims)
    let bytes = try CanonicalJSON.encode(claim)
    let file = files.claims.appending(path: ContentHash.hex(bytes) + ".json")
    try DurableFile.write(bytes, to: file)
    return file
  }

  /// Reinstates the claims that were accepted before the server was killed.
  func finishClaims() async throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: files.claims.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".json") {
      let file = files.claims.appending(path: name)
      let claim = try JSONDecoder().decode(SubmissionClaim.self, from: Data(contentsOf: file))
      do {
        _ = try await SubmissionIntake(round: self).reinstate(claim)
      } catch is ProblemReport {
        // It is refused now as it would have been then.
      }
      try DurableFile.remove(file)
    }
  }
}
