import PanelCore
import PanelProtocol

/// What a line of the issuance list says, in words.
enum IssuanceText {
  static func words(_ outcome: IssuanceLine.Outcome) -> (word: String, text: LocalizedText) {
    switch outcome {
    case .issued:
      (
        "issued",
        LocalizedText(en: "a credential was issued on the invitation", ko: "이 초대로 인증이 발급되었습니다")
      )
    case .notIssued:
      (
        "notIssued",
        LocalizedText(en: "nothing was issued on the invitation", ko: "이 초대로 발급된 것이 없습니다")
      )
    case .revoked:
      (
        "revoked",
        LocalizedText(
          en: "the invitation was replaced before anything was issued on it",
          ko: "발급 전에 교체된 초대입니다"
        )
      )
    }
  }
}
