import PanelCore
import PanelProtocol

/// Where an evaluator stands, in words that cannot be overlooked.
enum Standing {
  static func tell(_ evaluator: Evaluator, _ notes: Notes) throws {
    let text = words(try evaluator.standing(), evaluator)
    notes.say(text.en, text.ko)
  }

  /// When a submission can be revised for the last time, as far as this machine has heard; `nil` when
  /// that is over.
  private static func until(_ evaluator: Evaluator) -> LocalizedText? {
    let course = try? evaluator.state.course(evaluator.sealed)
    if let phase = course?.phase, phase >= .closed { return nil }
    switch course?.schedule ?? evaluator.sealed.manifest.schedule {
    case .manual: return LocalizedText("the round closes", "마감")
    case .times(_, _, _, let to): return LocalizedText(to.koreanTime, to.koreanTime)
    }
  }

  static func words(_ standing: Evaluator.Standing, _ evaluator: Evaluator) -> LocalizedText {
    let round = evaluator.state.round
    if let course = try? evaluator.state.course(evaluator.sealed), course.phase == .void {
      let reason = course.voidReason ?? ""
      return LocalizedText(
        "\(round): the round was given up, nothing is counted: \(reason)",
        "\(round): 무효가 된 회차로 집계되지 않습니다: \(reason)"
      )
    }
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
    case .notSubmitted where until(evaluator) == nil:
      let counted = (try? evaluator.state.lastAcknowledged())?.envelope.revision
      return LocalizedText(
        counted.map {
          "\(round): the round is closed; revision \($0) counts, later changes do not."
        }
          ?? "\(round): the round is closed, and nothing of yours was submitted.",
        counted.map { "\(round): 마감되었습니다. \($0)판이 집계되며 그 뒤의 수정은 집계되지 않습니다." }
          ?? "\(round): 마감되었으며 제출된 것이 없습니다."
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
      guard let until = until(evaluator) else {
        return LocalizedText(
          "\(round): submitted (revision \(revision)); the round is closed. "
            + "Check that it counts: panel receipt \(round) --claim",
          "\(round): 제출됨 (\(revision)판), 마감된 회차입니다. 집계 확인: panel receipt \(round) --claim"
        )
      }
      return LocalizedText(
        "\(round): submitted (revision \(revision)), revisable until \(until.en).",
        "\(round): 제출됨 (\(revision)판), \(until.ko)까지 고칠 수 있습니다."
      )
    case .abstained(let revision):
      let until = until(evaluator) ?? LocalizedText("now: the round is closed", "마감")
      return LocalizedText(
        "\(round): ABSTAINED (revision \(revision)): no ratings of yours count. "
          + "Until \(until.en) panel submit \(round) would send your draft instead.",
        "\(round): 기권함 (\(revision)판). 본인의 평점은 집계되지 않습니다. "
          + "\(until.ko)까지 panel submit \(round)을(를) 실행하면 초안이 제출됩니다."
      )
    }
  }
}
