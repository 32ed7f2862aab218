internal import PanelCore

// The final check, what is asked before something is done, and the receipt.
extension Form {
  var checkBody: FormBody {
    let entries = checkPlaces
    let open = entries.count { $0.isOpen == true }
    let wrong = entries.count { $0.isOpen == false }
    var lines: [StyledText] = []
    if open + wrong == 0 {
      lines.append(StyledText(say(en: "Everything is answered.", ko: "모든 문항에 답했습니다."), .strong))
    } else {
      let words =
        say(en: "Still open: \(open)", ko: "남은 문항 \(open)개")
        + (wrong > 0 ? say(en: ", to correct: \(wrong)", ko: ", 고칠 문항 \(wrong)개") : "")
      lines.append(StyledText(words, .strong))
    }
    if !submitHint.isEmpty {
      lines += StyledText.wrapped(submitHint, .strong, columns: size.columns)
    }
    lines.append(StyledText())
    let head = lines.count
    var focus = head
    for (number, entry) in entries.enumerated() {
      if entry.isOpen == nil, number == open + wrong {
        if number > 0 { lines.append(StyledText()) }
        lines += StyledText.wrapped(
          say(
            en: "Please look once more; nothing has to be changed.",
            ko: "한 번 더 살펴봐 주십시오. 꼭 고쳐야 하는 것은 아닙니다."
          ),
          .strong,
          columns: size.columns
        )
      }
      let isFocused = number == checkLine
      if isFocused { focus = lines.count }
      let name =
        entry.isOpen == nil
        ? "" : interview.name(of: entry.place) + " " + interview.title(of: entry.place) + ": "
      lines += TextWidth.hung(
        name + entry.text[language],
        after: isFocused ? "> " : "  ",
        columns: size.columns
      ).map { StyledText($0, isFocused ? .focused : entry.isOpen == false ? .warning : .plain) }
    }
    // The list scrolls below its head.
    let room = max(1, bodyHeight - head)
    let list = Array(lines.dropFirst(head))
    let first = max(0, min(focus - head - room / 2, list.count - room))
    var seen = Array(list.dropFirst(first).prefix(room))
    if first > 0 { seen[0] = StyledText(say(en: "  more above", ko: "  위로 더 있음"), .dim) }
    if first + room < list.count {
      seen[room - 1] = StyledText(say(en: "  more below", ko: "  아래로 더 있음"), .dim)
    }
    return FormBody(
      lines: Array(lines.prefix(head)) + seen,
      caret: ScreenPlace(line: focus - first, column: 0)
    )
  }

  private var submitHint: String {
    let round = surroundings.round ?? ""
    if isClosed { return "" }
    switch status {
    case .preview:
      return say(
        en: "This is a preview: s shows what submitting looks like and sends nothing.",
        ko: "미리보기입니다. s를 누르면 제출 화면만 보여 주고 아무것도 보내지 않습니다."
      )
    case .submitted(let revision):
      return say(
        en: "These answers are submitted (revision \(revision)). Until closing you can change and "
          + "submit them again.",
        ko: "이 답은 제출되어 있습니다(\(revision)판). 마감 전까지 고쳐서 다시 제출할 수 있습니다."
      )
    case .void, .reading, .notEnrolled: return ""
    case .drafting, .notSubmitted, .changed, .abstained:
      if !interview.problems.isEmpty {
        return say(
          en: "Once everything is answered, s submits.",
          ko: "남은 문항에 모두 답하면 s로 제출할 수 있습니다."
        )
      }
      if surroundings.phaseNow < .rating {
        return say(
          en: "NOT SUBMITTED. When rating has opened, press s here or run: panel submit \(round)",
          ko: "미제출. 평가가 시작되면 여기에서 s를 누르거나 panel submit \(round)을(를) 실행하십시오."
        )
      }
      guard case .changed(let revision) = status else {
        return say(en: "NOT SUBMITTED. To submit press s.", ko: "미제출. 제출하려면 s를 누르십시오.")
      }
      return say(
        en:
          "Your changes are NOT SUBMITTED. To submit press s; until then revision \(revision) counts.",
        ko: "수정한 내용은 아직 제출되지 않았습니다. 제출하려면 s를 누르십시오. 그때까지는 \(revision)판이 유효합니다."
      )
    }
  }

  // MARK: - Confirmations

  func lines(asking confirmation: Confirmation) -> [StyledText] {
    var lines: [StyledText] = []
    switch confirmation {
    case .submit:
      let next = (surroundings.sent?.revision ?? 0) + 1
      lines.append(StyledText(say(en: "Submit now?", ko: "제출할까요?"), .heading))
      lines.append(StyledText())
      let until = surroundings.closes.map { surroundings.shown($0, language) }
      let words =
        surroundings.round == nil
        ? say(en: "This is a preview: nothing is sent.", ko: "미리보기이므로 아무것도 보내지 않습니다.")
        : say(
          en:
            "All answers are signed and sent as revision \(next), without your name. You can change "
            + "and submit them again until " + (until ?? "the round closes") + ".",
          ko: "답 전체를 \(next)판으로 서명하여 보냅니다. 이름은 붙지 않습니다. "
            + (until.map { "\($0)까지" } ?? "마감 전까지") + " 고쳐서 다시 제출할 수 있습니다."
        )
      lines += StyledText.wrapped(words, columns: min(76, size.columns))
      let questions = interview.inconsistencies.count
      if questions > 0 {
        lines.append(StyledText())
        lines += StyledText.wrapped(
          say(
            en: questions == 1
              ? "One thing may deserve another look (on the final check)."
              : "\(questions) things may deserve another look (on the final check).",
            ko: "살펴볼 점이 \(questions)가지 있습니다(최종 확인 화면)."
          ),
          columns: min(76, size.columns)
        )
      }
      lines.append(StyledText())
      lines.append(StyledText(say(en: "y submit   Esc not yet", ko: "y 제출   Esc 아직 아님"), .strong))
    case .recuse(let code):
      let count = interview.answerCount(on: code)
      lines.append(
        StyledText(say(en: "Recuse from model \(code)?", ko: "모델 \(code) 평가 회피"), .heading)
      )
      lines.append(StyledText())
      lines += StyledText.wrapped(
        say(
          en: "Your \(count) answers on this model are deleted; u takes that back.",
          ko: "이 모델에 대한 답 \(count)개가 지워집니다. u로 되돌릴 수 있습니다."
        ),
        columns: min(76, size.columns)
      )
      lines.append(StyledText())
      lines.append(StyledText(say(en: "y recuse   Esc cancel", ko: "y 회피   Esc 취소"), .strong))
    }
    return lines
  }

  var sendingLines: [StyledText] {
    [
      StyledText(say(en: "Sending …", ko: "보내는 중 …"), .heading),
      StyledText(),
    ]
      + StyledText.wrapped(
        say(
          en:
            "Waiting for the server's signature that it is stored. If the connection is lost, the "
            + "same can be sent again.",
          ko: "서버가 저장했다고 서명할 때까지 기다립니다. 연결이 끊겨도 다시 보낼 수 있습니다."
        ),
        columns: min(76, size.columns)
      )
  }

  // MARK: - Receipt

  var receiptLines: [StyledText] {
    let width = min(76, size.columns)
    guard let sent = surroundings.sent else {
      return StyledText.wrapped(
        say(en: "Preview: the receipt appears here.", ko: "미리보기: 여기에 제출 확인증이 나옵니다."),
        columns: width
      )
    }
    let until = surroundings.closes.map { surroundings.shown($0, language) }
    let heading =
      surroundings.round == nil
      ? say(en: "PREVIEW: this is what submitting shows", ko: "미리보기: 제출하면 이렇게 보입니다")
      : say(en: "SUBMITTED (revision \(sent.revision))", ko: "제출되었습니다 (\(sent.revision)판)")
    var lines = [StyledText(heading, .heading), StyledText()]
    lines += StyledText.wrapped(
      say(
        en: "Revisable until " + (until ?? "the round closes") + ".",
        ko: (until.map { "\($0)까지" } ?? "마감 전까지") + " 고쳐서 다시 제출할 수 있습니다."
      ),
      .strong,
      columns: width
    )
    lines.append(StyledText())
    guard let round = surroundings.round else {
      return lines
        + StyledText.wrapped(
          say(en: "This is a preview: nothing was sent.", ko: "미리보기이므로 보낸 것은 없습니다."),
          .warning,
          columns: width
        )
    }
    lines += StyledText.wrapped(
      say(
        en: "The server's signed receipt was checked and is kept in:",
        ko: "서버의 서명이 있는 확인증을 확인하고 저장했습니다:"
      ),
      columns: width
    )
    lines += TextWidth.hung(sent.file, after: "  ", columns: size.columns).map { StyledText($0) }
    lines += StyledText.wrapped(
      say(en: "Receipt number ", ko: "확인 번호 ") + sent.number,
      .strong,
      columns: size.columns
    )
    lines.append(StyledText())
    lines += StyledText.wrapped(
      say(
        en: "After closing, check that it counts: panel receipt \(round) --claim",
        ko: "마감 뒤에 집계에 들어갔는지 확인하려면: panel receipt \(round) --claim"
      ),
      columns: width
    )
    return lines
  }
}
