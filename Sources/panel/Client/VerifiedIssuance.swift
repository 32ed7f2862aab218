import Foundation
import PanelCore
import PanelProtocol

/// The issuance list of a round as its server shows it, checked against its head and the log.
enum VerifiedIssuance {
  static func fetch(
    _ sealed: SealedRound,
    _ history: RoundHistory,
    _ client: PanelClient
  ) async throws -> IssuanceList {
    let round = sealed.manifest.round
    guard let logged = history.issuance else {
      throw Failure(
        .notPermitted,
        en:
          "the issuance list is fixed when enrolling ends; the round is \(history.phase.title.en)",
        ko: "발급 목록은 등록이 끝날 때 확정됩니다. 현재 단계: \(history.phase.title.ko)",
        fix: (en: "come back then", ko: "그때 다시 실행하십시오")
      )
    }
    let list = try? IssuanceList(file: try await client.get(Route.path(round, .issuance)))
    let head = try await client.get(Route.path(round, .issuanceHead), as: TreeHead.self)
    guard let list else { throw mismatch() }
    let tree = list.tree(manifest: sealed.hash)
    guard head.kind == .issuance, head.describes(tree),
      head.isValid(manifest: sealed.hash, by: sealed.manifest.receiptKey),
      logged == .init(count: list.issuedCount, root: Hexadecimal.text(tree.root))
    else { throw mismatch() }
    return list
  }

  private static func mismatch() -> Failure {
    Failure(
      .checkFailed,
      en: "the issuance list is not the one that the log and its head name",
      ko: "발급 목록이 기록과 서명된 머리의 것이 아닙니다",
      fix: (en: "call the auditor", ko: "참관인에게 연락하십시오")
    )
  }
}
