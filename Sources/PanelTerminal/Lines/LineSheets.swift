internal import PanelCore

// What can be asked to read: messages, open places, the fact sheet, the privacy sheet.
extension LineInterview {
  /// A problem in words, with the inputs that are possible.
  func lines(for problem: InputProblem) -> [String] {
    var lines = wrapped(problem.message[interview.language])
    switch problem {
    case .unknownWord:
      lines += keyLines(at: interview.place, after: text(en: "Possible here: ", ko: "가능한 입력: "))
    case .noSuchPlace, .cannotJudgeOnlyItems, .noRecusals:
      if case .comment = interview.place {
        lines += wrapped(
          text(
            en: "To leave this as the comment, type a space before it.",
            ko: "이 글을 평가 의견으로 남기려면 앞에 빈칸을 넣어 주십시오."
          )
        )
      }
    default: break
    }
    return lines
  }

  /// The lines of the final check.
  func checkLines() -> [String] {
    let open =
      interview.problems.isEmpty
      ? wrapped(text(en: "Nothing is open. ", ko: "빠진 곳이 없습니다. ") + doneHint) : openLines()
    return open + questionLines()
  }

  /// How to finish.
  var doneHint: String {
    isReadOnly
      ? text(en: "Here you can only read.", ko: "여기에서는 보기만 할 수 있습니다.")
      : text(en: "Type done to finish.", ko: "‘완료’를 입력하면 평가를 마칩니다.")
  }

  /// What is worth a second look, each with the number of a place it is about.
  private func questionLines() -> [String] {
    let questions = interview.inconsistencies
    guard !questions.isEmpty else { return [] }
    let introduction = text(
      en: "Worth a second look; nothing has to be changed if it is what you mean.",
      ko: "한 번 더 살펴보실 곳입니다. 뜻하신 대로라면 고치지 않으셔도 됩니다."
    )
    return wrapped(introduction)
      + questions.flatMap { question in
        numbered(question.message[interview.language], at: question.places.first)
      }
  }

  /// A sentence after the number of its place.
  private func numbered(_ sentence: String, at place: FormPlace?) -> [String] {
    let index = place.flatMap { interview.places.firstIndex(of: $0) }
    let width = String(interview.places.count).count
    let number = TextWidth.padded(
      index.map { String($0 + 1) } ?? "-",
      to: width,
      alignment: .right
    )
    return wrapped(sentence, after: "  " + number + "  ")
  }

  /// The places that are open or wrong, each with its number.
  func openLines() -> [String] {
    let problems = interview.problems
    guard !problems.isEmpty else { return wrapped(text(en: "Nothing is open.", ko: "미응답이 없습니다.")) }
    let open = problems.count { $0.isOpen }
    let wrong = problems.count - open
    var lines = wrapped(
      text(en: "Open: \(open)", ko: "미응답 \(open)곳")
        + (wrong > 0 ? text(en: ", to correct: \(wrong)", ko: ", 고칠 곳 \(wrong)곳") : "")
    )
    for problem in problems {
      lines += numbered(
        interview.name(of: problem.place) + " " + interview.title(of: problem.place) + ": "
          + problem.message[interview.language],
        at: problem.place
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
    var lines = wrapped(text(en: "Fact sheet of model \(code)", ko: "모델 정보표: 모델 \(code)"))
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
    case .notProvided: return text(en: "not provided", ko: "자료 없음")
    case .provided(let value, let measuredBy, let measuredOn):
      let source = [measuredBy.map { text(en: "measured by ", ko: "측정: ") + $0 }, measuredOn]
        .compactMap { $0 }.joined(separator: ", ")
      return value + (unit.map { " " + $0 } ?? "") + (source.isEmpty ? "" : " (\(source))")
    }
  }

  /// The privacy sheet, in the lines it was written in where they fit.
  func sheetLines() throws(InputProblem) -> [String] {
    guard let sheet else { throw .noSheet }
    let lines = TextWidth.printable(sheet[interview.language])
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.flatMap { line in
      TextWidth.columns(of: line) <= columns ? [line] : wrapped(line)
    }
  }
}
