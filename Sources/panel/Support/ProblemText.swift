import PanelCore
import PanelProtocol
import PanelTerminal

extension ProblemReport {
  /// What is wrong and what to do, in both languages.
  ///
  /// A code has words of its own. Without one, as from an older server, English shows the server's
  /// words, and Korean words for the kind with the server's title in parentheses.
  var texts: (title: LocalizedText, fix: LocalizedText) {
    let detail = detail.map(LogText.printable).flatMap { $0.isEmpty ? nil : $0 }
    if let code {
      let about = about.map(LogText.printable)
      let (title, fix) = code.korean(about: about)
      return (
        LocalizedText(
          en: code.title(about: about) + (detail.map { ": \($0)" } ?? ""),
          ko: title + (detail.map { " (\($0))" } ?? "")
        ),
        LocalizedText(en: code.fix, ko: fix)
      )
    }
    let shown = LogText.printable(title)
    let korean = type.korean
    let more = [korean.hidesTitle || shown.isEmpty || shown == detail ? nil : shown, detail]
      .compactMap { $0 }.joined(separator: ": ")
    return (
      LocalizedText(
        en: shown + (detail.map { ": \($0)" } ?? ""),
        ko: korean.title + (more.isEmpty ? "" : " (\(more))")
      ),
      LocalizedText(
        en: fix.map(LogText.printable) ?? "check the phase of the round, then try again",
        ko: korean.fix
      )
    )
  }
}

extension ProblemReport.Code {
  /// The Korean words; the English ones are the server's, in PanelProtocol.
  func korean(about: String?) -> (title: String, fix: String) {
    switch self {
    case .unknownRound: ("이 서버에는 그런 회차가 없습니다", "회차 이름과 서버 주소를 확인하십시오")
    case .notInvited:
      ("이 초대는 회차의 초대 목록에 없습니다", "교체되었을 수 있으니 평가 담당자에게 새 초대를 요청하십시오")
    case .nothingToRecover:
      ("이 초대로 발급된 것이 없어 복구할 것도 없습니다", "등록 기간에 --recover 없이 등록하십시오")
    case .otherRecoveryCode:
      ("이 초대의 복구 코드가 아닙니다", "코드와 초대문이 모두 본인의 것인지 확인하십시오")
    case .enrollingNotBegun: ("아직 등록이 시작되지 않았습니다", "등록이 시작된 뒤 다시 실행하십시오")
    case .enrollingEnded: ("등록이 끝났습니다", "평가 담당자에게 알리십시오")
    case .ratingNotBegun:
      (
        "아직 평가가 시작되지 않았습니다",
        "답은 이 컴퓨터에 저장되어 있습니다. 평가가 시작되면 제출하거나 panel submit --wait을 실행하십시오"
      )
    case .ratingEnded: ("평가가 끝났습니다", "앞서 접수된 제출이 집계되며 더 보낼 수는 없습니다")
    case .roundVoid:
      ("무효가 된 회차입니다: \(about ?? "기록된 사유 없음")", "집계되지 않습니다. 평가 담당자의 연락을 기다리십시오")
    case .objectionsOpen:
      (
        about.map { "이의 신청 기간이 \($0)까지입니다" } ?? "이의 신청 기간이 아직 끝나지 않았습니다",
        "그 뒤에 다시 실행하십시오"
      )
    case .objectionsNotBegun: ("마감 전에는 이의를 신청할 것이 없습니다", "실행: panel submit")
    case .objectionsEnded: ("이의 신청 기간이 끝났습니다", "제출 확인증을 가지고 참관인에게 연락하십시오")
    case .answersDoNotFit:
      ("답이 설문에 맞지 않습니다", "panel rate를 실행하여 답을 고친 뒤 다시 제출하십시오")
    }
  }
}

extension ProblemReport.Kind {
  /// Korean words for any problem of this kind; `hidesTitle` where the server's title adds nothing.
  fileprivate var korean: (title: String, fix: String, hidesTitle: Bool) {
    switch self {
    case .malformed:
      ("서버가 요청을 읽을 수 없습니다", "서버와 같은 버전의 panel을 사용하십시오", true)
    case .notFound:
      ("서버에 그런 회차, 초대 또는 자료가 없습니다", "회차 이름, 서버 주소, 초대문을 확인하십시오", false)
    case .notAuthorised:
      ("평가 담당자의 인증이 필요합니다", "먼저 panel coordinator join을 실행하십시오", true)
    case .notPermitted:
      ("권한이 없습니다", "할 수 있는 회차를 확인하십시오: panel round list", false)
    case .wrongPhase:
      ("지금 단계에서는 할 수 없습니다", "회차가 어느 단계인지 확인한 뒤 다시 실행하십시오", false)
    case .alreadyEnrolled:
      (
        "이 초대로 이미 인증이 발급되었습니다",
        "본인이 등록했다면 그때 적어 둔 복구 코드로 panel join --recover를 실행하고, 아니라면 참관인에게 연락하십시오",
        true
      )
    case .noSeatLeft: ("정원이 모두 찼습니다", "평가 담당자에게 알리십시오", true)
    case .conflict:
      ("서버에 이미 다른 내용이 있습니다", "상태를 확인하고 다시 실행하십시오. 계속되면 평가 담당자에게 알리십시오", false)
    case .stale:
      ("서버에 더 나중의 판이 있습니다", "더 나중의 판을 보낸 컴퓨터에서 계속하십시오", false)
    case .badSignature:
      ("서명이나 증명이 맞지 않습니다", "초대문과 회차를 확인하고, 계속되면 참관인에게 연락하십시오", true)
    case .doesNotFit: ("보낸 내용이 설문이나 회차에 맞지 않습니다", "내용을 고친 뒤 다시 보내십시오", false)
    case .logMoved: ("그사이에 회차 기록이 바뀌었습니다", "다시 실행하십시오", true)
    case .tooLarge: ("보낸 내용이 너무 깁니다", "의견을 줄인 뒤 다시 보내십시오", true)
    case .tooMany:
      ("서버에 요청이 몰려 있습니다", "1분쯤 뒤에 다시 실행하십시오. 보낸 것은 이 컴퓨터에 남아 있습니다", true)
    case .unavailable:
      ("서버가 지금은 저장할 수 없습니다", "잠시 뒤 다시 실행하십시오. 이미 접수된 것은 그대로 남습니다", true)
    case .failure:
      ("서버에서 오류가 났습니다", "다시 실행하고, 계속되면 여기 적힌 내용을 서버 운영자에게 알리십시오", false)
    }
  }
}
