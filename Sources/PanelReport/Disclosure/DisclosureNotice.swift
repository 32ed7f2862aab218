import PanelCore

/// The public notice of a round's result: what the policy makes public and no more.
struct DisclosureNotice {
  let facts: DisclosureFacts
  let score: DisclosedScore

  /// The notice in one language, as Markdown.
  func text(_ language: Language) -> String {
    let survey = facts.survey
    func say(en: String, ko: String) -> String { language == .ko ? ko : en }
    let criteria = survey.criteria.map {
      say(en: "\($0.title.en) \($0.points)", ko: "\($0.title.ko) \($0.points)점")
    }
    let models = survey.models.map { facts.label($0.code.rawValue, language, isPublic: true) }
    var lines = [
      "# " + say(en: "Notice of results: \(survey.title.en)", ko: "평가 결과 공고: \(survey.title.ko)"),
      "",
      "- " + say(en: "Round: \(facts.round)", ko: "평가 회차: \(facts.round)"),
      "- " + say(en: "Evaluated: ", ko: "평가 대상: ") + models.joined(separator: ", "),
      "- " + say(en: "Criteria: ", ko: "평가 기준: ") + criteria.joined(separator: ", ")
        + say(en: "; \(facts.fullMarks) points in all", ko: "; 합계 \(facts.fullMarks)점"),
      "- "
        + say(
          en: "Evaluators who submitted: \(facts.submissions)",
          ko: "제출한 평가위원: \(facts.submissions)명"
        ),
      "",
      "## " + say(en: "How points were computed", ko: "점수 계산 방법"),
      "",
    ]
    lines += facts.rule.sentences.map { "- " + $0[language] }
    lines += [
      "- "
        + say(
          en: "The rule was fixed and signed before the round opened.",
          ko: "규칙은 평가를 시작하기 전에 고정하여 서명하였습니다."
        ), "",
      "## " + say(en: "Result", ko: "결과"), "",
    ]
    lines += result(language)
    lines += [
      "",
      "## " + say(en: "Individual results", ko: "개별 결과 통보"), "",
      say(en: "Each team is told its own result separately.", ko: "팀마다 자기 결과를 따로 통보합니다.")
        + (score.policy == .all
          ? ""
          : say(
            en: " Points and ranks that do not stand here are not published.",
            ko: " 여기에 적지 않은 점수와 순위는 공개하지 않습니다."
          )),
      "",
      "## " + say(en: "Objections", ko: "이의신청"), "",
      say(
        en: "A team may object within \(facts.objectionDays) days of being told its result. "
          + "The result is final once objections have been dealt with.",
        ko: "팀은 결과를 통보받은 날부터 \(facts.objectionDays)일 안에 이의를 신청할 수 있습니다. "
          + "결과는 이의신청을 처리한 뒤 확정합니다."
      ),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func result(_ language: Language) -> [String] {
    func say(en: String, ko: String) -> String { language == .ko ? ko : en }
    func label(_ id: String) -> String { facts.label(id, language, isPublic: true) }
    var lines: [String] = []
    switch score.policy {
    case .none:
      lines = [say(en: "Neither points nor ranks are published.", ko: "점수와 순위는 공개하지 않습니다.")]
    case .ranksOnly:
      lines = [say(en: "| Rank | Model |", ko: "| 순위 | 모델 |"), "|---:|---|"]
      lines += score.models.map { "| \($0.rank ?? 0) | \(label($0.id)) |" }
    case .winnerAndAverage:
      let first = score.models.map { label($0.id) }.joined(separator: ", ")
      let isShared = score.models.count > 1
      if let points = score.models.first?.points {
        lines = [
          say(
            en: "- First\(isShared ? ", shared" : ""): \(first), \(points) points",
            ko: "- \(isShared ? "공동 1위" : "1위"): \(first), \(points)점"
          )
        ]
      }
    case .all:
      lines = [
        say(en: "| Rank | Model | Points |", ko: "| 순위 | 모델 | 점수 |"), "|---:|---|---:|",
      ]
      lines += score.models.map { "| \($0.rank ?? 0) | \(label($0.id)) | \($0.points ?? "") |" }
      if score.average != nil { lines.append("") }
    }
    if let average = score.average, let scored = score.scored {
      lines.append(
        say(
          en: "- Average of the \(scored) models that have points: \(average)",
          ko: "- 점수를 얻은 모델 \(scored)개의 평균: \(average)점"
        )
      )
    }
    if !score.withoutPoints.isEmpty {
      let models = score.withoutPoints.map(label).joined(separator: ", ")
      lines += ["", say(en: "Without points: \(models)", ko: "점수 없음: \(models)")]
    }
    return lines
  }
}

/// The facts that all notices of a round share.
struct DisclosureFacts {
  var survey: Survey
  var round: RoundID
  var rule: ScoringRule
  var fullMarks: String
  var submissions: Int
  var objectionDays: Int
  /// The team of each code; empty until the log has opened the codes.
  var teams: [ModelCode: String]
  /// Whether the public notice names the teams.
  var namesTeams: Bool

  /// A model's code, followed by its name in brackets if readers of the notice may know it.
  func label(_ id: String, _ language: Language, isPublic: Bool) -> String {
    let code = ModelCode(id)
    let team = isPublic && !namesTeams ? nil : teams[code]
    let name = team ?? survey.model(code)?.name?[language]
    return name.map { "\(id) (\(Self.cell($0)))" } ?? id
  }

  /// A text made safe for one cell of a Markdown table.
  static func cell(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("|", with: "/")
  }
}
