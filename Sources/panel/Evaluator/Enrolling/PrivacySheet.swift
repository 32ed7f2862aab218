import PanelCore
import PanelProtocol

/// What is kept about an evaluator and what is not, shown before anything is stored; `docs/privacy.md`
/// is the long form.
enum PrivacySheet {
  static func show(_ sealed: SealedRound, on console: Console) throws(Failure) {
    let title = sealed.survey.title
    let sheet = text(sealed.manifest)
    let host =
      Settings.environment["SSH_CONNECTION"] == nil ? LocalizedText(en: "", ko: "") : remote
    try console.page(
      LocalizedText(
        en: "\n\(title.en)\n\(sheet.en)\(host.en)",
        ko: "\n\(title.ko)\n\(sheet.ko)\(host.ko)"
      )
    )
  }

  private static let remote = LocalizedText(
    en: """

      You work over SSH: the host you are on holds your secrets, and whoever
      runs it can read them. Prefer your own computer.
      """,
    ko: """

      SSH로 접속 중입니다. 이 호스트에 비밀 정보가 저장되고 호스트 관리자가 읽을 수
      있으므로 본인 컴퓨터를 권합니다.
      """
  )

  /// The sheet for a round, according to its mode and phases.
  static func text(_ manifest: Manifest) -> LocalizedText {
    let names = manifest.custodians.map(\.name).joined(separator: ", ")
    return text(
      mode: manifest.mode,
      phases: manifest.phases,
      custodians: LocalizedText(en: names, ko: names),
      seats: manifest.seats,
      retentionDays: manifest.retentionDays
    )
  }

  /// The sheet of a survey, before seats and custodians are known.
  static func text(_ survey: Survey) -> LocalizedText {
    text(
      mode: survey.mode,
      phases: survey.phases,
      custodians: LocalizedText(en: "the custodians that the round will name", ko: "회차가 정할 보관인"),
      seats: nil,
      retentionDays: nil
    )
  }

  private static func text(
    mode: AnonymityMode,
    phases: PhaseOrder,
    custodians: LocalizedText,
    seats: Int?,
    retentionDays: Int?
  ) -> LocalizedText {
    let isConfidential = mode == .confidential
    let isOverlapping = phases == .overlapping
    let first = isConfidential ? confidential(custodians) : anonymous(untilClosing: isOverlapping)
    let early = isOverlapping ? overlapping : LocalizedText(en: "", ko: "")
    var hidden = LocalizedText(en: "", ko: "")
    if let seats, !isConfidential, !isOverlapping {
      hidden = LocalizedText(
        en: "\nYou hide among at most \(seats) people who enrol.",
        ko: "\n등록자 최대 \(seats)명 가운데 숨게 됩니다."
      )
    }
    if let retentionDays {
      let kept = LocalizedText(
        en:
          "\nHOW LONG  \(retentionDays) days after publication; then the server's data are destroyed, "
          + "by an order that is recorded in the log.",
        ko: "\n보존 기간: 공표 뒤 \(retentionDays)일. 그 뒤 기록에 남는 지시에 따라 서버의 자료를 파기합니다."
      )
      hidden = LocalizedText(en: hidden.en + kept.en, ko: hidden.ko + kept.ko)
    }
    return LocalizedText(
      en: "\n" + first.en + early.en + who.en + limits.en + hidden.en,
      ko: "\n" + first.ko + early.ko + who.ko + limits.ko + hidden.ko
    )
  }

  private static func anonymous(untilClosing: Bool) -> LocalizedText {
    let ended =
      untilClosing
      ? LocalizedText(en: "when rating closes", ko: "평가가 끝날 때")
      : LocalizedText(en: "before rating begins", ko: "평가 전에")
    return LocalizedText(
      en: """
        WHAT IS KEPT  On the side of persons: that you were invited and have \
        enrolled, your pledge and the ties you declare. On the side of ratings, in \
        another file: your answers, and a key that nobody can tie to you.
        WHAT IS NOT  No name, address, time or order of arrival with the ratings, \
        and no earlier revision. The server signs your credential without seeing \
        it, and destroys the signing key \(ended.en).

        """,
      ko: """
        보관하는 것: 사람 쪽에는 초대와 등록 여부, 서약과 신고한 이해관계. 평점 쪽(다른 \
        파일)에는 답변과, 누구의 것인지 알 수 없는 키.
        보관하지 않는 것: 평점에 붙는 이름, 주소, 시각, 도착 순서, 수정 전에 제출한 내용. \
        서버는 인증 정보를 보지 않고 서명하며, \(ended.ko) 서명 키를 없앱니다.

        """
    )
  }

  private static func confidential(_ custodians: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: """
        THIS ROUND IS NOT ANONYMOUS. It is confidential: who wrote what is kept \
        under two seals, and these two together can open it, for a reason that \
        is recorded in the public log: \(custodians.en).
        The server sees the link for a moment when you enrol.
        WHAT IS KEPT  Your invitation, enrolment, pledge and ties, your answers, \
        and the sealed link between them.

        """,
      ko: """
        익명이 아닌 비공개 회차입니다. 누가 무엇을 썼는지는 두 겹으로 봉인되며, 다음 두 \
        보관인이 함께, 공개 기록에 이유를 남기고 열 수 있습니다: \(custodians.ko).
        서버는 등록하는 순간 그 연결을 봅니다.
        보관하는 것: 초대, 등록, 서약과 이해관계, 답변, 그리고 이들을 잇는 봉인된 연결.

        """
    )
  }

  private static let overlapping = LocalizedText(
    en: """
      NOT ANONYMOUS TOWARDS THE OPERATOR  People enrol while others already rate, \
      so the time of your enrolment can show the operator which rating is yours.

      """,
    ko: """
      운영자에 대해서는 익명이 아닙니다: 다른 사람이 평가하는 동안 등록하므로 등록 \
      시각으로 어느 평점이 본인의 것인지 운영자가 짐작할 수 있습니다.

      """
  )

  private static let who = LocalizedText(
    en: """
      WHO SEES WHAT, WHEN  Coordinator: who has enrolled, and by name the ties you \
      declare; until closing how many have submitted, in fives, once a day, never \
      who; after the time for objections all answers and comments, without names. \
      Operator of the server: the same, and ratings without names already before \
      closing. Recipients of a release: one row per person, without names, comments \
      withheld.

      """,
    ko: """
      누가 언제 보는가: 평가 담당자는 등록자와 신고한 이해관계를 이름으로 알고, 마감 \
      전에는 제출 인원을 하루 한 번 5명 단위로만, 이의 신청 기간이 끝나면 이름 없는 \
      답변과 의견 전체를 봅니다. 서버 운영자는 마감 전에도 이름 없는 평점을 볼 수 \
      있습니다. 공개 자료를 받는 사람은 한 사람에 한 줄씩, 이름과 의견 없이 봅니다.

      """
  )

  private static let limits = LocalizedText(
    en: """
      WHAT THIS CANNOT DO
      - Comments and profile can give you away by what they say. If all give the \
      same rating, nobody is hidden.
      - Anyone who watches the network sees when your computer sends.
      - Anyone who has your computer's files or your recovery code can read and change \
      your ratings; you could be forced to prove them.
      - Anyone who held the signing key can have made spare credentials, up to the \
      difference between enrolled and submitted.
      - The coordinator could enrol for somebody who has not: panel receipt \
      --issuance shows what the list says about you.
      - If you lose your secret, you abstain: an invitation gives no second credential.
      """,
    ko: """
      막지 못하는 것
      - 의견과 응답자 특성의 내용으로 본인이 드러날 수 있습니다. 모두 같은 점수를 주면 \
      아무도 숨을 수 없습니다.
      - 통신망을 지켜보는 사람은 전송 시점을 압니다.
      - 이 컴퓨터의 파일이나 복구 코드를 가진 사람은 평점을 읽고 바꿀 수 있으며, 본인이 \
      평점을 증명하도록 강요받을 수 있습니다.
      - 서명 키를 가졌던 사람은 등록과 제출의 차이만큼 인증을 더 만들 수 있었습니다.
      - 평가 담당자는 등록하지 않은 사람 대신 등록할 수 있습니다. panel receipt \
      --issuance로 발급 목록이 본인을 어떻게 적었는지 확인하십시오.
      - 비밀 값을 잃으면 기권이 됩니다. 한 초대로 두 번째 인증은 없습니다.
      """
  )
}
