import PanelCore
import PanelScoring

/// The notice to one team: its own result, and no other team's.
struct ResultNotice {
  let facts: DisclosureFacts
  let score: DisclosedScore
  let model: ComponentScore.ModelScore

  /// The notice in one language, as Markdown.
  func text(_ language: Language) -> String {
    func say(en: String, ko: String) -> String { language == .ko ? ko : en }
    let survey = facts.survey
    let label = facts.label(model.id, language, isPublic: false)
    var lines = [
      "# " + say(en: "Notice of result: \(label)", ko: "개별 결과 통보: \(label)"), "",
      "- " + say(en: "Evaluation: \(survey.title.en)", ko: "평가: \(survey.title.ko)"),
      "- " + say(en: "Round: \(facts.round)", ko: "평가 회차: \(facts.round)"), "",
      "## " + say(en: "Result", ko: "결과"), "",
    ]
    if let points = model.points {
      lines += [say(en: "| | Points | Of |", ko: "| | 점수 | 배점 |"), "|---|---:|---:|"]
      for criterion in survey.criteria {
        guard showsCriteria, let own = model.criteria[criterion.id.rawValue]?.points else {
          continue
        }
        let title = DisclosureFacts.cell(criterion.title[language])
        lines.append("| \(title) | \(own) | \(criterion.points) |")
      }
      lines += [say(en: "| Total | ", ko: "| 합계 | ") + "\(points) | \(facts.fullMarks) |", ""]
      if score.policy.showsRanks, let rank = model.rank, let scored = score.scored {
        lines.append(
          say(
            en: "- Rank: \(rank) of the \(scored) models that have points",
            ko: "- 순위: 점수를 얻은 모델 \(scored)개 가운데 \(rank)위"
          )
        )
      }
      if let average = score.average, let scored = score.scored {
        lines.append(
          say(
            en: "- Average of the \(scored) models that have points: \(average)",
            ko: "- 점수를 얻은 모델 \(scored)개의 평균: \(average)점"
          )
        )
      }
      lines += notes(language).map { "- " + $0 }
    } else {
      lines.append(
        model.isBelowQuorum
          ? say(en: "No points: the quorum was not reached.", ko: "점수 없음: 정족수에 이르지 않았습니다.")
          : say(en: "No points: the rule gives no estimate.", ko: "점수 없음: 이 규칙으로는 추정값이 없습니다.")
      )
    }
    lines += ["", "## " + say(en: "How points were computed", ko: "점수 계산 방법"), ""]
    lines += facts.rule.sentences.map { "- " + $0[language] }
    lines += [
      "", "## " + say(en: "Objections", ko: "이의신청"), "",
      say(
        en:
          "Object in writing to the coordinator within \(facts.objectionDays) days of receiving this "
          + "notice. State:",
        ko: "이 통보를 받은 날부터 \(facts.objectionDays)일 안에 평가 담당자에게 서면으로 신청하십시오. 다음을 적습니다."
      ),
      "",
      "- " + say(en: "name and address of the person who objects", ko: "신청인의 이름과 주소"),
      "- " + say(en: "the day on which this notice was received", ko: "이 통보를 받은 날"),
      "- " + say(en: "the result that was told", ko: "통보받은 결과"),
      "- " + say(en: "what is asked for, and why", ko: "이의신청의 취지와 이유"), "",
      say(
        en:
          "This notice is for this team alone. Teams that put their results together can come close "
          + "to the points of others: please do not share it.",
        ko: "이 통보는 해당 팀에만 드립니다. 여러 팀이 결과를 모으면 다른 팀의 점수를 짐작할 수 있으니 "
          + "다른 팀과 나누지 마십시오."
      ),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether points by criterion are shown with the total.
  ///
  /// Under a relative step they are not: their
  /// sum and the total would reveal the first model's points before that step.
  private var showsCriteria: Bool { facts.rule.relative == .none }

  private func notes(_ language: Language) -> [String] {
    guard !showsCriteria else { return [] }
    return [
      language == .ko
        ? "상대평가에서는 평가 기준별 점수를 적지 않습니다. 합계와 견주면 1위의 환산 전 점수가 드러나기 때문입니다."
        : "Points of the single criteria are not told under a relative rule: beside the total they "
          + "would tell what the first had before it."
    ]
  }
}

extension ComponentScore.ModelScore {
  fileprivate var isBelowQuorum: Bool {
    if case .quorum = withheld { return true }
    return false
  }
}
