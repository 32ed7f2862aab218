import PanelCore
import PanelFiles
import PanelProtocol

/// Where an evaluator stands, in words that cannot be overlooked.
enum Standing {
  /// What is to be seen first, and the rest.
  struct Words {
    /// What matters most, which has a line of its own on a terminal.
    var head: LocalizedText
    /// What stands below it.
    var below: LocalizedText
    /// Both as one line.
    var line: LocalizedText

    /// The words as a stream shows them: one line, or two on a terminal.
    func text(in language: Language, on stream: StandardStream) -> String {
      guard TerminalText.columns(of: stream) != nil else { return line[language] }
      return "\(head[language])\n  \(below[language])"
    }
  }

  static func tell(_ evaluator: Evaluator, _ notes: Notes) throws {
    tell(parts(try evaluator.standing(), evaluator), on: .error, notes.language)
  }

  static func tell(_ words: Words, on stream: StandardStream, _ language: Language) {
    stream.tell(words.text(in: language, on: stream))
  }

  /// The standing in one line.
  static func words(_ standing: Evaluator.Standing, _ evaluator: Evaluator) -> LocalizedText {
    parts(standing, evaluator).line
  }

  /// That nothing is submitted while the program waits for rating to open.
  static let waiting = Words(
    head: LocalizedText("NOT SUBMITTED", "제출되지 않음"),
    below: LocalizedText(
      "Waiting for rating to open; leave this window as it is.",
      "평가가 시작되기를 기다립니다. 이 창을 그대로 두십시오."
    ),
    line: LocalizedText(
      "NOT SUBMITTED. Waiting for rating to open; leave this window as it is.",
      "제출되지 않았습니다. 평가가 시작되기를 기다립니다. 이 창을 그대로 두십시오."
    )
  )

  /// When a submission can be revised for the last time, as far as this machine has heard; `nil` when
  /// that is over.
  private static func until(_ evaluator: Evaluator) -> LocalizedText? {
    let course = try? evaluator.state.course(evaluator.sealed)
    if let phase = course?.phase, phase >= .closed { return nil }
    switch course?.schedule ?? evaluator.sealed.manifest.schedule {
    case .manual: return LocalizedText("the round closes", "마감")
    case .times(_, _, _, let to): return LocalizedText(to.koreanTime, to.koreanTime)
    }
  }

  static func parts(_ standing: Evaluator.Standing, _ evaluator: Evaluator) -> Words {
    let round = evaluator.state.round
    if let course = try? evaluator.state.course(evaluator.sealed), course.phase == .void {
      let reason = course.voidReason ?? ""
      return Words(
        head: LocalizedText("VOID, nothing is counted", "무효, 집계되지 않음"),
        below: LocalizedText(
          "\(round): the round was given up: \(reason)",
          "\(round): 무효가 된 회차입니다: \(reason)"
        ),
        line: LocalizedText(
          "\(round): the round was given up, nothing is counted: \(reason)",
          "\(round): 무효가 된 회차로 집계되지 않습니다: \(reason)"
        )
      )
    }
    switch standing {
    case .notEnrolled:
      return Words(
        head: LocalizedText("NOT ENROLLED", "등록되지 않음"),
        below: LocalizedText(
          "\(round): run panel join with your invitation again.",
          "\(round): 초대문으로 panel join을 다시 실행하십시오."
        ),
        line: LocalizedText(
          "\(round): NOT enrolled yet. Run panel join with your invitation again.",
          "\(round): 아직 등록되지 않았습니다. 초대문으로 panel join을 다시 실행하십시오."
        )
      )
    case .drafting(let open):
      return Words(
        head: LocalizedText("Enrolled, NOT yet rated", "등록함, 아직 평가하지 않음"),
        below: LocalizedText(
          "\(round): \(open) places are open. Saved. Go on with: panel rate \(round)",
          "\(round): 남은 곳 \(open)곳. 임시 저장됨. 이어서 하기: panel rate \(round)"
        ),
        line: LocalizedText(
          "\(round): enrolled, NOT yet rated: \(open) places are open. "
            + "Saved. Go on with: panel rate \(round)",
          "\(round): 등록함, 아직 평가하지 않음: 남은 곳 \(open)곳. 임시 저장됨. "
            + "이어서 하기: panel rate \(round)"
        )
      )
    case .notSubmitted: return notSubmitted(evaluator)
    case .submitted(let revision): return submitted(revision, evaluator)
    case .abstained(let revision):
      let until = until(evaluator) ?? LocalizedText("now: the round is closed", "마감")
      let draft = LocalizedText(
        "Until \(until.en) panel submit \(round) would send your draft instead.",
        "\(until.ko)까지 panel submit \(round)을(를) 실행하면 초안이 제출됩니다."
      )
      return Words(
        head: LocalizedText("ABSTAINED, no ratings of yours count", "기권함, 평점이 집계되지 않음"),
        below: LocalizedText(
          "\(round): abstained (revision \(revision)). \(draft.en)",
          "\(round): 기권함 (\(revision)판). \(draft.ko)"
        ),
        line: LocalizedText(
          "\(round): ABSTAINED (revision \(revision)): no ratings of yours count. \(draft.en)",
          "\(round): 기권함 (\(revision)판). 본인의 평점은 집계되지 않습니다. \(draft.ko)"
        )
      )
    }
  }

  private static func notSubmitted(_ evaluator: Evaluator) -> Words {
    let round = evaluator.state.round
    let counted = (try? evaluator.state.lastAcknowledged())?.envelope.revision
    switch (counted, until(evaluator)) {
    case (let counted?, nil):
      return Words(
        head: LocalizedText("CLOSED, later changes do not count", "마감됨, 뒤의 수정은 집계되지 않음"),
        below: LocalizedText(
          "\(round): revision \(counted) counts.",
          "\(round): \(counted)판이 집계됩니다."
        ),
        line: LocalizedText(
          "\(round): the round is closed; revision \(counted) counts, later changes do not.",
          "\(round): 마감되었습니다. \(counted)판이 집계되며 그 뒤의 수정은 집계되지 않습니다."
        )
      )
    case (nil, nil):
      return Words(
        head: LocalizedText("NOT SUBMITTED, the round is closed", "제출되지 않음, 마감됨"),
        below: LocalizedText(
          "\(round): nothing of yours was submitted.",
          "\(round): 제출된 것이 없습니다."
        ),
        line: LocalizedText(
          "\(round): the round is closed, and nothing of yours was submitted.",
          "\(round): 마감되었으며 제출된 것이 없습니다."
        )
      )
    case (let counted, _?):
      let counts =
        counted.map {
          LocalizedText(" Until then revision \($0) counts.", " 그때까지는 \($0)판이 유효합니다.")
        } ?? LocalizedText("", "")
      return Words(
        head: LocalizedText("NOT SUBMITTED", "제출되지 않음"),
        below: LocalizedText(
          "\(round): your answers are saved on this computer only. "
            + "Send them with: panel submit \(round)" + (counted == nil ? "" : ".") + counts.en,
          "\(round): 답은 이 컴퓨터에만 저장되어 있습니다. "
            + "제출하기: panel submit \(round)" + (counted == nil ? "" : ".") + counts.ko
        ),
        line: LocalizedText(
          "\(round): NOT SUBMITTED. Your answers are saved on this computer only. "
            + "Send them with: panel submit \(round)." + counts.en,
          "\(round): 제출되지 않았습니다. 답은 이 컴퓨터에만 저장되어 있습니다. "
            + "제출하기: panel submit \(round)." + counts.ko
        )
      )
    }
  }

  private static func submitted(_ revision: UInt32, _ evaluator: Evaluator) -> Words {
    let round = evaluator.state.round
    guard let until = until(evaluator) else {
      return Words(
        head: LocalizedText("SUBMITTED, the round is closed", "제출됨, 마감됨"),
        below: LocalizedText(
          "\(round): submitted (revision \(revision)). "
            + "Check that it counts: panel receipt \(round) --claim",
          "\(round): 제출됨 (\(revision)판). 집계 확인: panel receipt \(round) --claim"
        ),
        line: LocalizedText(
          "\(round): submitted (revision \(revision)); the round is closed. "
            + "Check that it counts: panel receipt \(round) --claim",
          "\(round): 제출됨 (\(revision)판), 마감된 회차입니다. 집계 확인: panel receipt \(round) --claim"
        )
      )
    }
    return Words(
      head: LocalizedText("SUBMITTED, revisable until \(until.en)", "제출됨, \(until.ko)까지 고칠 수 있음"),
      below: LocalizedText(
        "\(round): submitted (revision \(revision)). Change it with: panel rate \(round)",
        "\(round): 제출됨 (\(revision)판). 고치기: panel rate \(round)"
      ),
      line: LocalizedText(
        "\(round): submitted (revision \(revision)), revisable until \(until.en).",
        "\(round): 제출됨 (\(revision)판), \(until.ko)까지 고칠 수 있습니다."
      )
    )
  }
}
