internal import PanelCore

// Introduction with pledge and privacy sheet, and the help.
extension Form {
  private var readingColumns: Int { min(78, size.columns) }

  var sheetLines: [StyledText] {
    let survey = interview.survey
    var lines = changeLines
    lines += StyledText.wrapped(survey.title[language], .heading, columns: readingColumns)
    lines.append(StyledText())
    if let introduction = survey.introduction {
      lines += StyledText.wrapped(introduction[language], columns: readingColumns)
      lines.append(StyledText())
    }
    if let pledge = survey.pledge {
      lines.append(StyledText(pledge.title[language], .strong))
      lines += StyledText.wrapped(pledge.text[language], columns: readingColumns)
      let when =
        surroundings.round == nil
        ? say(en: "(Pledged at joining.)", ko: "(등록할 때 서약합니다.)")
        : say(en: "(You pledged this at joining.)", ko: "(등록할 때 서약하셨습니다.)")
      lines.append(StyledText(when, .dim))
      lines.append(StyledText())
    }
    for paragraph in surroundings.sheet[language].drop(while: \.isNewline)
      .split(separator: "\n", omittingEmptySubsequences: false)
    {
      let isItem = paragraph.hasPrefix("- ")
      lines += TextWidth.hung(
        String(isItem ? paragraph.dropFirst(2) : paragraph),
        after: isItem ? "- " : "",
        columns: readingColumns
      ).map { StyledText($0) }
    }
    return lines
  }

  /// What has changed in the survey since the answers were given.
  private var changeLines: [StyledText] {
    guard !surroundings.changes.isEmpty else { return [] }
    var lines = StyledText.wrapped(
      say(
        en:
          "The survey has changed since your last visit. Answers that still fit are kept; please look "
          + "at these again:",
        ko: "설문이 지난번과 달라졌습니다. 맞는 답은 그대로 두었으니 다음을 다시 살펴봐 주십시오."
      ),
      .warning,
      columns: readingColumns
    )
    for change in surroundings.changes {
      lines += TextWidth.hung(change[language], after: "- ", columns: readingColumns)
        .map { StyledText($0) }
    }
    return lines + [StyledText()]
  }

  var helpLines: [StyledText] {
    var lines = [StyledText(say(en: "Keys that work here", ko: "여기에서 쓰는 키"), .heading)]
    let hints = hints(beneath: true)
    let width = min(18, hints.map { TextWidth.columns(of: $0.key) }.max() ?? 0)
    for hint in hints {
      let key = TextWidth.padded(hint.key, to: width) + "  "
      let meaning = TextWidth.hung(
        hint.long[language],
        after: String(repeating: " ", count: width + 2),
        columns: readingColumns
      )
      for (number, text) in meaning.enumerated() {
        guard number == 0 else {
          lines.append(StyledText(text))
          continue
        }
        lines.append(
          StyledText(key, .key) + StyledText(String(text.dropFirst(width + 2)))
        )
      }
    }
    lines.append(StyledText())
    lines += StyledText.wrapped(
      say(
        en:
          "Every answer is saved on this computer at once. -- is open, ! is to be corrected, * is "
          + "your choice. Ctrl-Z stops the form for a while (fg resumes it).",
        ko: "모든 답은 바로 이 컴퓨터에 저장됩니다. -- 는 아직 답하지 않은 문항, ! 는 고칠 문항, * 는 고른 답입니다. "
          + "한글 입력 상태에서도 같은 키를 누르면 됩니다. Ctrl-Z는 잠시 멈춥니다(fg로 계속)."
      ),
      columns: readingColumns
    )
    return lines
  }
}
