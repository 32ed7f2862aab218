internal import PanelCore

/// Why a typed line or key was not accepted.
enum InputProblem: Error, Hashable, Sendable {
  case unknownWord(String)
  case unreadable
  case outside(Int, lowest: Int, highest: Int, step: Int)
  case noSuchChoice(Int, count: Int)
  case onlyOneChoice
  case cannotJudgeOnlyItems
  case cannotJudgeNotOffered
  case noSuchReason(String, among: [ChoiceID])
  case noComments
  case bareNumber(Int)
  case noModelHere
  case noFacts
  case noRecusals
  case recused(ModelCode)
  case deletesAnswers(ModelCode, count: Int)
  case noSuchPlace(String, count: Int)
  case firstPlace
  case unknownModel(String, among: [ModelCode])
  case rankedTwice(ModelCode)
  case notRanked([ModelCode])
  case brokenRanking
  case notComplete(count: Int)
  case commentTooShort(minimum: Int)
  case commentTooLong(maximum: Int)
  case nothingToUndo
  case noSheet
  case noEditor
  case editorFailed
  case readOnly

  /// What is wrong and what is allowed, in both languages.
  var message: LocalizedText {
    switch self {
    case .unknownWord(let word):
      LocalizedText(
        en: "‘\(word)’ is not an input here.",
        ko: "‘\(word)’은(는) 여기에서 쓸 수 없는 입력입니다."
      )
    case .unreadable:
      LocalizedText(
        en:
          "Not accepted: the line has unreadable characters (an arrow key, or text that is not UTF-8). "
          + "Please type it again.",
        ko: "읽을 수 없는 문자(화살표 키 또는 UTF-8이 아닌 글자)가 있어 받지 않았습니다. 다시 입력해 주십시오."
      )
    case .outside(let number, let lowest, let highest, let step):
      LocalizedText(
        en: "\(number) is not an answer. Type a whole number from \(lowest) to \(highest)"
          + (step > 1 ? " in steps of \(step)." : "."),
        ko: "\(number)은(는) 답이 될 수 없습니다. \(lowest)–\(highest) 사이의 정수"
          + (step > 1 ? "(\(step) 단위)" : "") + "를 입력해 주십시오."
      )
    case .noSuchChoice(let number, let count):
      LocalizedText(
        en: "There is no choice \(number). Type a number from 1 to \(count).",
        ko: "\(number)번 선택지는 없습니다. 1–\(count) 가운데서 골라 주십시오."
      )
    case .onlyOneChoice:
      LocalizedText(en: "Only one choice may be taken.", ko: "한 가지만 고를 수 있습니다.")
    case .cannotJudgeOnlyItems:
      LocalizedText(
        en: "‘Cannot judge’ is an answer to rated items only.",
        ko: "‘판단 불가’는 평점 문항에서만 고를 수 있습니다."
      )
    case .cannotJudgeNotOffered:
      LocalizedText(
        en: "This survey does not offer ‘cannot judge’.",
        ko: "이 설문에는 ‘판단 불가’가 없습니다."
      )
    case .noSuchReason(let reason, let reasons):
      LocalizedText(
        en: "‘\(reason)’ is not a reason for ‘cannot judge’. Reasons: \(list(reasons))",
        ko: "‘\(reason)’은(는) 판단 불가 사유가 아닙니다. 가능한 사유: \(list(reasons))"
      )
    case .noComments:
      LocalizedText(en: "This survey takes no comments.", ko: "이 설문은 평가 의견을 받지 않습니다.")
    case .bareNumber(let number):
      LocalizedText(
        en: "This is the comment. To leave ‘\(number)’ as the comment, type a space before it.",
        ko: "여기는 평가 의견란입니다. ‘\(number)’을(를) 의견으로 남기려면 앞에 빈칸을 넣어 주십시오."
      )
    case .noModelHere:
      LocalizedText(
        en: "This question is not about one model. Go to a model first: g MODEL",
        ko: "이 문항은 특정 모델에 관한 것이 아닙니다. 먼저 ‘g 모델’로 이동해 주십시오."
      )
    case .noFacts:
      LocalizedText(en: "This survey has no fact sheet.", ko: "이 설문에는 모델 정보표가 없습니다.")
    case .noRecusals:
      LocalizedText(
        en: "This survey takes no recusals.",
        ko: "이 설문은 모델별 회피를 받지 않습니다."
      )
    case .recused(let code):
      LocalizedText(
        en: "Model \(code) is recused. To rate it, answer 2 at its recusal question.",
        ko: "모델 \(code)은(는) 회피한 모델입니다. 평가하려면 회피 문항에서 2를 입력해 주십시오."
      )
    case .deletesAnswers(let code, let count):
      LocalizedText(
        en: "Recusing from model \(code) deletes your \(count) answers on it. "
          + "To go ahead, type the same again.",
        ko: "모델 \(code)을(를) 회피하면 그 모델에 대한 답 \(count)개가 지워집니다. 계속하려면 같은 입력을 한 번 더 해 주십시오."
      )
    case .noSuchPlace(let place, let count):
      LocalizedText(
        en: "There is no place ‘\(place)’. Type g NUMBER (1 to \(count)), g MODEL or g MODEL ITEM.",
        ko: "‘\(place)’ 위치는 없습니다. ‘g 번호’(1–\(count)), ‘g 모델’ 또는 ‘g 모델 문항’으로 입력해 주십시오."
      )
    case .firstPlace:
      LocalizedText(en: "This is the first question.", ko: "첫 문항입니다.")
    case .unknownModel(let code, let codes):
      LocalizedText(
        en: "‘\(code)’ is not a model to rank. Models: \(list(codes))",
        ko: "‘\(code)’은(는) 순위에 넣을 모델이 아닙니다. 모델: \(list(codes))"
      )
    case .rankedTwice(let code):
      LocalizedText(
        en: "Model \(code) is named twice.",
        ko: "모델 \(code)이(가) 두 번 있습니다."
      )
    case .notRanked(let codes):
      LocalizedText(
        en: "Missing from the ranking: \(list(codes)). Name every rated model once.",
        ko: "순위에 빠진 모델: \(list(codes)). 평가한 모델을 모두 한 번씩 넣어 주십시오."
      )
    case .brokenRanking:
      LocalizedText(
        en: "There must be a model code on both sides of ‘>’ and ‘=’.",
        ko: "‘>’와 ‘=’의 앞뒤에는 모델 코드가 있어야 합니다."
      )
    case .notComplete(let count):
      LocalizedText(
        en: "Still open or wrong: \(count). Press Enter to go to the first.",
        ko: "아직 답하지 않았거나 고쳐야 할 곳이 \(count)곳 있습니다. Enter를 누르면 그 첫 곳으로 갑니다."
      )
    case .commentTooShort(let minimum):
      LocalizedText(
        en: "Saved, but your ratings require a comment of \(minimum) characters or more, spaces "
          + "not counted. Type +TEXT to continue it.",
        ko: "저장했지만, 평점 때문에 의견이 공백을 빼고 \(minimum)자 이상이어야 합니다. ‘+내용’으로 이어 쓸 수 있습니다."
      )
    case .commentTooLong(let maximum):
      LocalizedText(
        en: "Saved, but it cannot be submitted: a comment has at most \(maximum) characters. "
          + "Please type a shorter one.",
        ko: "저장했지만, 의견이 \(maximum)자를 넘어 제출할 수 없습니다. 줄여서 다시 입력해 주십시오."
      )
    case .nothingToUndo:
      LocalizedText(en: "There is no change to undo.", ko: "취소할 변경이 없습니다.")
    case .noSheet:
      LocalizedText(en: "There is no privacy sheet here.", ko: "여기에는 개인정보 안내가 없습니다.")
    case .noEditor:
      LocalizedText(
        en: "No editor is set. Set EDITOR, or type the comment at its question.",
        ko: "편집기가 지정되지 않았습니다. 환경 변수 EDITOR를 지정하거나, 의견 문항에서 직접 입력해 주십시오."
      )
    case .editorFailed:
      LocalizedText(
        en: "The editor returned nothing; the comment is unchanged.",
        ko: "편집기에서 받은 글이 없어 의견을 그대로 두었습니다."
      )
    case .readOnly:
      LocalizedText(
        en: "Not changed: the form is open in another window. Here you can only read.",
        ko: "바꿀 수 없습니다. 다른 창에서 작성 중이므로 여기에서는 보기만 할 수 있습니다."
      )
    }
  }

  private func list(_ names: [some Identifier]) -> String {
    names.map(\.rawValue).joined(separator: ", ")
  }
}
