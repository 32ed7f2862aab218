import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// The file of a comment review on this machine: created from the server, read, merged and saved.
struct CommentReviewSession {
  let release: Release
  let file: URL
  let coordinator: Coordinator

  private var name: String { file.path }

  /// Reads the file, or creates it, which only the round's coordinator can do.
  func open(server: String?) async throws -> CommentReview {
    if let data = try coordinator.existing(file) { return try read(data, file: name) }
    let manifest = try release.manifest()
    let key = try coordinator.key()
    guard key.publicKey.rawRepresentation == manifest.coordinatorKey else {
      throw Failure(
        .missingInput,
        en: "\(name): there is no such file, and only the round's coordinator can begin a review",
        ko: "\(name): 파일이 없으며, 의견 검토는 회차의 담당자만 시작할 수 있습니다",
        fix: (en: "ask the coordinator for their review file", ko: "담당자에게 검토 파일을 받으십시오")
      )
    }
    let (bodies, actor) = try await reporting {
      try await coordinator.with(server, isReading: true) { client, server in
        let path = Route.path(manifest.round, .submissions)
        return (try await client.get(path, as: SubmissionBodies.self).bodies, server.name)
      }
    }
    let scan = TextScan(
      roster: try coordinator.roster(of: manifest.round),
      manifest: manifest
    )
    let review = try CommentReview(
      round: manifest.round,
      manifest: ManifestHash(manifest: release.files[ReleaseFile.manifest.rawValue] ?? Data()),
      comments: try release.comments(in: bodies, scan: scan),
      custodians: manifest.custodians.map(\.signingKey),
      coordinator: actor,
      with: key
    )
    try save(review)
    return review
  }

  /// Reads a review and checks all its content against the release.
  func read(_ data: Data, file: String) throws -> CommentReview {
    let manifest = ManifestHash(manifest: release.files[ReleaseFile.manifest.rawValue] ?? Data())
    let (named, commitments) = (try release.manifest(), try release.commentCommitments())
    do throws(CommentReviewProblem) {
      return try CommentReview(
        data: data,
        manifest: manifest,
        coordinator: named.coordinatorKey,
        custodians: named.custodians.map(\.signingKey),
        commitments: commitments
      )
    } catch {
      let reason: LocalizedText =
        switch error.reason {
        case .noReview: LocalizedText(en: "not a comment review", ko: "의견 검토 파일이 아닙니다")
        case .otherRound:
          LocalizedText(en: "this review belongs to another round", ko: "다른 회차의 의견 검토입니다")
        case .doesNotHold:
          LocalizedText(
            en: "a commitment or signature does not hold, or the line cannot be read",
            ko: "커밋이나 서명이 맞지 않거나 줄을 읽을 수 없습니다"
          )
        }
      throw Failure(
        .invalidData,
        en: "\(file):\(error.line): \(reason.en)",
        ko: "\(file):\(error.line): \(reason.ko)",
        fix: (
          en: "use the file as panel wrote it, and the release that it belongs to",
          ko: "panel이 쓴 파일을 그대로, 그 파일이 속한 공개 자료와 함께 쓰십시오"
        )
      )
    }
  }

  /// Admits another reviewer: a custodian if the manifest names any, otherwise another coordinator
  /// of the server.
  func admit(
    _ name: String,
    to review: CommentReview,
    server: String?
  ) async throws
    -> CommentReview
  {
    let (key, manifest) = (try coordinator.key(), try release.manifest())
    guard key.publicKey.rawRepresentation == manifest.coordinatorKey else {
      throw Failure(
        .notPermitted,
        en: "only the round's coordinator can admit other reviewers",
        ko: "다른 검토자는 회차의 담당자만 지정할 수 있습니다",
        fix: (en: "ask the coordinator", ko: "담당자에게 요청하십시오")
      )
    }
    let known =
      manifest.custodians.isEmpty
      ? try await coordinators(server) : manifest.custodians.map { ($0.name, $0.signingKey) }
    let others = known.filter { $0.key != manifest.coordinatorKey }
    guard let other = others.first(where: { $0.name == name })?.key else {
      let names = others.map { LogText.printable($0.name) }.joined(separator: ", ")
      guard manifest.custodians.isEmpty else {
        throw Failure(
          .missingInput,
          en: "no custodian named '\(name)' in this round; only custodians may be second reviewers",
          ko: "'\(name)'은(는) 이 회차의 보관인이 아니며, 두 번째 검토는 보관인만 할 수 있습니다",
          fix: (en: "name one of: \(names)", ko: "다음 중에서 지정하십시오: \(names)")
        )
      }
      throw Failure(
        .missingInput,
        en: "'\(name)' is not another coordinator of the server",
        ko: "'\(name)'은(는) 이 서버의 다른 담당자가 아닙니다",
        fix: (
          en: "name one of: \(names); the operator can admit another coordinator by a link",
          ko: "다음 중에서 지정하십시오: \(names). 운영자가 링크로 담당자를 더 등록할 수 있습니다"
        )
      )
    }
    var admitted = review
    do {
      try admitted.admit(name, key: other, with: key)
    } catch is CommentReview.NameTaken {
      throw Failure(
        .busy,
        en: "there is already another reviewer named '\(name)'",
        ko: "이름이 '\(name)'인 다른 검토자가 이미 있습니다",
        fix: (en: "admit a reviewer with another name", ko: "이름이 다른 사람을 지정하십시오")
      )
    }
    return admitted
  }

  private func coordinators(_ server: String?) async throws -> [(name: String, key: Data)] {
    let holders = try await reporting {
      try await coordinator.with(server, isReading: true) { client, _ in
        try await client.get(Route.holders, as: Holders.self).holders
      }
    }
    return holders.filter { $0.role == .coordinator && !$0.isRevoked }
      .compactMap { holder in holder.key.map { (holder.name, $0) } }
  }

  /// Saves a review, merged with what another window or copy has added since it was read.
  @discardableResult
  func save(_ review: CommentReview) throws -> CommentReview {
    var current = review
    if let data = try coordinator.existing(file) {
      current = try merge(review, with: try read(data, file: name), file: name)
    }
    try DurableFile.write(try current.data(), to: file)
    return current
  }

  /// Merges two copies of a review.
  func merge(
    _ review: CommentReview,
    with other: CommentReview,
    file: String
  ) throws(Failure)
    -> CommentReview
  {
    guard let merged = review.merged(with: other) else {
      throw Failure(
        .invalidData,
        en:
          "\(file): the two copies have different decisions of one reviewer, or two keys for one name",
        ko: "\(file): 두 사본에서 같은 검토자의 결정이 서로 다르거나, 한 이름에 키가 둘입니다",
        fix: (en: "continue in one of the two copies only", ko: "두 사본 가운데 하나에서만 이어서 검토하십시오")
      )
    }
    return merged
  }
}
