internal import PanelCore

// What can be asked to read: messages, open places, the fact sheet, help.
extension LineInterview {
  /// A problem in words, with the inputs that are possible.
  func lines(for problem: InputProblem) -> [String] {
    var lines = wrapped(problem.message[interview.language])
    switch problem {
    case .unknownWord:
      lines += keyLines(at: interview.place, after: text("가능한 입력: ", "Possible here: "))
    case .noSuchPlace, .cannotJudgeOnlyItems, .noRecusals:
      if case .comment = interview.place {
        lines += wrapped(
          text(
            "이 글을 평가 의견으로 남기려면 앞에 빈칸을 넣어 주십시오.",
            "To leave this as the comment, type a space before it."
          )
        )
      }
    default: break
    }
    return lines
  }

  /// What the final check says.
  func checkLines() -> [String] {
    interview.problems.isEmpty
      ? wrapped(text("빠진 곳이 없습니다. ", "Nothing is open. ") + doneHint) : openLines()
  }

  /// How to finish.
  var doneHint: String {
    text(
      "‘완료’를 입력하면 평가를 마칩니다.",
      "Type done to finish."
    )
  }

  /// The places that are open or wrong, each with its number.
  func openLines() -> [String] {
    let problems = interview.problems
    guard !problems.isEmpty else { return wrapped(text("미응답이 없습니다.", "Nothing is open.")) }
    let open = problems.count { $0.isOpen }
    let wrong = problems.count - open
    var lines = wrapped(
      text("미응답 \(open)곳", "Open: \(open)")
        + (wrong > 0 ? text(", 고칠 곳 \(wrong)곳", ", to correct: \(wrong)") : "")
    )
    for problem in problems {
      let index = interview.places.firstIndex(of: problem.place)
      let number = index.map { String($0 + 1) } ?? "-"
      let width = String(interview.places.count).count
      lines += wrapped(
        interview.name(of: problem.place) + " " + interview.title(of: problem.place) + ": "
          + problem.message[interview.language],
        after: "  " + TextWidth.padded(number, to: width, alignment: .right) + "  "
      )
    }
    return lines
  }

  /// The fact sheet of the current model.
  func factLines() throws(InputProblem) -> [String] {
    guard !interview.survey.factSheet.isEmpty else { throw .noFacts }
    guard let code = interview.place.model, let model = interview.survey.model(code) else {
      throw .noModelHere
    }
    var lines = wrapped(text("모델 정보표: 모델 \(code)", "Fact sheet of model \(code)"))
    let fields = interview.survey.factSheet
    let width = fields.map { TextWidth.columns(of: $0.id.rawValue) }.max() ?? 0
    for field in fields {
      lines += wrapped(
        field.title[interview.language] + ": " + words(model.fact(field.id), unit: field.unit),
        after: "  " + TextWidth.padded(field.id.rawValue, to: width) + "  "
      )
    }
    return lines
  }

  private func words(_ fact: Fact, unit: String?) -> String {
    switch fact {
    case .notProvided: return text("자료 없음", "not provided")
    case .provided(let value, let measuredBy, let measuredOn):
      let source = [measuredBy.map { text("측정: ", "measured by ") + $0 }, measuredOn]
        .compactMap { $0 }.joined(separator: ", ")
      return value + (unit.map { " " + $0 } ?? "") + (source.isEmpty ? "" : " (\(source))")
    }
  }

  /// All words that can be typed.
  func helpLines() -> [String] {
    let survey = interview.survey
    var rows: [(String, String)] = [
      (text("숫자", "NUMBER"), text("평점 또는 선택", "rates or chooses")),
      ("Enter", text("현재 값을 두고 다음으로(미응답은 그대로 둠)", "keeps the value and goes on")),
      (text("b, 뒤로", "b, back"), text("앞 문항으로", "goes back")),
      (text("s, 건너뛰기", "s, skip"), text("답하지 않고 다음으로", "goes on without an answer")),
    ]
    if !survey.cannotJudge.isEmpty {
      let reason = survey.cannotJudge.first?.id.rawValue ?? ""
      rows.append(
        (
          text("n, n \(reason), 판단 불가", "n, n \(reason)"),
          text("판단 불가와 그 사유", "cannot judge, with the reason")
        )
      )
    }
    if survey.comment != nil {
      rows.append(
        (text("c, 의견", "c, comment"), text("이 모델의 평가 의견", "the comment on this model"))
      )
    }
    if !survey.factSheet.isEmpty {
      rows.append(
        (text("f, 정보표", "f, facts"), text("이 모델의 정보표", "the fact sheet of this model"))
      )
    }
    if let model = survey.models.first?.code, let item = survey.items.first?.id {
      rows.append(
        (
          text("g 7, g \(model) \(item), 이동", "g 7, g \(model) \(item)"),
          text("그 위치로 이동; g 끝: 최종 확인", "goes there; g end: the final check")
        )
      )
    }
    rows.append((text("o, 미응답", "o, open"), text("미응답 목록", "lists what is open")))
    if survey.recusals {
      rows.append(
        (text("r, 회피", "r, recuse"), text("이 모델의 평가를 회피", "recuses from this model"))
      )
    }
    rows += [
      ("-", text("이 문항의 답을 지움", "deletes the answer")),
      (text("l, 언어", "l, language"), "한국어 / English"),
      (text("q, 나가기", "q, quit"), text("임시 저장하고 나가기", "saves the draft and leaves")),
      (text("완료", "done"), text("최종 확인에서 평가를 마침", "finishes, at the final check")),
    ]
    let width = rows.map { TextWidth.columns(of: $0.0) }.max() ?? 0
    var lines = rows.flatMap { word, meaning in
      wrapped(meaning, after: "  " + TextWidth.padded(word, to: width) + "  ")
    }
    if survey.comment != nil {
      lines += wrapped(
        text(
          "평가 의견: 긴 글은 한 줄에 다 들어가지 않으므로 ‘+내용’으로 나누어 이어 씁니다. 명령어와 같은 글은 앞에 빈칸을 넣거나 "
            + "따옴표로 묶습니다.",
          "Comment: a terminal's line holds about 4,000 bytes; type a long text in parts with "
            + "+TEXT. Put a space before a text that is also a command, or quote it."
        )
      )
    }
    return lines
  }
}
