import PanelCore
import PanelProtocol

/// Asks for the pledge and the ties that a person declares at enrolment.
struct DeclarationDialogue {
  let console: Console

  func declare(_ sealed: SealedRound) throws -> Declaration {
    let survey = sealed.survey
    var declaration = Declaration(pledge: survey.pledge == nil, conflicts: [])
    if let pledge = survey.pledge {
      console.say(
        en: "\n\(pledge.title.en): \(pledge.text.en)",
        ko: "\n\(pledge.title.ko): \(pledge.text.ko)"
      )
      var answer = ""
      while !Confirmation.isYes(answer), !["no", "n", "아니오", "아니요"].contains(answer) {
        guard let typed = console.ask(en: "I pledge (yes/no):", ko: "서약합니다 (예/아니오):") else {
          throw Console.ended()
        }
        answer = typed.lowercased()
      }
      guard Confirmation.isYes(answer) else {
        throw Failure(
          .notPermitted,
          en: "without the pledge you cannot enrol; nothing was sent",
          ko: "서약하지 않으면 등록할 수 없습니다. 아무것도 보내지 않았습니다",
          fix: (
            en:
              "run panel join again if you change your mind; not to take part: panel join --decline",
            ko: "생각이 바뀌면 panel join을 다시 실행하십시오. 참여하지 않으려면: panel join --decline"
          )
        )
      }
      declaration.pledge = true
    }
    if let conflicts = survey.conflicts {
      declaration.conflicts = try chosen(of: conflicts)
    }
    if !sealed.manifest.teams.isEmpty {
      declaration.teams = try teams(sealed.manifest.teams)
    }
    return declaration
  }

  /// Asks for ties to the teams, because the evaluator does not know which code stands for which team.
  private func teams(_ teams: [String]) throws -> [String] {
    console.say(
      en: "\nThese teams' models are rated. Which of them do you have ties to?",
      ko: "\n평가 대상 모델의 팀입니다. 이해관계가 있는 팀을 고르십시오."
    )
    for (index, team) in teams.enumerated() {
      console.say(en: "  \(index + 1)  \(team)", ko: "  \(index + 1)  \(team)")
    }
    while true {
      guard
        let answer = console.ask(
          en: "Numbers, with commas; 0 for none:",
          ko: "번호 (쉼표로 구분), 없으면 0:"
        )
      else { throw Console.ended() }
      let numbers = answer.split { !$0.isNumber }.compactMap { Int($0) }
      if numbers == [0] { return [] }
      if !numbers.isEmpty, numbers.allSatisfy({ teams.indices.contains($0 - 1) }) {
        return Set(numbers).sorted().map { teams[$0 - 1] }
      }
      console.say(
        en: "Type 0, or some of 1 to \(teams.count).",
        ko: "0 또는 1부터 \(teams.count)까지의 번호를 입력하십시오."
      )
    }
  }

  private func chosen(of conflicts: Question) throws -> [ChoiceID] {
    console.say(
      en: "\n\(conflicts.title.en): \(conflicts.text.en)",
      ko: "\n\(conflicts.title.ko): \(conflicts.text.ko)"
    )
    for (index, choice) in conflicts.choices.enumerated() {
      console.say(
        en: "  \(index + 1)  \(choice.title.en)",
        ko: "  \(index + 1)  \(choice.title.ko)"
      )
    }
    while true {
      guard let answer = console.ask(en: "Numbers, with commas:", ko: "번호 (쉼표로 구분):") else {
        throw Console.ended()
      }
      let words = answer.split { !$0.isNumber }
      let numbers = words.compactMap { Int($0) }
      if !numbers.isEmpty, numbers.allSatisfy({ conflicts.choices.indices.contains($0 - 1) }) {
        return Set(numbers).sorted().map { conflicts.choices[$0 - 1].id }
      }
      console.say(
        en: "Type one or more of 1 to \(conflicts.choices.count).",
        ko: "1부터 \(conflicts.choices.count)까지의 번호를 입력하십시오."
      )
    }
  }
}
