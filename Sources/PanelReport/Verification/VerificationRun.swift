import Foundation
import PanelCore
import PanelProtocol

/// One verification: what was read, and what it is compared with.
struct VerificationRun {
  let contents: ReleaseContents
  let fingerprint: Fingerprint?
  let mine: OwnSubmission?
  let logHead: String?
  let tier: Verification.Tier
  let progress: ((Double) -> Void)?

  /// Reports how far a check is, by its row.
  func report(_ number: Int, _ row: Int, of rows: Int) {
    guard let progress, row % 256 == 0 else { return }
    let share = (Double(number) + Double(row) / Double(max(1, rows))) / Double(Self.titles.count)
    progress(min(1, share))
  }

  static let titles: [LocalizedText] = [
    LocalizedText(en: "the published manifest, and its survey", ko: "공표된 지문의 선언문, 그 설문"),
    LocalizedText(en: "signatures and order of manifest and log", ko: "선언문과 기록의 서명과 순서"),
    LocalizedText(en: "issued within the signed invitations", ko: "발급은 서명된 초대 안에서"),
    LocalizedText(en: "submissions ≤ credentials issued", ko: "제출 수 ≤ 발급 수"),
    LocalizedText(en: "every credential is the issuer's", ko: "모든 인증 정보의 발급 서명"),
    LocalizedText(en: "one submission a credential", ko: "인증 정보마다 제출 하나"),
    LocalizedText(en: "every submission's signature", ko: "모든 제출의 서명"),
    LocalizedText(en: "the submissions' tree and its head", ko: "제출 트리와 그 머리"),
    LocalizedText(en: "released rows = rows of the tree", ko: "공개된 행 = 트리의 행"),
    LocalizedText(en: "opened content is the signed content", ko: "공개된 내용은 서명된 내용"),
    LocalizedText(en: "opened values are possible answers", ko: "공개된 값은 가능한 응답"),
    LocalizedText(en: "the table of ratings, made again", ko: "평점 표의 재작성"),
    LocalizedText(en: "the component scores, computed again", ko: "점수의 재계산"),
    LocalizedText(en: "mine: the revision of my receipt", ko: "내 제출: 제출 확인증의 판"),
    LocalizedText(en: "mine: the values of my copy", ko: "내 제출: 내 사본의 값"),
  ]

  /// Makes the check with that number, from 0.
  func check(_ number: Int) -> Verification.Check {
    let digits = String(number + 1)
    func ended(
      _ outcome: Verification.Outcome,
      _ detail: LocalizedText? = nil,
      file: String? = nil,
      line: Int? = nil
    ) -> Verification.Check {
      Verification.Check(
        id: "V" + (digits.count < 2 ? "0" : "") + digits,
        title: Self.titles[number],
        outcome: outcome,
        detail: detail,
        file: file,
        line: line
      )
    }
    if number >= 13 && mine == nil { return ended(.notAsked) }
    // V09 to V13 and V15 are about content, which only a release directory holds.
    if tier == .open, (8...12).contains(number) || number == 14 {
      return ended(.notInThisTier)
    }
    do throws(ReleaseProblem) {
      return ended(.held, try detail(number))
    } catch {
      return ended(.failed, error.message, file: error.file, line: error.line)
    }
  }

  private func detail(_ number: Int) throws(ReleaseProblem) -> LocalizedText? {
    switch number {
    case 0: try checkManifest()
    case 1: try checkLog()
    case 2: try checkIssuance()
    case 3: try checkNumbers()
    case 4: try checkCredentials()
    case 5: try checkKeys()
    case 6: try checkSubmissionSignatures()
    case 7: try checkTree()
    case 8: try checkFiles()
    case 9: try checkUnits()
    case 10: try checkAnswers()
    case 11: try checkRatings()
    case 12: try checkScores()
    case 13: try checkOwnRevision()
    default: try checkOwnValues()
    }
  }

  /// How many credentials were issued beyond the submissions.
  func gap() throws(ReleaseProblem) -> Int {
    try contents.issuance.get().issuedCount - contents.tree.get().count
  }

  // MARK: V01 and V04 to V08

  private func checkManifest() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    if let fingerprint, fingerprint != hash.fingerprint {
      throw ReleaseProblem(
        .manifest,
        en: "its fingerprint is another one: \(hash.fingerprint)",
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

  private func checkNumbers() throws(ReleaseProblem) -> LocalizedText? {
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
    // Whoever abstains openly closes the gap that a kept key could fill.
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

  private func checkCredentials() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let tree = try contents.tree.get()
    let issuer: IssuerPublicKey
    do {
      issuer = try IssuerPublicKey(spki: manifest.issuerKey)
    } catch {
      throw ReleaseProblem(.manifest, en: "the issuer key cannot be used", ko: "발급 키를 쓸 수 없습니다")
    }
    for (index, row) in tree.enumerated() {
      report(4, index, of: tree.count)
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

  private func checkKeys() throws(ReleaseProblem) -> LocalizedText? {
    let keys = try contents.tree.get().map(\.publicKey)
    var seen: Set<Data> = []
    for (index, key) in keys.enumerated() {
      guard seen.insert(key).inserted else {
        throw ReleaseProblem(
          .tree,
          line: index + 1,
          en: "this credential stands twice",
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

  private func checkSubmissionSignatures() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    let tree = try contents.tree.get()
    for (index, row) in tree.enumerated() {
      report(6, index, of: tree.count)
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

  private func checkTree() throws(ReleaseProblem) -> LocalizedText? {
    let hash = try contents.manifestHash.get()
    let tree = MerkleTree(leaves: try contents.tree.get().map { $0.leaf(manifest: hash) })
    let heads = try contents.treeHeads.get()
    guard let last = heads.last else {
      throw ReleaseProblem(.treeHeads, en: "there is no head", ko: "머리가 없습니다")
    }
    try check(last, .treeHeads, is: .submissions, of: tree)
    // Where the log does not hold, V02 says so.
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
          en: "this is not the head that the log names, or its signature does not verify",
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

  /// Checks that a head is signed and names a tree.
  func check(
    _ head: TreeHead,
    _ file: ReleaseFile,
    is kind: TreeHead.Kind,
    of tree: MerkleTree
  ) throws(ReleaseProblem) {
    guard head.kind == kind, head.describes(tree) else {
      throw ReleaseProblem(
        file,
        en: "the head names another tree than that of the lines",
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
