internal import PanelCore

/// A key that works where the evaluator is, and what it does.
struct FormHint: Hashable, Sendable {
  /// The name of the key on the screen.
  var key: String
  /// What it does, in the few words of the foot.
  var short: LocalizedText
  /// What it does, in the words of the help.
  var long: LocalizedText

  init(_ key: String, en: String, ko: String, longEn: String? = nil, longKo: String? = nil) {
    self.key = key
    short = LocalizedText(en: en, ko: ko)
    long = LocalizedText(en: longEn ?? en, ko: longKo ?? ko)
  }
}

extension Form {
  /// The keys that work now, the most needed first.
  var hints: [FormHint] { hints(beneath: false) }

  /// The keys that work now or, for the help, beneath what lies over the page.
  func hints(beneath: Bool) -> [FormHint] {
    switch overlay {
    case .help where !beneath:
      return [
        FormHint("Esc", en: "close", ko: "닫기"),
        FormHint("PgDn", en: "more", ko: "다음"),
        FormHint("l", en: "한국어", ko: "English"),
      ]
    case .reasons(let line):
      let take = FormHint("Enter", en: "take the marked one", ko: "고른 사유로")
      return [
        FormHint("1-\(interview.survey.cannotJudge.count)", en: "reason", ko: "사유"),
        FormHint("j k", en: "choose", ko: "고르기"),
      ] + (line < 0 ? [] : [take]) + [FormHint("Esc", en: "cancel", ko: "취소")]
    case .comment:
      return [
        FormHint("Esc", en: "done", ko: "마침"),
        FormHint("Enter", en: "new line", ko: "줄바꿈"),
        FormHint("Ctrl-Z", en: "undo", ko: "되돌리기"),
        FormHint("Ctrl-W", en: "delete word", ko: "낱말 지우기"),
        FormHint("Ctrl-O", en: "open in your editor", ko: "편집기 열기"),
      ]
    case .confirmation(let confirmation):
      return [
        FormHint(
          "y",
          en: confirmation == .submit ? "submit" : "recuse",
          ko: confirmation == .submit ? "제출" : "회피"
        ),
        FormHint("Esc", en: "no", ko: "아니오"),
      ]
    case .sending: return []
    case .help, nil: break
    }
    switch front {
    case .sheet:
      return [
        FormHint("Enter", en: "to the questions", ko: "문항으로"),
        FormHint("PgDn PgUp", en: "scroll", ko: "넘겨 읽기"),
      ] + last
    case .receipt:
      return [
        FormHint("Enter", en: "leave", ko: "나가기"),
        FormHint("b", en: "back to the questions", ko: "문항으로 돌아가기"),
      ] + last
    case .matrix:
      return [
        FormHint(
          "hjkl",
          en: "or arrows move",
          ko: "이동(화살표)",
          longEn: "move like the arrows",
          longKo: "화살표와 같이 칸을 옮깁니다"
        )
      ] + answering
        + [
          FormHint("Enter", en: "to the question", ko: "그 문항으로"),
          FormHint("m", en: "back to where you were", ko: "있던 곳으로"),
        ] + acting + last + removing
    case .questions: return questionHints
    }
  }

  private var questionHints: [FormHint] {
    if interview.place == .whole {
      let canSubmit = interview.problems.isEmpty
      let go = FormHint("Enter", en: "to the question", ko: "그 문항으로")
      let submit = FormHint("s", en: "submit", ko: "제출", longEn: "submit all answers")
      let choose = FormHint("j k", en: "choose", ko: "고르기")
      let count = checkPlaces.count
      return (canSubmit ? [submit] : []) + (count > 0 ? [go] : []) + (count > 1 ? [choose] : [])
        + [
          FormHint("m", en: "matrix", ko: "전체 보기", longEn: "all ratings side by side"),
          FormHint("b", en: "back", ko: "뒤로", longEn: "back to the question before"),
          FormHint("u", en: "undo", ko: "되돌리기", longEn: "undo the last change"),
        ] + last
    }
    if showsFacts && !factsBeside { return factHints }
    return answering
      + [
        FormHint("Enter", en: "next", ko: "다음", longEn: "next question", longKo: "다음 문항으로"),
        FormHint(
          "b",
          en: "back",
          ko: "뒤로",
          longEn: "back to the question before, like Backspace",
          longKo: "앞 문항으로(Backspace도)"
        ),
      ] + acting
      + [
        FormHint(
          "m",
          en: "matrix",
          ko: "전체 보기",
          longEn: "all ratings side by side, to compare and change",
          longKo: "모든 평점을 나란히 보고 고치기"
        )
      ]
      + openHint
      + [
        FormHint(
          "d",
          en: "check",
          ko: "최종 확인",
          longEn: "to the final check, from where you submit",
          longKo: "최종 확인과 제출로"
        )
      ] + last + removing + moving
  }

  /// The keys while the fact sheet covers the question.
  private var factHints: [FormHint] {
    [
      FormHint("f", en: "close the fact sheet", ko: "정보표 닫기"),
      FormHint("PgDn PgUp", en: "scroll", ko: "넘겨 읽기"),
      FormHint("j k", en: "other question", ko: "다른 문항"),
      FormHint("Tab", en: "next model", ko: "다음 모델"),
    ] + last
  }

  /// The way to what is open elsewhere.
  private var openHint: [FormHint] {
    guard interview.problems.contains(where: { $0.place != interview.place }) else { return [] }
    return [
      FormHint(
        "o",
        en: "open",
        ko: "미응답",
        longEn: "to the next question that is open",
        longKo: "답하지 않은 다음 문항으로"
      )
    ]
  }

  /// The keys that answer the current place.
  private var answering: [FormHint] {
    let survey = interview.survey
    func range(_ lowest: Int, _ highest: Int) -> String { "\(lowest)-\(highest)" }
    switch interview.place {
    case .item, .attention:
      return [
        FormHint(
          range(survey.scale.lowest, survey.scale.highest),
          en: "rate",
          ko: "평점",
          longEn: "rate",
          longKo: "평점을 줍니다"
        )
      ]
    case .exposure(_, let id):
      let question = survey.exposure.first { $0.id == id }
      return [choosing(question?.choices.count ?? 1, several: question?.multiple ?? false)]
    case .profile(let id):
      return [choosing(survey.profile.first { $0.id == id }?.choices.count ?? 1, several: false)]
    case .recusal: return [choosing(2, several: false)]
    case .module(_, let id):
      return survey.modules.first { $0.id == id }.map {
        [FormHint(range($0.lowest, $0.highest), en: "answer", ko: "응답")]
      } ?? []
    case .confidence:
      return survey.confidence.map {
        [FormHint(range($0.lowest, $0.highest), en: "answer", ko: "응답")]
      } ?? []
    case .ranking:
      return [FormHint(range(1, max(1, interview.ratedModels.count)), en: "rank", ko: "순위")]
    case .comment:
      return [
        FormHint("c", en: "write", ko: "의견 쓰기", longEn: "write the comment", longKo: "의견을 씁니다"),
        FormHint(
          "e",
          en: "editor",
          ko: "편집기",
          longEn: "write it in your editor ($EDITOR)",
          longKo: "의견을 외부 편집기($EDITOR)에서 씁니다"
        ),
      ]
    case .whole: return []
    }
  }

  private func choosing(_ count: Int, several: Bool) -> FormHint {
    FormHint(
      "1-\(max(1, count))",
      en: "choose",
      ko: "선택",
      longEn: several ? "choose or deselect; several may be chosen" : "choose",
      longKo: several ? "고르거나 취소합니다(여러 개 가능)" : "고릅니다"
    )
  }

  /// The keys that do something else on a model.
  private var acting: [FormHint] {
    let survey = interview.survey
    var hints: [FormHint] = []
    if case .item = interview.place, !survey.cannotJudge.isEmpty {
      hints.append(
        FormHint(
          "n",
          en: "cannot judge",
          ko: "판단 불가",
          longEn: "cannot judge, with the reason",
          longKo: "판단 불가와 그 사유"
        )
      )
    }
    if interview.place.model != nil {
      if case .comment = interview.place {
      } else if survey.comment != nil {
        hints.append(
          FormHint(
            "c",
            en: "comment",
            ko: "의견",
            longEn: "write the comment on this model",
            longKo: "이 모델의 의견을 씁니다"
          )
        )
      }
      if !survey.factSheet.isEmpty {
        hints.append(
          FormHint(
            "f",
            en: showsFacts ? "close facts" : "facts",
            ko: showsFacts ? "정보표 닫기" : "정보표",
            longEn: "the fact sheet of this model; PgUp and PgDn scroll it",
            longKo: "이 모델의 정보표(PgUp, PgDn으로 넘김)"
          )
        )
      }
      if survey.recusals {
        hints.append(
          FormHint(
            "r",
            en: "recuse",
            ko: "회피",
            longEn: "recuse from this model",
            longKo: "이 모델의 평가를 회피합니다"
          )
        )
      }
    }
    return hints
  }

  /// The keys that take an answer away again.
  private var removing: [FormHint] {
    let place = interview.place
    var hints = [
      FormHint(
        "u",
        en: "undo",
        ko: "되돌리기",
        longEn: "undo the last change",
        longKo: "마지막 변경을 되돌립니다"
      )
    ]
    let isGiven =
      place == .ranking
      ? rankedHere.flatMap { interview.rank(of: $0) } != nil : interview.value(at: place) != nil
    if isGiven {
      hints.append(
        FormHint(
          "x",
          en: "clear",
          ko: "지우기",
          longEn: "delete this answer, like Delete",
          longKo: "이 답을 지웁니다(Delete도)"
        )
      )
    }
    return hints
  }

  /// The keys that work nearly everywhere.
  private var last: [FormHint] {
    var hints: [FormHint] = []
    if surroundings.reader != nil {
      hints.append(
        FormHint(
          "t",
          en: "take over",
          ko: "넘겨받기",
          longEn: "end the other window and continue here",
          longKo: "다른 창을 끝내고 여기에서 계속합니다"
        )
      )
    }
    hints += [
      FormHint("?", en: "help", ko: "도움말"),
      FormHint(
        front == .matrix ? "L" : "l",
        en: "한국어",
        ko: "English",
        longEn: "한국어로 / in Korean",
        longKo: "English로 바꿉니다"
      ),
      FormHint(
        "q",
        en: "leave",
        ko: "저장하고 나가기",
        longEn: "leave; everything is saved",
        longKo: "저장하고 나갑니다"
      ),
    ]
    return hints
  }

  /// The keys that move about, which only the help names.
  private var moving: [FormHint] {
    let isFirst = interview.place.model == nil || interview.place.model == columns.first
    let before =
      FormHint(
        "h",
        en: "model before",
        ko: "앞 모델",
        longEn: "the same question on the model before, like the left arrow",
        longKo: "앞 모델의 같은 문항으로(왼쪽 화살표, Shift-Tab도)"
      )
    return [
      FormHint(
        "j k",
        en: "down, up",
        ko: "아래 위",
        longEn: "down and up, like the arrows",
        longKo: "아래, 위로(화살표도)"
      ),
      FormHint(
        "Tab",
        en: "next model",
        ko: "다음 모델",
        longEn: "the same question on the next model, like the right arrow",
        longKo: "다음 모델의 같은 문항으로(오른쪽 화살표도)"
      ),
      FormHint(
        "Home End",
        en: "first, last",
        ko: "처음, 끝",
        longEn: "first and last question of the page",
        longKo: "이 쪽의 처음과 끝"
      ),
      FormHint(
        "PgUp PgDn",
        en: "scroll",
        ko: "넘기기",
        longEn: "scroll a long text",
        longKo: "긴 글을 넘겨 봅니다"
      ),
      FormHint(
        "p",
        en: "privacy",
        ko: "개인정보 안내",
        longEn: "introduction, privacy sheet and pledge",
        longKo: "안내, 개인정보 처리와 서약"
      ),
    ] + (isFirst ? [] : [before])
  }
}
