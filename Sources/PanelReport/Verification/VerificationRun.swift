import Foundation
import PanelCore
import PanelProtocol
import PanelScoring

/// One run of all checks: the files, the values to compare with, and the score that V13 computes.
final class VerificationRun {
  let contents: ReleaseContents
  let fingerprint: Fingerprint?
  let mine: OwnSubmission?
  let logHead: String?
  let tier: Verification.Tier
  private let progress: ((Double) -> Void)?
  /// The number of finished checks.
  private var ended = 0
  /// The official score; `nil` until V13 has computed it.
  private(set) var score: ComponentScore?

  init(
    _ contents: ReleaseContents,
    fingerprint: Fingerprint?,
    mine: OwnSubmission?,
    logHead: String?,
    tier: Verification.Tier,
    progress: ((Double) -> Void)?
  ) {
    self.contents = contents
    self.fingerprint = fingerprint
    self.mine = mine
    self.logHead = logHead
    self.tier = tier
    self.progress = progress
  }

  /// Runs every check.
  func checks() -> [Verification.Check] {
    VerificationCheck.all.map { check in
      defer {
        ended += 1
        report(0, of: 1)
      }
      if check.needs.contains(.own), mine == nil { return check.ended(.notAsked) }
      if check.needs.contains(.content), tier == .open { return check.ended(.notInThisTier) }
      do throws(ReleaseProblem) {
        return check.ended(.held, try check.run(self))
      } catch {
        return check.ended(.failed, error.message, file: error.file, line: error.line)
      }
    }
  }

  /// Reports the progress of the running check by its current row.
  func report(_ row: Int, of rows: Int) {
    guard let progress, row % 256 == 0 else { return }
    let share = Double(ended) + Double(row) / Double(max(1, rows))
    progress(min(1, share / Double(VerificationCheck.all.count)))
  }

  /// The official score, computed once.
  func officialScore() throws(ReleaseProblem) -> ComponentScore {
    if let score { return score }
    let computed = try contents.officialScore()
    score = computed
    return computed
  }

  /// How many credentials were issued beyond the submissions.
  func gap() throws(ReleaseProblem) -> Int {
    try contents.issuance.get().issuedCount - contents.tree.get().count
  }

  // MARK: V01 and V04 to V08

  func checkManifest() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    if let fingerprint, fingerprint != hash.fingerprint {
      throw ReleaseProblem(
        .manifest,
        en: "the fingerprint differs: \(hash.fingerprint)",
        ko: "지문이 공표된 것과 다릅니다: \(hash.fingerprint)"
      )
    }
    let surveyBytes = try ReleaseContents.bytes(of: .survey, in: contents.files)
    let manifest = try contents.manifest.get()
    guard ContentHash.hex(surveyBytes) == manifest.surveyHash else {
      throw ReleaseProblem(
        .survey,
        en: "this is not the survey that was sealed (its hash differs)",
        ko: "봉인된 설문이 아닙니다 (해시가 다름)"
      )
    }
    let problem = manifest.problem(survey: try contents.survey.get(), surveyBytes: surveyBytes)
    if let problem {
      throw ReleaseProblem(.manifest, en: problem, ko: "설문과 맞지 않습니다: \(problem)")
    }
    return fingerprint == nil
      ? LocalizedText(
        en: "compare the fingerprint with the published one: \(hash.fingerprint)",
        ko: "지문을 공표된 것과 비교하십시오: \(hash.fingerprint)"
      )
      : LocalizedText(en: "fingerprint \(hash.fingerprint)", ko: "지문 \(hash.fingerprint)")
  }

  func checkNumbers() throws(ReleaseProblem) -> LocalizedText? {
    let (issued, count) = (
      try contents.issuance.get().issuedCount, try contents.tree.get().count
    )
    guard count <= issued else {
      throw ReleaseProblem(
        .tree,
        en: "\(count) submissions, \(issued) credentials",
        ko: "제출 \(count)건, 발급 \(issued)건"
      )
    }
    // Declared abstentions are submissions, so they narrow the gap that forged ones could fill.
    let abstentions = tier == .audit ? try contents.abstentions() : 0
    let abstained = LocalizedText(
      en: abstentions > 0 ? " (\(abstentions) of them abstain)" : "",
      ko: abstentions > 0 ? " (그중 기권 \(abstentions)건)" : ""
    )
    return LocalizedText(
      en: "\(count) submissions\(abstained.en), \(issued) credentials, gap \(issued - count)",
      ko: "제출 \(count)건\(abstained.ko), 발급 \(issued)건, 차이 \(issued - count)"
    )
  }

  func checkCredentials() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let tree = try contents.tree.get()
    let issuer: IssuerPublicKey
    do {
      issuer = try IssuerPublicKey(spki: manifest.issuerKey)
    } catch {
      throw ReleaseProblem(.manifest, en: "the issuer key cannot be used", ko: "발급 키를 쓸 수 없습니다")
    }
    for (index, row) in tree.enumerated() {
      report(index, of: tree.count)
      let isValid = issuer.isValid(
        credentialSignature: row.credentialSignature,
        for: row.publicKey,
        manifest: hash
      )
      guard isValid else {
        throw ReleaseProblem(
          .tree,
          line: index + 1,
          en: "the issuer did not sign this credential",
          ko: "발급 서명이 맞지 않습니다"
        )
      }
    }
    return nil
  }

  func checkKeys() throws(ReleaseProblem) -> LocalizedText? {
    let keys = try contents.tree.get().map(\.publicKey)
    var seen: Set<Data> = []
    for (index, key) in keys.enumerated() {
      guard seen.insert(key).inserted else {
        throw ReleaseProblem(
          .tree,
          line: index + 1,
          en: "this credential occurs twice",
          ko: "같은 인증 정보가 두 번 있습니다"
        )
      }
      guard index == 0 || keys[index - 1].lexicographicallyPrecedes(key) else {
        throw ReleaseProblem(
          .tree,
          line: index + 1,
          en: "the line is out of order",
          ko: "줄의 순서가 틀렸습니다"
        )
      }
    }
    return nil
  }

  func checkSubmissionSignatures() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    let tree = try contents.tree.get()
    for (index, row) in tree.enumerated() {
      report(index, of: tree.count)
      let isValid = SubmissionSignature.isValid(
        row.signature,
        publicKey: row.publicKey,
        revision: row.revision,
        bodyHash: row.bodyHash,
        recordCommitment: row.recordCommitment,
        manifest: hash
      )
      guard isValid, row.revision > 0 else {
        throw ReleaseProblem(
          .tree,
          line: index + 1,
          en: "the submission's signature does not verify",
          ko: "제출의 서명이 맞지 않습니다"
        )
      }
    }
    return nil
  }

  func checkTree() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    let tree = MerkleTree(leaves: try contents.tree.get().map { $0.leaf(manifest: hash) })
    let heads = try contents.treeHeads.get()
    guard let last = heads.last else {
      throw ReleaseProblem(.treeHeads, en: "there is no head", ko: "머리가 없습니다")
    }
    try check(last, .treeHeads, is: .submissions, of: tree)
    // If the log does not verify, V02 reports it.
    let logged = (try? contents.history.get())?.heads
    for (index, head) in heads.enumerated() {
      let isLogged =
        logged.map {
          index < $0.count && head.count == UInt64($0[index].count)
            && Hexadecimal.text(head.root) == $0[index].root
        } ?? true
      guard isLogged, head.kind == .submissions,
        head.isValid(
          manifest: hash,
          by: try contents.manifest.get().receiptKey
        )
      else {
        throw ReleaseProblem(
          .treeHeads,
          line: index + 1,
          en: "the head does not match the log, or its signature does not verify",
          ko: "기록된 머리가 아니거나 서명이 맞지 않습니다"
        )
      }
    }
    guard heads.count == logged?.count ?? heads.count else {
      throw ReleaseProblem(
        .treeHeads,
        en: "a head that the log names is missing",
        ko: "기록된 머리가 빠졌습니다"
      )
    }
    return heads.count == 1
      ? nil
      : LocalizedText(
        en: "head \(heads.count), after submissions were reinstated",
        ko: "이의 신청으로 다시 넣은 뒤의 머리 \(heads.count)번째"
      )
  }

  /// Checks that a head is signed and matches a tree.
  func check(
    _ head: TreeHead,
    _ file: ReleaseFile,
    is kind: TreeHead.Kind,
    of tree: MerkleTree
  ) throws(ReleaseProblem) {
    guard head.kind == kind, head.describes(tree) else {
      throw ReleaseProblem(
        file,
        en: "the head does not match the tree of the lines",
        ko: "머리가 이 트리의 것이 아닙니다"
      )
    }
    guard
      head.isValid(
        manifest: try contents.manifestHash.get(),
        by: try contents.manifest.get().receiptKey
      )
    else {
      throw ReleaseProblem(file, en: "the head's signature does not verify", ko: "머리의 서명이 맞지 않습니다")
    }
  }
}
