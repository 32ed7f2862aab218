internal import PanelCore

// What can be typed, in words.
extension LineInterview {
  /// All words that can be typed.
  func helpLines() -> [String] {
    var rows: [(String, String)] = []
    if !isReadOnly {
      rows.append((text(en: "NUMBER", ko: "숫자"), text(en: "rates or chooses", ko: "평점 또는 선택")))
    }
    rows.append(
      (
        "Enter",
        isReadOnly
          ? text(en: "next question", ko: "다음으로")
          : text(en: "keeps the value, next question", ko: "현재 값을 두고 다음으로(미응답은 그대로 둠)")
      )
    )
    for name in CommandWord.names where isOffered(name.command) {
      rows.append((inputs(of: name), meaning(of: name.command)))
    }
    if interview.survey.comment != nil, !isReadOnly {
      rows.append(
        (text(en: "+TEXT", ko: "+내용"), text(en: "adds to the comment", ko: "의견을 한 칸 띄고 이어 씀"))
      )
      rows.append(
        (text(en: "++TEXT", ko: "++내용"), text(en: "adds to it on a new line", ko: "의견을 새 줄에 이어 씀"))
      )
    }
    let width = rows.map { TextWidth.columns(of: $0.0) }.max() ?? 0
    let lines = rows.flatMap { word, meaning in
      wrapped(meaning, after: "  " + TextWidth.padded(word, to: width) + "  ")
    }
    return lines + noteLines()
  }

  private func noteLines() -> [String] {
    var notes = wrapped(
      text(
        en: "With the Korean input method on, the same key counts too (ㅠ for b).",
        ko: "한글 입력 상태에서 같은 글쇠를 눌러도 됩니다(b 대신 ㅠ)."
      )
    )
    if interview.survey.comment != nil, !isReadOnly {
      notes += wrapped(
        text(
          en: "Comment: a terminal's line holds about 4,000 bytes; type a long text in parts with "
            + "+TEXT, or in the editor. Put a space before a text that is also a command, or "
            + "quote it.",
          ko: "평가 의견: 긴 글은 한 줄에 다 들어가지 않으므로 ‘+내용’으로 나누어 이어 쓰거나 편집기를 씁니다. "
            + "명령어와 같은 글은 앞에 빈칸을 넣거나 따옴표로 묶습니다."
        )
      )
    }
    return notes
  }

  /// Whether a command can do anything in this survey and this window.
  func isOffered(_ command: CommandWord) -> Bool {
    let survey = interview.survey
    return switch command {
    case .undo, .clear, .done: !isReadOnly
    case .cannotJudge: !isReadOnly && !survey.cannotJudge.isEmpty
    case .comment: survey.comment != nil
    case .edit: !isReadOnly && survey.comment != nil
    case .facts: !survey.factSheet.isEmpty
    case .recuse: !isReadOnly && survey.recusals
    case .sheet: sheet != nil
    case .back, .skip, .go, .open, .matrix, .language, .help, .leave: true
    }
  }

  private func inputs(of name: CommandWord.Name) -> String {
    let survey = interview.survey
    var inputs = name.keys
    switch name.command {
    case .cannotJudge:
      if let reason = survey.cannotJudge.first?.id { inputs.append("n \(reason)") }
    case .go:
      inputs = ["g 7"]
      if let model = survey.models.first?.code, let item = survey.items.first?.id {
        inputs.append("g \(model) \(item)")
      }
    default: break
    }
    return (inputs + (interview.language == .ko ? name.ko : name.en)).joined(separator: ", ")
  }

  private func meaning(of command: CommandWord) -> String {
    switch command {
    case .back: text(en: "goes back", ko: "앞 문항으로")
    case .skip: text(en: "next question, without an answer", ko: "답하지 않고 다음으로")
    case .undo: text(en: "undoes the last change", ko: "마지막 변경을 취소")
    case .clear: text(en: "deletes the answer", ko: "이 문항의 답을 지움")
    case .cannotJudge: text(en: "cannot judge, with the reason", ko: "판단 불가와 그 사유")
    case .comment: text(en: "the comment on this model", ko: "이 모델의 평가 의견")
    case .edit: text(en: "writes that comment in your editor", ko: "이 모델의 의견을 편집기에서 씀")
    case .facts: text(en: "the fact sheet of this model", ko: "이 모델의 정보표")
    case .recuse: text(en: "recuses from this model", ko: "이 모델의 평가를 회피")
    case .go: text(en: "goes there; g end: the final check", ko: "그 위치로 이동; g 끝: 최종 확인")
    case .open: text(en: "lists what is open", ko: "미응답 목록")
    case .matrix: text(en: "shows all answers as a table", ko: "모든 응답을 표로 봄")
    case .sheet: text(en: "the privacy sheet and the pledge", ko: "개인정보 안내와 서약")
    case .language: "한국어 / English"
    case .help: text(en: "this help", ko: "이 도움말")
    case .leave:
      isReadOnly
        ? text(en: "leaves", ko: "나가기") : text(en: "saves the draft and leaves", ko: "임시 저장하고 나가기")
    case .done: text(en: "finishes, at the final check", ko: "최종 확인에서 평가를 마침")
    }
  }
}
