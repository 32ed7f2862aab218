import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol

extension Evaluator {
  /// Where the evaluator's submission is in the tree of a closed round.
  enum Counted: Sendable {
    /// It is in this row, from 1, of so many.
    case row(Int, of: Int)
    /// The tree has a revision that this machine has not sent.
    case newer(UInt32)
    /// It was missing or of an older revision, and was reinstated because of its receipt.
    case reinstated
  }

  /// Looks for the evaluator's submission in the whole tree, and claims it if it is missing.
  func claim() async throws -> Counted {
    guard let sent = try state.lastAcknowledged(), let receipt = sent.receipt else {
      throw Failure(
        .missingInput,
        en: "there is no receipt, so nothing can be claimed",
        ko: "제출 확인증이 없어 주장할 수 없습니다",
        fix: (en: "only what the server acknowledged can be claimed", ko: "서버가 확인한 제출만 주장할 수 있습니다")
      )
    }
    return try await PanelClient.with(try server(), pin: try pin()) { client in
      if let counted = try await find(sent, client) { return counted }
      let claim = SubmissionClaim(submission: sent.envelope.wire, receipt: receipt)
      _ = try await client.send(
        .POST,
        Route.path(state.round, .claims),
        claim,
        reply: SubmissionReply.self
      )
      // The server's answer proves nothing: the row must be in the tree of the newest head.
      guard try await find(sent, client) != nil else {
        throw wrongTree(
          en: "the server accepted the claim, but the submission is not in the tree",
          ko: "서버가 이의를 접수했으나 제출이 트리에 들어 있지 않습니다"
        )
      }
      return .reinstated
    }
  }

  /// The evaluator's row in the tree, whose rows must match the last head in the log.
  private func find(_ sent: RoundState.Sent, _ client: PanelClient) async throws -> Counted? {
    let history = try await state.follow(sealed, client: client)
    let rows = try await client.get(
      Route.path(state.round, .tree),
      as: TreeLines.self
    ).rows
    let tree = MerkleTree(leaves: rows.map { $0.leaf(manifest: sealed.hash) })
    guard history.heads.last == .init(count: tree.count, root: Hexadecimal.text(tree.root)) else {
      throw wrongTree(
        en: "the tree that the server shows does not match the tree head in the log",
        ko: "서버가 보여 주는 트리가 회차 기록의 트리 머리와 맞지 않습니다"
      )
    }
    guard let index = rows.firstIndex(where: { $0.publicKey == sent.envelope.publicKey }),
      rows[index].revision >= sent.envelope.revision
    else { return nil }
    guard
      rows[index].revision > sent.envelope.revision
        || rows[index].bodyHash == sent.envelope.bodyHash
    else {
      throw wrongTree(
        en: "your revision is counted with content that you did not submit",
        ko: "본인의 판이 제출한 것과 다른 내용으로 집계되었습니다"
      )
    }
    let isNewer = rows[index].revision > (try state.latest()?.envelope.revision ?? 0)
    return isNewer ? .newer(rows[index].revision) : .row(index + 1, of: rows.count)
  }

  private func wrongTree(en: String, ko: String) -> Failure {
    Failure(
      .checkFailed,
      en: en,
      ko: ko,
      fix: (
        en: "call the auditor with your receipt: panel receipt --json",
        ko: "확인증을 가지고 참관인에게 연락하십시오: panel receipt --json"
      )
    )
  }
}
