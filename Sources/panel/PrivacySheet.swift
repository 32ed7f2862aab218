import PanelCore

/// What is kept about an evaluator and what is not, in plain words, before the first question.
enum PrivacySheet {
  static func show(_ sealed: SealedRound, on console: Console) {
    console.say("\n\(sealed.survey.title.en)", "\n\(sealed.survey.title.ko)")
    console.say(text.en, text.ko)
    if Settings.environment["SSH_CONNECTION"] != nil {
      console.say(
        "You work over SSH: the host you are on holds your secrets. Prefer your own computer.",
        "SSH로 접속 중입니다. 이 호스트에 비밀 정보가 저장되므로 본인 컴퓨터를 권합니다."
      )
    }
  }

  static let text = LocalizedText(
    """

    What is kept: that you were invited and have enrolled, your pledge and declared ties.
    What is not: nothing stored links your ratings to you. The server signs your credential
    without seeing it; ratings carry no name, address or time. The coordinator learns how many
    have submitted, in fives, never who.
    What this cannot do: your comments can give you away by their content; someone who watches
    the network sees when your computer sends; whoever has your recovery code can read your
    ratings. The operator can read ratings early, but not whose they are.
    """,
    """

    보관하는 것: 초대와 등록 여부, 서약과 신고한 이해관계.
    보관하지 않는 것: 평점과 본인을 잇는 정보. 서버는 인증 정보를 보지 않고 서명하며, 평점에는
    이름, 주소, 시각이 붙지 않습니다. 평가 담당자는 제출 인원을 5명 단위로만 알고, 누가
    제출했는지는 알 수 없습니다.
    막지 못하는 것: 평가 의견의 내용으로 본인이 드러날 수 있습니다. 통신망을 지켜보는 사람은
    전송 시점을 알 수 있습니다. 복구 코드를 가진 사람은 평점을 읽을 수 있습니다. 서버 운영자는
    마감 전에 평점을 읽을 수 있으나 누구의 것인지는 모릅니다.
    """
  )
}
