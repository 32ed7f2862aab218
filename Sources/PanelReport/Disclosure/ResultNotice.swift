import PanelCore

/// The notice that one team gets: its own result, and nothing about another team.
struct ResultNotice {
  let facts: DisclosureFacts
  let score: DisclosedScore
  let model: ComponentScore.ModelScore

  /// The notice in one language, Markdown.
  func text(_ language: Language) -> String {
    func say(_ ko: String, _ en: String) -> String { language == .ko ? ko : en }
    let survey = facts.survey
    let label = facts.label(model.id, language, isPublic: false)
    var lines = [
      "# " + say("개별 결과 통보: \(label)", "Notice of result: \(label)"), "",
      "- " + say("평가: \(survey.title.ko)", "Evaluation: \(survey.title.en)"),
      "- " + say("평가 회차: \(facts.round)", "Round: \(facts.round)"), "",
      "## " + say("결과", "Result"), "",
    ]
    if let points = model.points {
      lines += [say("| | 점수 | 배점 |", "| | Points | Of |"), "|---|---:|---:|"]
      for criterion in survey.criteria {
        guard showsCriteria, let own = model.criteria[criterion.id.rawValue]?.points else {
          continue
        }
        let title = DisclosureFacts.cell(criterion.title[language])
        lines.append("| \(title) | \(own) | \(criterion.points) |")
      }
      lines += [say("| 합계 | ", "| Total | ") + "\(points) | \(facts.fullMarks) |", ""]
      if score.policy.showsRanks, let rank = model.rank, let scored = score.scored {
        lines.append(
          say(
            "- 순위: 점수를 얻은 모델 \(scored)개 가운데 \(rank)위",
            "- Rank: \(rank) of the \(scored) models that have points"
          )
        )
      }
      if let average = score.average, let scored = score.scored {
        lines.append(
          say(
            "- 점수를 얻은 모델 \(scored)개의 평균: \(average)점",
            "- Average of the \(scored) models that have points: \(average)"
          )
        )
      }
      lines += notes(language).map { "- " + $0 }
    } else {
      lines.append(
        model.isBelowQuorum
          ? say("점수 없음: 정족수에 이르지 않았습니다.", "No points: the quorum was not reached.")
          : say("점수 없음: 이 규칙으로는 추정값이 없습니다.", "No points: the rule gives no estimate.")
      )
    }
    lines += ["", "## " + say("점수 계산 방법", "How points were computed"), ""]
    lines += facts.rule.sentences.map { "- " + $0[language] }
    lines += [
      "", "## " + say("이의신청", "Objections"), "",
      say(
        "이 통보를 받은 날부터 \(facts.objectionDays)일 안에 평가 담당자에게 서면으로 신청하십시오. 다음을 적습니다.",
        "Object in writing to the coordinator within \(facts.objectionDays) days of receiving this "
          + "notice. State:"
      ),
      "",
      "- " + say("신청인의 이름과 주소", "name and address of who objects"),
      "- " + say("이 통보를 받은 날", "the day on which this notice was received"),
      "- " + say("통보받은 결과", "the result that was told"),
      "- " + say("이의신청의 취지와 이유", "what is asked for, and why"), "",
      say(
        "이 통보는 해당 팀에만 드립니다. 여러 팀이 결과를 모으면 다른 팀의 점수를 짐작할 수 있으니 "
          + "다른 팀과 나누지 마십시오.",
        "This notice is for this team alone. Teams that put their results together can come close "
          + "to the points of others: please do not share it."
      ),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether the criteria may stand beside the total: under a relative step their sum would tell the
  /// points that the first model had before it.
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
