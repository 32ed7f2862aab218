internal import PanelCore

/// A key that works where the evaluator is, and what it does.
struct FormHint: Hashable, Sendable {
  /// The key as it is named on the screen.
  var key: String
  /// What it does, in the few words of the foot.
  var short: LocalizedText
  /// What it does, in the words of the help.
  var long: LocalizedText

  init(_ key: String, ko: String, en: String, longKo: String? = nil, longEn: String? = nil) {
    self.key = key
    short = LocalizedText(ko: ko, en: en)
    long = LocalizedText(ko: longKo ?? ko, en: longEn ?? en)
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
        FormHint("Esc", ko: "닫기", en: "close"),
        FormHint("PgDn", ko: "다음", en: "more"),
        FormHint("l", ko: "English", en: "한국어"),
      ]
    case .reasons(let line):
      let take = FormHint("Enter", ko: "고른 사유로", en: "take the marked one")
      return [
        FormHint("1-\(interview.survey.cannotJudge.count)", ko: "사유", en: "reason"),
        FormHint("j k", ko: "고르기", en: "choose"),
      ] + (line < 0 ? [] : [take]) + [FormHint("Esc", ko: "취소", en: "cancel")]
    case .comment:
      return [
        FormHint("Esc", ko: "마침", en: "done"),
        FormHint("Enter", ko: "줄바꿈", en: "new line"),
        FormHint("Ctrl-Z", ko: "되돌리기", en: "undo"),
        FormHint("Ctrl-W", ko: "낱말 지우기", en: "delete word"),
        FormHint("Ctrl-O", ko: "편집기 열기", en: "open in your editor"),
      ]
    case .confirmation(let confirmation):
      return [
        FormHint(
          "y",
          ko: confirmation == .submit ? "제출" : "회피",
          en: confirmation == .submit ? "submit" : "recuse"
        ),
        FormHint("Esc", ko: "아니오", en: "no"),
      ]
    case .sending: return []
    case .help, nil: break
    }
    switch front {
    case .sheet:
      return [
        FormHint("Enter", ko: "문항으로", en: "to the questions"),
        FormHint("PgDn PgUp", ko: "넘겨 읽기", en: "scroll"),
      ] + last
    case .receipt:
      return [
        FormHint("Enter", ko: "나가기", en: "leave"),
        FormHint("b", ko: "문항으로 돌아가기", en: "back to the questions"),
      ] + last
    case .matrix:
      return [
        FormHint(
          "hjkl",
          ko: "이동(화살표)",
          en: "or arrows move",
          longKo: "화살표와 같이 칸을 옮깁니다",
          longEn: "move like the arrows"
        )
      ] + answering
        + [
          FormHint("Enter", ko: "그 문항으로", en: "to the question"),
          FormHint("m", ko: "있던 곳으로", en: "back to where you were"),
        ] + acting + last + removing
    case .questions: return questionHints
    }
  }

  private var questionHints: [FormHint] {
    if interview.place == .whole {
      let canSubmit = interview.problems.isEmpty
      let go = FormHint("Enter", ko: "그 문항으로", en: "to the question")
      let submit = FormHint("s", ko: "제출", en: "submit", longEn: "submit all answers")
      let choose = FormHint("j k", ko: "고르기", en: "choose")
      let count = checkPlaces.count
      return (canSubmit ? [submit] : []) + (count > 0 ? [go] : []) + (count > 1 ? [choose] : [])
        + [
          FormHint("m", ko: "전체 보기", en: "matrix", longEn: "all ratings side by side"),
          FormHint("b", ko: "뒤로", en: "back", longEn: "back to the question before"),
          FormHint("u", ko: "되돌리기", en: "undo", longEn: "take the last change back"),
        ] + last
    }
    if showsFacts && !factsBeside { return factHints }
    return answering
      + [
        FormHint("Enter", ko: "다음", en: "next", longKo: "다음 문항으로", longEn: "next question"),
        FormHint(
          "b",
          ko: "뒤로",
          en: "back",
          longKo: "앞 문항으로(Backspace도)",
          longEn: "back to the question before, like Backspace"
        ),
      ] + acting
      + [
        FormHint(
          "m",
          ko: "전체 보기",
          en: "matrix",
          longKo: "모든 평점을 나란히 보고 고치기",
          longEn: "all ratings side by side, to compare and change"
        )
      ]
      + openHint
      + [
        FormHint(
          "d",
          ko: "최종 확인",
          en: "check",
          longKo: "최종 확인과 제출로",
          longEn: "to the final check, from where you submit"
        )
      ] + last + removing + moving
  }

  /// The keys while the fact sheet covers the question.
  private var factHints: [FormHint] {
    [
      FormHint("f", ko: "정보표 닫기", en: "close the fact sheet"),
      FormHint("PgDn PgUp", ko: "넘겨 읽기", en: "scroll"),
      FormHint("j k", ko: "다른 문항", en: "other question"),
      FormHint("Tab", ko: "다음 모델", en: "next model"),
    ] + last
  }

  /// The way to what is open elsewhere.
  private var openHint: [FormHint] {
    guard interview.problems.contains(where: { $0.place != interview.place }) else { return [] }
    return [
      FormHint(
        "o",
        ko: "미응답",
        en: "open",
        longKo: "답하지 않은 다음 문항으로",
        longEn: "to the next question that is open"
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
          ko: "평점",
          en: "rate",
          longKo: "평점을 줍니다",
          longEn: "rate"
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
        [FormHint(range($0.lowest, $0.highest), ko: "응답", en: "answer")]
      } ?? []
    case .confidence:
      return survey.confidence.map {
        [FormHint(range($0.lowest, $0.highest), ko: "응답", en: "answer")]
      } ?? []
    case .ranking:
      return [FormHint(range(1, max(1, interview.ratedModels.count)), ko: "순위", en: "rank")]
    case .comment:
      return [
        FormHint("c", ko: "의견 쓰기", en: "write", longKo: "의견을 씁니다", longEn: "write the comment"),
        FormHint(
          "e",
          ko: "편집기",
          en: "editor",
          longKo: "의견을 외부 편집기($EDITOR)에서 씁니다",
          longEn: "write it in your editor ($EDITOR)"
        ),
      ]
    case .whole: return []
    }
  }

  private func choosing(_ count: Int, several: Bool) -> FormHint {
    FormHint(
      "1-\(max(1, count))",
      ko: "선택",
      en: "choose",
      longKo: several ? "고르거나 취소합니다(여러 개 가능)" : "고릅니다",
      longEn: several ? "choose, or take the choice back; several may be chosen" : "choose"
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
          ko: "판단 불가",
          en: "cannot judge",
          longKo: "판단 불가와 그 사유",
          longEn: "cannot judge, with the reason"
        )
      )
    }
    if interview.place.model != nil {
      if case .comment = interview.place {
      } else if survey.comment != nil {
        hints.append(
          FormHint(
            "c",
            ko: "의견",
            en: "comment",
            longKo: "이 모델의 의견을 씁니다",
            longEn: "write the comment on this model"
          )
        )
      }
      if !survey.factSheet.isEmpty {
        hints.append(
          FormHint(
            "f",
            ko: showsFacts ? "정보표 닫기" : "정보표",
            en: showsFacts ? "close facts" : "facts",
            longKo: "이 모델의 정보표(PgUp, PgDn으로 넘김)",
            longEn: "the fact sheet of this model; PgUp and PgDn scroll it"
          )
        )
      }
      if survey.recusals {
        hints.append(
          FormHint(
            "r",
            ko: "회피",
            en: "recuse",
            longKo: "이 모델의 평가를 회피합니다",
            longEn: "recuse from this model"
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
        ko: "되돌리기",
        en: "undo",
        longKo: "마지막 변경을 되돌립니다",
        longEn: "take the last change back"
      )
    ]
    let isGiven =
      place == .ranking
      ? rankedHere.flatMap { interview.rank(of: $0) } != nil : interview.value(at: place) != nil
    if isGiven {
      hints.append(
        FormHint(
          "x",
          ko: "지우기",
          en: "clear",
          longKo: "이 답을 지웁니다(Delete도)",
          longEn: "delete this answer, like Delete"
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
          ko: "넘겨받기",
          en: "take over",
          longKo: "다른 창을 끝내고 여기에서 계속합니다",
          longEn: "end the other window and go on here"
        )
      )
    }
    hints += [
      FormHint("?", ko: "도움말", en: "help"),
      FormHint(
        front == .matrix ? "L" : "l",
        ko: "English",
        en: "한국어",
        longKo: "English로 바꿉니다",
        longEn: "한국어로 / in Korean"
      ),
      FormHint(
        "q",
        ko: "저장하고 나가기",
        en: "leave",
        longKo: "저장하고 나갑니다",
        longEn: "leave; everything is saved"
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
        ko: "앞 모델",
        en: "model before",
        longKo: "앞 모델의 같은 문항으로(왼쪽 화살표, Shift-Tab도)",
        longEn: "the same question on the model before, like the left arrow"
      )
    return [
      FormHint(
        "j k",
        ko: "아래 위",
        en: "down, up",
        longKo: "아래, 위로(화살표도)",
        longEn: "down and up, like the arrows"
      ),
      FormHint(
        "Tab",
        ko: "다음 모델",
        en: "next model",
        longKo: "다음 모델의 같은 문항으로(오른쪽 화살표도)",
        longEn: "the same question on the next model, like the right arrow"
      ),
      FormHint(
        "Home End",
        ko: "처음, 끝",
        en: "first, last",
        longKo: "이 쪽의 처음과 끝",
        longEn: "first and last question of the page"
      ),
      FormHint(
        "PgUp PgDn",
        ko: "넘기기",
        en: "scroll",
        longKo: "긴 글을 넘겨 봅니다",
        longEn: "scroll a long text"
      ),
      FormHint(
        "p",
        ko: "개인정보 안내",
        en: "privacy",
        longKo: "안내, 개인정보 처리와 서약",
        longEn: "introduction, privacy sheet and pledge"
      ),
    ] + (isFirst ? [] : [before])
  }
}
