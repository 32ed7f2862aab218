import PanelCore
import PanelProtocol

/// Where an evaluator stands, in words that cannot be overlooked.
enum Standing {
  static func tell(_ evaluator: Evaluator, _ notes: Notes) throws {
    let text = words(try evaluator.standing(), evaluator)
    notes.say(text.en, text.ko)
  }

  static func words(_ standing: Evaluator.Standing, _ evaluator: Evaluator) -> LocalizedText {
    let round = evaluator.state.round
    switch standing {
    case .notEnrolled:
      return LocalizedText(
        "\(round): NOT enrolled yet. Run panel join with your invitation again.",
        "\(round): 아직 등록되지 않았습니다. 초대문으로 panel join을 다시 실행하십시오."
      )
    case .drafting(let open):
      return LocalizedText(
        "\(round): enrolled, NOT yet rated: \(open) places are open. "
          + "Saved. Go on with: panel rate \(round)",
        "\(round): 등록함, 아직 평가하지 않음: 남은 곳 \(open)곳. 임시 저장됨. "
          + "이어서 하기: panel rate \(round)"
      )
    case .notSubmitted:
      let earlier = (try? evaluator.state.lastAcknowledged())?.envelope.revision
      let counts: LocalizedText =
        earlier.map {
          LocalizedText(" Until then revision \($0) counts.", " 그때까지는 \($0)판이 유효합니다.")
        } ?? LocalizedText("", "")
      return LocalizedText(
        "\(round): NOT SUBMITTED. Your answers are saved on this computer only. "
          + "Send them with: panel submit \(round)." + counts.en,
        "\(round): 제출되지 않았습니다. 답은 이 컴퓨터에만 저장되어 있습니다. "
          + "제출하기: panel submit \(round)." + counts.ko
      )
    case .submitted(let revision):
      let until: LocalizedText =
        switch evaluator.sealed.manifest.schedule {
        case .manual: LocalizedText("the round closes", "마감")
        case .times(_, _, _, let to): LocalizedText(to.koreanTime, to.koreanTime)
        }
      return LocalizedText(
        "\(round): submitted (revision \(revision)), revisable until \(until.en).",
        "\(round): 제출됨 (\(revision)판), \(until.ko)까지 고칠 수 있습니다."
      )
    }
  }
}
