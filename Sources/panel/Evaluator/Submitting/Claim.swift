import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol

extension Evaluator {
  /// What has become of the own submission in the tree of a closed round.
  enum Counted: Sendable {
    /// It is there, in this row of so many.
    case row(Int, of: Int)
    /// A revision that this machine has not sent is there.
    case newer(UInt32)
    /// It was missing or rolled back, and is back on the strength of its receipt.
    case reinstated
  }

  /// Looks for the own submission in the whole tree, and claims it where the tree lacks it.
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
      // Only a row under the newest head is one; the server's word is not.
      guard try await find(sent, client) != nil else {
        throw Failure(
          .checkFailed,
          en: "the server took the claim, and no head has it",
          ko: "서버가 이의를 받았으나 어느 머리에도 들어 있지 않습니다",
          fix: (
            en: "call the auditor with your receipt: panel receipt --json",
            ko: "확인증을 가지고 참관인에게 연락하십시오"
          )
        )
      }
      return .reinstated
    }
  }

  /// The own row in the tree, whose rows must be those of the last head in the log.
  private func find(_ sent: RoundState.Sent, _ client: PanelClient) async throws -> Counted? {
    let history = try await state.follow(sealed, client: client)
    let rows = try await client.get(
      Route.path(state.round, .tree),
      as: TreeLines.self
    ).rows
    let tree = MerkleTree(leaves: rows.map { $0.leaf(manifest: sealed.hash) })
    guard history.heads.last == .init(count: tree.count, root: Hexadecimal.text(tree.root)) else {
      throw Failure(
        .checkFailed,
        en: "the rows that the server shows are not those of the tree's head in the log",
        ko: "서버가 보여 주는 줄이 기록에 있는 트리 머리의 것이 아닙니다",
        fix: (
          en: "call the auditor with your receipt: panel receipt --json",
          ko: "확인증을 가지고 참관인에게 연락하십시오"
        )
      )
    }
    guard let index = rows.firstIndex(where: { $0.publicKey == sent.envelope.publicKey }),
      rows[index].revision >= sent.envelope.revision
    else { return nil }
    guard
      rows[index].revision > sent.envelope.revision
        || rows[index].bodyHash == sent.envelope.bodyHash
    else {
      throw Failure(
        .checkFailed,
        en: "another content than mine is counted under my revision",
        ko: "내 판 번호로 다른 내용이 집계되었습니다",
        fix: (
          en: "call the auditor with your receipt: panel receipt --json",
          ko: "확인증을 가지고 참관인에게 연락하십시오"
        )
      )
    }
    let isNewer = rows[index].revision > (try state.latest()?.envelope.revision ?? 0)
    return isNewer ? .newer(rows[index].revision) : .row(index + 1, of: rows.count)
  }
}
