import Foundation
import PanelCore
import PanelProtocol

// V02 and V03: the log of the round and the issuance of credentials.
extension VerificationRun {
  func checkLog() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let signature = try ReleaseContents.bytes(of: .manifestSignature, in: contents.files)
    guard ManifestSignature.isValid(signature, for: hash, by: manifest.coordinatorKey) else {
      // The log contains the sealed hash, so it shows whether manifest or signature was changed.
      let sealed = (try? contents.log.get())?.lazy
        .compactMap { try? LogEntry(bytes: $0.entry).manifest }.first
      throw ReleaseProblem(
        sealed == hash.hex ? .manifestSignature : .manifest,
        en: "the manifest's signature does not verify",
        ko: "선언문의 서명이 맞지 않습니다"
      )
    }
    let history = try contents.history.get()
    try require(
      history.log.lines.starts(with: mine?.keptLog ?? []),
      (en: "the log differs from the copy that my machine has kept", ko: "이 컴퓨터가 보관한 기록과 다릅니다")
    )
    try require(
      logHead.map { history.log.hashes.map(Hexadecimal.text).contains($0) } ?? true,
      (en: "no entry of this log has the published head", ko: "공표된 끝 해시가 이 기록에 없습니다")
    )
    try require(
      history.phase >= .closed && history.phase != .void,
      history.phase == .void
        ? (
          en: "void: \(history.voidReason ?? "")",
          ko: "무효가 된 회차입니다: \(history.voidReason ?? "")"
        )
        : (en: "the log ends too early", ko: "기록이 끝까지 있지 않습니다")
    )
    let signed = try contents.invitations.get().invitations
    let root = (try? InvitationList(signed)).map { Hexadecimal.text($0.root(manifest: hash)) }
    guard let root, history.invitations == .init(count: signed.count, root: root) else {
      throw ReleaseProblem(
        .invitations,
        en: "the list does not match the log",
        ko: "기록된 초대 명단이 아닙니다"
      )
    }
    let list = try contents.issuance.get()
    try require(
      history.issuance
        == .init(count: list.issuedCount, root: Hexadecimal.text(list.tree(manifest: hash).root)),
      (en: "the issuance list does not match the log", ko: "발급 목록이 기록과 다릅니다")
    )
    let issued = Set(list.lines.filter(\.isIssued).map { Hexadecimal.text($0.invitation) })
    try require(
      history.entries.allSatisfy { $0.invitation.map(issued.contains) ?? true },
      (en: "a link was opened for an invitation without a credential", ko: "발급되지 않은 초대의 연결을 열었습니다")
    )
    let tree = MerkleTree(leaves: try contents.tree.get().map { $0.leaf(manifest: hash) })
    try require(
      history.heads.last == .init(count: tree.count, root: Hexadecimal.text(tree.root)),
      (en: "the submissions' tree does not match the log", ko: "제출 트리가 기록과 다릅니다")
    )
    try require(
      tier == .open || history.release != nil,
      (en: "no release is logged", ko: "이 자료의 공개가 기록되지 않았습니다")
    )
    return LocalizedText(
      en: "\(history.entries.count) log entries, head \(Hexadecimal.text(history.log.hash))",
      ko: "기록 \(history.entries.count)건, 끝 해시 \(Hexadecimal.text(history.log.hash))"
    )
  }

  /// Checks that a file is the one whose hash the coordinator signed when making the release.
  ///
  /// It passes if the log does not verify or names no release: V02 reports that.
  func checkReleased(
    _ file: ReleaseFile,
    _ hash: (RoundHistory) -> String?
  ) throws(ReleaseProblem) {
    guard let history = try? contents.history.get(), history.release != nil else { return }
    let bytes = try ReleaseContents.bytes(of: file, in: contents.files)
    guard ContentHash.hex(bytes) == hash(history) else {
      throw ReleaseProblem(
        file,
        en: "the file does not match the log's record of the release",
        ko: "기록에 공개되었다고 적힌 파일이 아닙니다"
      )
    }
  }

  private func require(
    _ isSo: Bool,
    _ message: (en: String, ko: String)
  ) throws(ReleaseProblem) {
    if !isSo { throw ReleaseProblem(.log, en: message.en, ko: message.ko) }
  }

  func checkIssuance() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let signed = try contents.invitations.get()
    let keys = try checkInvitations(signed, manifest, hash)
    let list = try contents.issuance.get()
    for (index, line) in list.lines.enumerated() {
      func fail(en: String, ko: String) -> ReleaseProblem {
        ReleaseProblem(.issuance, line: index + 1, en: en, ko: ko)
      }
      let invitation = keys[line.invitation]
      switch line.outcome {
      case .issued(let key, _, _):
        guard invitation == key else {
          throw fail(en: "this is not one of the signed invitations", ko: "서명된 초대가 아닙니다")
        }
        guard line.proofIsValid(manifest: hash) else {
          throw fail(en: "the proof does not verify", ko: "등록 증명이 맞지 않습니다")
        }
      case .notIssued:
        guard invitation != nil else {
          throw fail(en: "this is not one of the signed invitations", ko: "서명된 초대가 아닙니다")
        }
      case .revoked:
        guard invitation == nil else {
          throw fail(en: "this invitation was not revoked", ko: "철회되지 않은 초대입니다")
        }
      }
    }
    let listed = Set(list.lines.map(\.invitation))
    guard keys.keys.allSatisfy(listed.contains) else {
      throw ReleaseProblem(
        .issuance,
        en: "\(keys.keys.count { !listed.contains($0) }) invitations have no line",
        ko: "초대 \(keys.keys.count { !listed.contains($0) })건이 빠져 있습니다"
      )
    }
    guard list.issuedCount <= manifest.seats else {
      throw ReleaseProblem(
        .issuance,
        en: "\(list.issuedCount) credentials for \(manifest.seats) seats",
        ko: "발급 \(list.issuedCount)건이 정원 \(manifest.seats)을(를) 넘습니다"
      )
    }
    try check(
      try contents.issuanceHead.get(),
      .issuanceHead,
      is: .issuance,
      of: list.tree(manifest: hash)
    )
    return LocalizedText(
      en: "\(keys.count) invitations, \(list.issuedCount) credentials, \(manifest.seats) seats",
      ko: "초대 \(keys.count)건, 발급 \(list.issuedCount)건, 정원 \(manifest.seats)"
    )
  }

  /// The keys of the signed invitations by identifier.
  private func checkInvitations(
    _ signed: SignedInvitations,
    _ manifest: Manifest,
    _ hash: ManifestHash
  ) throws(ReleaseProblem) -> [Data: Data] {
    guard let list = try? InvitationList(signed.invitations),
      list.entries == signed.invitations
    else {
      throw ReleaseProblem(
        .invitations,
        en: "the list is not sorted, or not well formed",
        ko: "명단의 순서나 길이가 틀렸습니다"
      )
    }
    guard list.isValid(signed.signature, manifest: hash, by: manifest.coordinatorKey) else {
      throw ReleaseProblem(
        .invitations,
        en: "the list's signature does not verify",
        ko: "명단의 서명이 맞지 않습니다"
      )
    }
    return Dictionary(
      list.entries.map { ($0.identifier, $0.key) },
      uniquingKeysWith: { first, _ in first }
    )
  }
}
