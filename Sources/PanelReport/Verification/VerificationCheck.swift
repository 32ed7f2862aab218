import PanelCore

/// One of the numbered checks of a release, as `docs/verification.md` lists them.
struct VerificationCheck: Sendable {
  /// What a check needs beyond the files that a server shows to anyone.
  enum Need: Sendable {
    /// The content of a release directory.
    case content
    /// The evaluator's own submission.
    case own
  }

  /// `V01` to `V15`.
  let id: String
  /// What the check states.
  let title: LocalizedText
  /// What the check needs; without it the check does not run.
  let needs: Set<Need>
  /// Runs the check: returns the numbers for the report, or throws the problem.
  let run: @Sendable (VerificationRun) throws(ReleaseProblem) -> LocalizedText?

  private init(
    _ id: String,
    _ title: LocalizedText,
    needs: Set<Need> = [],
    run: @escaping @Sendable (VerificationRun) throws(ReleaseProblem) -> LocalizedText?
  ) {
    self.id = id
    self.title = title
    self.needs = needs
    self.run = run
  }

  /// All checks in the order in which they run.
  static let all: [VerificationCheck] = [
    VerificationCheck(
      "V01",
      LocalizedText(en: "the published manifest, and its survey", ko: "공표된 지문의 선언문, 그 설문")
    ) { run throws(ReleaseProblem) in try run.checkManifest() },
    VerificationCheck(
      "V02",
      LocalizedText(en: "signatures and order of manifest and log", ko: "선언문과 기록의 서명과 순서")
    ) { run throws(ReleaseProblem) in try run.checkLog() },
    VerificationCheck(
      "V03",
      LocalizedText(en: "issued within the signed invitations", ko: "발급은 서명된 초대 안에서")
    ) { run throws(ReleaseProblem) in try run.checkIssuance() },
    VerificationCheck(
      "V04",
      LocalizedText(en: "submissions ≤ credentials issued", ko: "제출 수 ≤ 발급 수")
    ) { run throws(ReleaseProblem) in try run.checkNumbers() },
    VerificationCheck(
      "V05",
      LocalizedText(en: "every credential is the issuer's", ko: "모든 인증 정보의 발급 서명")
    ) { run throws(ReleaseProblem) in try run.checkCredentials() },
    VerificationCheck(
      "V06",
      LocalizedText(en: "one submission a credential", ko: "인증 정보마다 제출 하나")
    ) { run throws(ReleaseProblem) in try run.checkKeys() },
    VerificationCheck(
      "V07",
      LocalizedText(en: "every submission's signature", ko: "모든 제출의 서명")
    ) { run throws(ReleaseProblem) in try run.checkSubmissionSignatures() },
    VerificationCheck(
      "V08",
      LocalizedText(en: "the submissions' tree and its head", ko: "제출 트리와 그 머리")
    ) { run throws(ReleaseProblem) in try run.checkTree() },
    VerificationCheck(
      "V09",
      LocalizedText(en: "released rows = rows of the tree", ko: "공개된 행 = 트리의 행"),
      needs: [.content]
    ) { run throws(ReleaseProblem) in try run.checkFiles() },
    VerificationCheck(
      "V10",
      LocalizedText(en: "opened content is the signed content", ko: "공개된 내용은 서명된 내용"),
      needs: [.content]
    ) { run throws(ReleaseProblem) in try run.checkUnits() },
    VerificationCheck(
      "V11",
      LocalizedText(en: "opened values are possible answers", ko: "공개된 값은 가능한 응답"),
      needs: [.content]
    ) { run throws(ReleaseProblem) in try run.checkAnswers() },
    VerificationCheck(
      "V12",
      LocalizedText(en: "the table of ratings, made again", ko: "평점 표의 재작성"),
      needs: [.content]
    ) { run throws(ReleaseProblem) in try run.checkRatings() },
    VerificationCheck(
      "V13",
      LocalizedText(en: "the component scores, computed again", ko: "점수의 재계산"),
      needs: [.content]
    ) { run throws(ReleaseProblem) in try run.checkScores() },
    VerificationCheck(
      "V14",
      LocalizedText(en: "mine: the revision of my receipt", ko: "내 제출: 제출 확인증의 판"),
      needs: [.own]
    ) { run throws(ReleaseProblem) in try run.checkOwnRevision() },
    VerificationCheck(
      "V15",
      LocalizedText(en: "mine: the values of my copy", ko: "내 제출: 내 사본의 값"),
      needs: [.content, .own]
    ) { run throws(ReleaseProblem) in try run.checkOwnValues() },
  ]
}

extension VerificationCheck {
  func ended(
    _ outcome: Verification.Outcome,
    _ detail: LocalizedText? = nil,
    file: String? = nil,
    line: Int? = nil
  ) -> Verification.Check {
    Verification.Check(
      id: id,
      title: title,
      outcome: outcome,
      detail: detail,
      file: file,
      line: line
    )
  }
}
