import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// Makes the release of a closed round, and logs that it was made.
struct ReleaseBuilder {
  let coordinator: Coordinator
  let sealed: SealedRound
  let client: PanelClient
  let server: Coordinator.Server

  /// Where an auditor leaves the hashes that a coordinator with a tie is to sign unseen.
  var request: URL?

  /// Collects everything that verification needs.
  ///
  /// The entry `released` names content and scores, so that the log in the release is about itself;
  /// the same release made again needs no further entry.
  func release(now: Timestamp) async throws -> Release {
    let round = sealed.manifest.round
    var history = try await coordinator.follow(sealed, client: client)
    guard history.phase >= .closed, history.phase != .void else {
      throw Failure(
        .notPermitted,
        en: "the round is \(history.phase.title.en), not closed",
        ko: "회차가 아직 마감되지 않았습니다 (\(history.phase.title.ko))",
        fix: history.phase == .void
          ? (en: "a void round has no release", ko: "무효가 된 회차의 공개 자료는 없습니다")
          : sealed.manifest.schedule == .manual
            ? (
              en: "close it first: panel round close \(round)",
              ko: "먼저 마감하십시오: panel round close \(round)"
            )
            : (
              en: "it closes at \(history.schedule.end(of: .rating)?.koreanTime ?? "")",
              ko: "\(history.schedule.end(of: .rating)?.koreanTime ?? "")에 마감됩니다"
            )
      )
    }
    let release = try await fetch(history.log.lines)
    let hashes = release.hashes
    if server.isAuditor {
      try requireSame(hashes, as: history)
    } else if history.release.map({ $0 != hashes }) ?? true {
      var entry = LogEntry(.released, actor: server.name, at: now)
      (entry.units, entry.scores) = (hashes.units, hashes.scores)
      history = try await coordinator.append(entry, to: sealed, client: client)
    }
    return try release.with(log: history.log.lines)
  }

  /// An auditor's release is the one that was logged, byte for byte; otherwise its hashes are written down for the coordinator to sign.
  private func requireSame(
    _ hashes: (units: String, scores: String),
    as history: RoundHistory
  ) throws {
    if let logged = history.release {
      guard logged != hashes else { return }
      throw Failure(
        .protocolMismatch,
        en: "what the server holds is not what was released: the hashes in the log are others",
        ko: "서버의 자료가 공개된 자료와 다릅니다. 기록의 해시와 맞지 않습니다",
        fix: (
          en: "use the same version of panel as the coordinator; if it stays, call the coordinator",
          ko: "담당자와 같은 버전의 panel을 쓰고, 계속되면 담당자에게 연락하십시오"
        )
      )
    }
    let round = sealed.manifest.round
    guard let request else {
      throw Failure(
        .notPermitted,
        en: "the coordinator has declared a tie and has to sign your release unseen first",
        ko: "담당자가 이해관계를 신고했으므로, 내용을 보지 않고 먼저 서명해야 합니다",
        fix: (
          en: "panel release \(round) --to DIR --request FILE, and give them FILE",
          ko: "panel release \(round) --to 폴더 --request 파일을 실행하고 그 파일을 전하십시오"
        )
      )
    }
    let asked = ReleaseRequest(
      round: round,
      manifest: sealed.hash.hex,
      units: hashes.units,
      scores: hashes.scores
    )
    try DurableFile.write(try CanonicalJSON.encodeReadable(asked), to: request)
    throw Failure(
      .busy,
      en: "\(request.path) waits for the coordinator's signature",
      ko: "\(request.path)에 담당자의 서명이 필요합니다",
      fix: (
        en: "the coordinator runs: panel round sign-release \(round) FILE; then run this again",
        ko: "담당자가 panel round sign-release \(round) 파일을 실행한 뒤 다시 실행하십시오"
      )
    )
  }

  private func fetch(_ log: [LogLine]) async throws -> Release {
    let round = sealed.manifest.round
    return try Release.build(
      manifest: sealed.manifestBytes,
      manifestSignature: sealed.manifestSignature,
      survey: sealed.surveyBytes,
      log: log,
      invitations: try await client.get(
        Route.path(round, .invitationList),
        as: SignedInvitations.self
      ),
      issuance: try await client.get(Route.path(round, .issuance)),
      issuanceHead: try await client.get(Route.path(round, .issuanceHead)),
      tree: try await client.get(Route.path(round, .tree), as: TreeLines.self).rows,
      treeHeads: try await client.get(Route.path(round, .treeHeads), as: TreeHeads.self).heads,
      bodies: try await client.get(
        Route.path(round, .submissions),
        as: SubmissionBodies.self
      ).bodies
    )
  }
}

extension SealedRound {
  /// What the server shows of a closed round to anyone, as files of a release.
  func openFiles(_ client: PanelClient) async throws -> [String: Data] {
    let round = manifest.round
    func fetch<Value: Decodable>(_ part: Route.Part, _ type: Value.Type) async throws -> Value {
      try await client.get(Route.path(round, part), as: type)
    }
    let head = try await fetch(.issuanceHead, TreeHead.self)
    let files: [ReleaseFile: Data] = [
      .manifest: manifestBytes,
      .manifestSignature: manifestSignature,
      .survey: surveyBytes,
      .log: try JSONLines.encode(try await fetch(.log, LogLines.self).lines),
      .invitations: try JSONLines.encode(
        line: try await fetch(.invitationList, SignedInvitations.self)
      ),
      .issuance: try await client.get(Route.path(round, .issuance)),
      .issuanceHead: try JSONLines.encode(line: head),
      .tree: try JSONLines.encode(try await fetch(.tree, TreeLines.self).rows),
      .treeHeads: try JSONLines.encode(try await fetch(.treeHeads, TreeHeads.self).heads),
    ]
    return Dictionary(uniqueKeysWithValues: files.map { ($0.key.rawValue, $0.value) })
  }
}
