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
    head: LocalizedText(en: "NOT SUBMITTED", ko: "제출되지 않음"),
    below: LocalizedText(
      en: "Waiting for rating to open; leave this window as it is.",
      ko: "평가가 시작되기를 기다립니다. 이 창을 그대로 두십시오."
    ),
    line: LocalizedText(
      en: "NOT SUBMITTED. Waiting for rating to open; leave this window as it is.",
      ko: "제출되지 않았습니다. 평가가 시작되기를 기다립니다. 이 창을 그대로 두십시오."
    )
  )

  /// When a submission can be revised for the last time, as far as this machine has heard; `nil` when
  /// that is over.
  private static func until(_ evaluator: Evaluator) -> LocalizedText? {
    let history = try? evaluator.state.history(evaluator.sealed)
    if let phase = history?.phase, phase >= .closed { return nil }
    switch history?.schedule ?? evaluator.sealed.manifest.schedule {
    case .manual: return LocalizedText(en: "the round closes", ko: "마감")
    case .times(_, _, _, let to): return LocalizedText(en: to.koreanTime, ko: to.koreanTime)
    }
  }

  static func parts(_ standing: Evaluator.Standing, _ evaluator: Evaluator) -> Words {
    let round = evaluator.state.round
    if let history = try? evaluator.state.history(evaluator.sealed), history.phase == .void {
      let reason = history.voidReason ?? ""
      return Words(
        head: LocalizedText(en: "VOID, nothing is counted", ko: "무효, 집계되지 않음"),
        below: LocalizedText(
          en: "\(round): the round was given up: \(reason)",
          ko: "\(round): 무효가 된 회차입니다: \(reason)"
        ),
        line: LocalizedText(
          en: "\(round): the round was given up, nothing is counted: \(reason)",
          ko: "\(round): 무효가 된 회차로 집계되지 않습니다: \(reason)"
        )
      )
    }
    switch standing {
    case .notEnrolled:
      return Words(
        head: LocalizedText(en: "NOT ENROLLED", ko: "등록되지 않음"),
        below: LocalizedText(
          en: "\(round): run panel join with your invitation again.",
          ko: "\(round): 초대문으로 panel join을 다시 실행하십시오."
        ),
        line: LocalizedText(
          en: "\(round): NOT enrolled yet. Run panel join with your invitation again.",
          ko: "\(round): 아직 등록되지 않았습니다. 초대문으로 panel join을 다시 실행하십시오."
        )
      )
    case .drafting(let open):
      return Words(
        head: LocalizedText(en: "Enrolled, NOT yet rated", ko: "등록함, 아직 평가하지 않음"),
        below: LocalizedText(
          en: "\(round): \(open) places are open. Saved. Go on with: panel rate \(round)",
          ko: "\(round): 남은 곳 \(open)곳. 임시 저장됨. 이어서 하기: panel rate \(round)"
        ),
        line: LocalizedText(
          en: "\(round): enrolled, NOT yet rated: \(open) places are open. "
            + "Saved. Go on with: panel rate \(round)",
          ko: "\(round): 등록함, 아직 평가하지 않음: 남은 곳 \(open)곳. 임시 저장됨. "
            + "이어서 하기: panel rate \(round)"
        )
      )
    case .notSubmitted: return notSubmitted(evaluator)
    case .submitted(let revision): return submitted(revision, evaluator)
    case .abstained(let revision):
      let until = until(evaluator) ?? LocalizedText(en: "now: the round is closed", ko: "마감")
      let draft = LocalizedText(
        en: "Until \(until.en) panel submit \(round) would send your draft instead.",
        ko: "\(until.ko)까지 panel submit \(round)을(를) 실행하면 초안이 제출됩니다."
      )
      return Words(
        head: LocalizedText(en: "ABSTAINED, no ratings of yours count", ko: "기권함, 평점이 집계되지 않음"),
        below: LocalizedText(
          en: "\(round): abstained (revision \(revision)). \(draft.en)",
          ko: "\(round): 기권함 (\(revision)판). \(draft.ko)"
        ),
        line: LocalizedText(
          en: "\(round): ABSTAINED (revision \(revision)): no ratings of yours count. \(draft.en)",
          ko: "\(round): 기권함 (\(revision)판). 본인의 평점은 집계되지 않습니다. \(draft.ko)"
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
        head: LocalizedText(en: "CLOSED, later changes do not count", ko: "마감됨, 뒤의 수정은 집계되지 않음"),
        below: LocalizedText(
          en: "\(round): revision \(counted) counts.",
          ko: "\(round): \(counted)판이 집계됩니다."
        ),
        line: LocalizedText(
          en: "\(round): the round is closed; revision \(counted) counts, later changes do not.",
          ko: "\(round): 마감되었습니다. \(counted)판이 집계되며 그 뒤의 수정은 집계되지 않습니다."
        )
      )
    case (nil, nil):
      return Words(
        head: LocalizedText(en: "NOT SUBMITTED, the round is closed", ko: "제출되지 않음, 마감됨"),
        below: LocalizedText(
          en: "\(round): nothing of yours was submitted.",
          ko: "\(round): 제출된 것이 없습니다."
        ),
        line: LocalizedText(
          en: "\(round): the round is closed, and nothing of yours was submitted.",
          ko: "\(round): 마감되었으며 제출된 것이 없습니다."
        )
      )
    case (let counted, _?):
      let counts =
        counted.map {
          LocalizedText(en: " Until then revision \($0) counts.", ko: " 그때까지는 \($0)판이 유효합니다.")
        } ?? LocalizedText(en: "", ko: "")
      return Words(
        head: LocalizedText(en: "NOT SUBMITTED", ko: "제출되지 않음"),
        below: LocalizedText(
          en: "\(round): your answers are saved on this computer only. "
            + "Send them with: panel submit \(round)" + (counted == nil ? "" : ".") + counts.en,
          ko: "\(round): 답은 이 컴퓨터에만 저장되어 있습니다. "
            + "제출하기: panel submit \(round)" + (counted == nil ? "" : ".") + counts.ko
        ),
        line: LocalizedText(
          en: "\(round): NOT SUBMITTED. Your answers are saved on this computer only. "
            + "Send them with: panel submit \(round)." + counts.en,
          ko: "\(round): 제출되지 않았습니다. 답은 이 컴퓨터에만 저장되어 있습니다. "
            + "제출하기: panel submit \(round)." + counts.ko
        )
      )
    }
  }

  private static func submitted(_ revision: UInt32, _ evaluator: Evaluator) -> Words {
    let round = evaluator.state.round
    guard let until = until(evaluator) else {
      return Words(
        head: LocalizedText(en: "SUBMITTED, the round is closed", ko: "제출됨, 마감됨"),
        below: LocalizedText(
          en: "\(round): submitted (revision \(revision)). "
            + "Check that it counts: panel receipt \(round) --claim",
          ko: "\(round): 제출됨 (\(revision)판). 집계 확인: panel receipt \(round) --claim"
        ),
        line: LocalizedText(
          en: "\(round): submitted (revision \(revision)); the round is closed. "
            + "Check that it counts: panel receipt \(round) --claim",
          ko: "\(round): 제출됨 (\(revision)판), 마감된 회차입니다. 집계 확인: panel receipt \(round) --claim"
        )
      )
    }
    return Words(
      head: LocalizedText(
        en: "SUBMITTED, revisable until \(until.en)",
        ko: "제출됨, \(until.ko)까지 고칠 수 있음"
      ),
      below: LocalizedText(
        en: "\(round): submitted (revision \(revision)). Change it with: panel rate \(round)",
        ko: "\(round): 제출됨 (\(revision)판). 고치기: panel rate \(round)"
      ),
      line: LocalizedText(
        en: "\(round): submitted (revision \(revision)), revisable until \(until.en).",
        ko: "\(round): 제출됨 (\(revision)판), \(until.ko)까지 고칠 수 있습니다."
      )
    )
  }
}
