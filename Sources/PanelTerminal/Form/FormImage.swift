internal import PanelCore

/// The part of the screen between head and foot.
struct FormBody: Hashable, Sendable {
  var lines: [StyledText]
  /// Where the next key acts, counted from the first line of the body.
  var caret: ScreenPlace?
}

// The whole screen as a function of the form.
extension Form {
  /// The smallest screen the form is laid out for.
  public static let smallest = ScreenSize(columns: 80, lines: 24)

  /// Whether the screen is large enough.
  public var fits: Bool {
    size.columns >= Self.smallest.columns && size.lines >= Self.smallest.lines
  }

  /// What is to be seen now.
  public var image: ScreenImage {
    guard fits else { return tooSmall }
    let head = headLines
    let body = body
    var lines = head + body.lines.prefix(bodyHeight)
    lines += Array(repeating: StyledText(), count: head.count + bodyHeight - lines.count)
    lines += statusLines
    lines += footLines
    let caret = body.caret.map {
      ScreenPlace(line: min($0.line, bodyHeight - 1) + head.count, column: $0.column)
    }
    return ScreenImage(size: size, lines: lines, caret: caret)
  }

  /// The lines between head and foot.
  var bodyHeight: Int { max(1, size.lines - 5 - statusLines.count) }

  private var body: FormBody {
    switch overlay {
    case .help: return page(of: helpLines)
    case .confirmation(let confirmation): return FormBody(lines: lines(asking: confirmation))
    case .sending: return FormBody(lines: sendingLines)
    case .reasons(let line) where front == .matrix:
      let reasons = reasonLines(focus: line, columns: size.columns)
      return FormBody(
        lines: reasons.lines,
        caret: ScreenPlace(line: reasons.focus, column: 0)
      )
    case .reasons, .comment, nil: break
    }
    switch front {
    case .sheet: return page(of: sheetLines)
    case .receipt: return page(of: receiptLines)
    case .matrix: return matrixBody
    case .questions: return interview.place == .whole ? checkBody : questionsBody
    }
  }

  // MARK: - Scrolling

  /// The part of a text that is scrolled to, with a hint where there is more.
  private func page(of lines: [StyledText]) -> FormBody {
    FormBody(lines: scrolled(lines, height: bodyHeight), caret: ScreenPlace(line: 0, column: 0))
  }

  /// As many lines as fit, from the scrolled one; the last one states how many more follow.
  func scrolled(_ lines: [StyledText], height: Int) -> [StyledText] {
    guard lines.count > height else { return lines }
    let first = min(scroll, lines.count - height + 1)
    let rest = lines.count - first - (height - 1)
    guard rest > 0 else { return Array(lines[first...]) }
    let more = say(en: "-- \(rest) more lines: PgDn --", ko: "-- \(rest)줄 더: PgDn --")
    return Array(lines[first..<first + height - 1]) + [StyledText(more, .dim)]
  }

  /// Keeps the scrolling within what there is.
  mutating func limitScroll() {
    guard scroll > 0 else { return }
    let count: Int
    switch (overlay, front) {
    case (.help, _): count = helpLines.count
    case (_, .sheet): count = sheetLines.count
    case (_, .receipt): count = receiptLines.count
    case (_, .questions) where showsFacts: count = factLines(columns: factColumns).count
    case (_, .questions): count = detail(columns: detailColumns).lines.count
    default: count = 0
    }
    scroll = min(scroll, max(0, count - bodyHeight + 1))
    if count <= bodyHeight { scroll = 0 }
  }

  // MARK: - Head and foot

  private var headLines: [StyledText] {
    let words = status.head(isClosed: isClosed)[language]
    let isWarning = status.isWarning(isClosed: isClosed)
    let right = StyledText(" " + words + " ", isWarning ? .warning : .strong)
    let room = size.columns - right.columns - 1
    return [title(columns: room).fitted(to: room + 1) + right, tabs, rule]
  }

  private var rule: StyledText { StyledText(String(repeating: "-", count: size.columns), .dim) }

  private func title(columns: Int) -> StyledText {
    var title = StyledText()
    switch (front, page) {
    case (.sheet, _): title.append(say(en: "Before you begin", ko: "시작하기 전에"), .heading)
    case (.receipt, _): title.append(say(en: "Receipt", ko: "제출 확인증"), .heading)
    case (.matrix, _): title.append(say(en: "All ratings side by side", ko: "전체 보기"), .heading)
    case (.questions, .model(let code)):
      let full = interview.survey.model(code)?.name?[language]
      // The name is shortened in favour of the progress.
      let name = full.map { TextWidth.truncated($0, to: max(8, columns - 60)) }
      let number = (columnIndex(of: code) ?? 0) + 1
      title.append(
        say(en: "Model ", ko: "모델 ") + code.rawValue + (name.map { " (\($0))" } ?? ""),
        .heading
      )
      title.append(
        say(
          en: "  \(number) of \(self.columns.count)",
          ko: "  \(self.columns.count)개 중 \(number)번째"
        )
      )
    case (.questions, .overall): title.append(say(en: "On all models", ko: "전체 문항"), .heading)
    case (.questions, .check): title.append(say(en: "Final check", ko: "최종 확인"), .heading)
    }
    let (done, count) = progress
    let text = say(en: "\(done) of \(count) answered", ko: "\(count)개 중 \(done)개 답함")
    let bar = Self.bar(done, of: count, columns: 14)
    let gap = columns - title.columns - TextWidth.columns(of: text) - 18
    if gap > 0 { title.append("   " + bar + " " + text) }
    return title
  }

  private static func bar(_ done: Int, of count: Int, columns: Int) -> String {
    // Full only when everything is answered, empty only when nothing is.
    let filled = count == 0 ? columns : max(done == 0 ? 0 : 1, done * columns / count)
    return "[" + String(repeating: "#", count: filled)
      + String(repeating: ".", count: columns - filled) + "]"
  }

  private func columnIndex(of code: ModelCode) -> Int? { columns.firstIndex(of: code) }

  /// How many places are answered, and how many there are.
  var progress: (done: Int, count: Int) {
    let counted = interview.places.filter(isCounted)
    let open = Set(interview.problems.map(\.place))
    return (counted.count { !open.contains($0) }, counted.count)
  }

  /// Whether a place has to be answered.
  private func isCounted(_ place: FormPlace) -> Bool {
    switch place {
    case .recusal, .whole: false
    case .comment(let code):
      interview.isAsked(place)
        && interview.survey.requiresComment(on: code, in: interview.answers)
    default: interview.isAsked(place)
    }
  }

  private var tabs: StyledText {
    let open = Set(interview.problems.map(\.place))
    let long = tabs(open: open, isShort: false)
    return long.columns <= size.columns ? long : tabs(open: open, isShort: true)
  }

  private func tabs(open: Set<FormPlace>, isShort: Bool) -> StyledText {
    var line = StyledText()
    for tab in pages {
      let counted = interview.places.filter { Self.page(of: $0) == tab && isCounted($0) }
      let done = counted.count { !open.contains($0) }
      let isHere = front == .questions && tab == page
      let name: String
      switch tab {
      case .model(let code): name = code.rawValue
      case .overall: name = say(en: "All", ko: "전체 문항")
      case .check: name = say(en: "Check", ko: "최종 확인")
      }
      let count = isShort || tab == .check ? "" : " \(done)/\(counted.count)"
      let isRecused = tab.model.map { interview.answers.recusals.contains($0) } ?? false
      let text = name + (isRecused ? say(en: " recused", ko: " 회피") : count)
      line.append(isHere ? "[\(text)]" : " \(text) ", isHere ? .focused : .plain)
      line.append(isShort ? "" : " ")
    }
    return line
  }

  /// The message about the last key, in up to five lines, or otherwise the state of saving and the
  /// deadline.
  private var statusLines: [StyledText] {
    if let message {
      let style: TextStyle = message.isWarning ? .warning : .strong
      return TextWidth.hung(
        message.text[language],
        after: message.isWarning ? "! " : "",
        columns: size.columns
      ).prefix(5).map { StyledText($0, style) }
    }
    return [restingLine]
  }

  private var restingLine: StyledText {
    let left =
      switch saving {
      case .saved: StyledText(say(en: "Saved", ko: "저장됨"), .dim)
      case .saving: StyledText(say(en: "Saving", ko: "저장 중"), .dim)
      case .failed: StyledText(say(en: "NOT SAVED", ko: "저장되지 않음"), .warning)
      }
    guard let deadline else { return left }
    let room = max(0, size.columns - left.columns - 2)
    let right = StyledText(deadline.text, deadline.isWarning ? .warning : .dim)
    return left + "  " + right.clipped(to: room).padded(to: room, alignment: .right)
  }

  /// The keys that work here, as many as two lines hold.
  private var footLines: [StyledText] {
    var lines = [StyledText()]
    for hint in hints {
      var piece = StyledText(hint.key, .key)
      piece.append(" " + hint.short[language])
      let last = lines[lines.count - 1]
      let gap = last.runs.isEmpty ? 0 : 2
      if last.columns + gap + piece.columns > size.columns {
        guard lines.count < 2 else { break }
        lines.append(piece)
      } else {
        lines[lines.count - 1] = last + StyledText(gap == 0 ? "" : "  ") + piece
      }
    }
    while lines.count < 2 { lines.append(StyledText()) }
    return lines
  }

  // MARK: - A screen that is too small

  private var tooSmall: ScreenImage {
    let needed = "\(Self.smallest.columns)x\(Self.smallest.lines)"
    let now = "\(size.columns)x\(size.lines)"
    let text = say(
      en: "The form needs \(needed); this window has \(now). Enlarge it, or press p for plain "
        + "line prompts, q to leave. Your answers are saved.",
      ko: "이 화면은 \(needed) 이상이어야 합니다(현재 \(now)). 창을 키우거나, p를 눌러 한 줄씩 답하는 방식으로 "
        + "바꾸거나, q를 눌러 저장하고 나가십시오. 답은 저장되어 있습니다."
    )
    return ScreenImage(size: size, lines: StyledText.wrapped(text, columns: size.columns))
  }
}

extension Form.Page {
  /// The model the page is about, if it is about one.
  var model: ModelCode? { if case .model(let code) = self { code } else { nil } }
}
