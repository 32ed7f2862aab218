internal import PanelCore

// What can be typed, in words.
extension LineInterview {
  /// All words that can be typed.
  func helpLines() -> [String] {
    var rows: [(String, String)] = []
    if !isReadOnly { rows.append((text("숫자", "NUMBER"), text("평점 또는 선택", "rates or chooses"))) }
    rows.append(
      (
        "Enter",
        isReadOnly
          ? text("다음으로", "goes on")
          : text("현재 값을 두고 다음으로(미응답은 그대로 둠)", "keeps the value and goes on")
      )
    )
    for name in CommandWord.names where isOffered(name.command) {
      rows.append((inputs(of: name), meaning(of: name.command)))
    }
    if interview.survey.comment != nil, !isReadOnly {
      rows.append((text("+내용", "+TEXT"), text("의견을 한 칸 띄고 이어 씀", "adds to the comment")))
      rows.append(
        (text("++내용", "++TEXT"), text("의견을 새 줄에 이어 씀", "adds to it on a new line"))
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
        "한글 입력 상태에서 같은 글쇠를 눌러도 됩니다(b 대신 ㅠ).",
        "With the Korean input method on, the same key counts too (ㅠ for b)."
      )
    )
    if interview.survey.comment != nil, !isReadOnly {
      notes += wrapped(
        text(
          "평가 의견: 긴 글은 한 줄에 다 들어가지 않으므로 ‘+내용’으로 나누어 이어 쓰거나 편집기를 씁니다. "
            + "명령어와 같은 글은 앞에 빈칸을 넣거나 따옴표로 묶습니다.",
          "Comment: a terminal's line holds about 4,000 bytes; type a long text in parts with "
            + "+TEXT, or in the editor. Put a space before a text that is also a command, or "
            + "quote it."
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
    case .back: text("앞 문항으로", "goes back")
    case .skip: text("답하지 않고 다음으로", "goes on without an answer")
    case .undo: text("마지막 변경을 취소", "takes back the last change")
    case .clear: text("이 문항의 답을 지움", "deletes the answer")
    case .cannotJudge: text("판단 불가와 그 사유", "cannot judge, with the reason")
    case .comment: text("이 모델의 평가 의견", "the comment on this model")
    case .edit: text("이 모델의 의견을 편집기에서 씀", "writes that comment in your editor")
    case .facts: text("이 모델의 정보표", "the fact sheet of this model")
    case .recuse: text("이 모델의 평가를 회피", "recuses from this model")
    case .go: text("그 위치로 이동; g 끝: 최종 확인", "goes there; g end: the final check")
    case .open: text("미응답 목록", "lists what is open")
    case .matrix: text("모든 응답을 표로 봄", "shows all answers as a table")
    case .sheet: text("개인정보 안내와 서약", "the privacy sheet and the pledge")
    case .language: "한국어 / English"
    case .help: text("이 도움말", "this help")
    case .leave:
      isReadOnly ? text("나가기", "leaves") : text("임시 저장하고 나가기", "saves the draft and leaves")
    case .done: text("최종 확인에서 평가를 마침", "finishes, at the final check")
    }
  }
}
