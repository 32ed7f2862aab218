import Foundation
import NIOHTTP1
import PanelCore
import PanelProtocol

extension Evaluator {
  /// What has become of the own submission in the tree of a closed round.
  enum Counted: Sendable {
    /// It is there, in this row of so many.
    case row(Int, of: Int)
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
        fix: ("only what the server acknowledged can be claimed", "서버가 확인한 제출만 주장할 수 있습니다")
      )
    }
    let path = { (part: Route.Part) in Route.path(state.round, part) }
    return try await PanelClient.with(try server()) { client in
      _ = try await state.follow(sealed, client: client)
      let rows = try await client.get(path(.tree), as: TreeLines.self).rows
      let index = rows.firstIndex { $0.publicKey == sent.envelope.publicKey }
      if let index, rows[index].revision >= sent.envelope.revision {
        guard
          rows[index].revision > sent.envelope.revision
            || rows[index].bodyHash == sent.envelope.bodyHash
        else {
          throw Failure(
            .checkFailed,
            en: "another content than mine is counted under my revision",
            ko: "내 판 번호로 다른 내용이 집계되었습니다",
            fix: (
              "call the auditor with your receipt: panel receipt --json", "확인증을 가지고 참관인에게 연락하십시오"
            )
          )
        }
        return .row(index + 1, of: rows.count)
      }
      let claim = SubmissionClaim(submission: sent.envelope.wire, receipt: receipt)
      _ = try await client.send(.POST, path(.claims), claim, reply: SubmissionReply.self)
      return .reinstated
    }
  }
}
