/// What the server acknowledged last: a revision, what it says, and the receipt for it.
public struct AcknowledgedRevision: Hashable, Sendable {
  /// The revision, from 1.
  public var revision: UInt32
  /// What it says; `Answers()` for an abstention.
  public var answers: Answers
  /// Whether no later revision was signed, which the server may hold without a receipt having arrived.
  public var isLatest: Bool
  /// The number that identifies the receipt, in base64.
  public var number: String
  /// The path of the file that holds the receipt.
  public var file: String

  /// Names what was acknowledged.
  public init(
    revision: UInt32,
    answers: Answers,
    isLatest: Bool = true,
    number: String,
    file: String
  ) {
    self.revision = revision
    self.answers = answers
    self.isLatest = isLatest
    self.number = number
    self.file = file
  }
}

/// What has become of an evaluator's answers, as the form, `panel status` and `panel submit` show it.
public enum SubmissionStatus: Hashable, Sendable {
  /// A preview: nothing is ever sent.
  case preview
  /// Another window writes; this one only reads.
  case reading
  /// The round was cancelled, for this reason; it is empty where the reason is not known.
  case void(reason: String)
  /// Enrolling has not been completed.
  case notEnrolled
  /// Nothing was acknowledged, and this many places are open or wrong.
  case drafting(open: Int)
  /// Nothing was acknowledged, and everything is answered.
  case notSubmitted
  /// The answers were changed after the acknowledged revision.
  case changed(since: UInt32)
  /// The answers are those of the acknowledged revision.
  case submitted(UInt32)
  /// The acknowledged revision is blank: an abstention or a withdrawal.
  case abstained(UInt32)

  /// Compares answers with the acknowledged revision; `open` is the number of open or wrong places.
  public init(
    of answers: Answers,
    for survey: Survey,
    acknowledged: AcknowledgedRevision?,
    open: Int
  ) {
    guard let acknowledged else {
      self = open > 0 ? .drafting(open: open) : .notSubmitted
      return
    }
    if !acknowledged.isLatest {
      self = .changed(since: acknowledged.revision)
    } else if acknowledged.answers.isAbstention {
      self = .abstained(acknowledged.revision)
    } else {
      self =
        acknowledged.answers == answers.normalised(for: survey)
        ? .submitted(acknowledged.revision) : .changed(since: acknowledged.revision)
    }
  }

  /// Whether the evaluator still has to do something, or should know that nothing counts.
  public func isWarning(isClosed: Bool) -> Bool {
    switch self {
    case .submitted: false
    case .changed, .abstained: !isClosed
    default: true
    }
  }

  /// The few words at the top of every page of the form and in a line of their own on a terminal.
  public func head(isClosed: Bool) -> LocalizedText {
    switch self {
    case .preview: LocalizedText(en: "PREVIEW", ko: "미리보기")
    case .reading: LocalizedText(en: "READ ONLY", ko: "읽기 전용")
    case .void: LocalizedText(en: "VOID: nothing counts", ko: "무효: 집계되지 않음")
    case .notEnrolled: LocalizedText(en: "NOT ENROLLED", ko: "등록되지 않음")
    case .drafting where isClosed, .notSubmitted where isClosed:
      LocalizedText(en: "CLOSED: nothing submitted", ko: "마감: 제출된 것 없음")
    case .drafting, .notSubmitted: LocalizedText(en: "NOT SUBMITTED", ko: "미제출")
    case .abstained(let revision) where isClosed:
      LocalizedText(en: "CLOSED: abstained (r\(revision))", ko: "마감: 기권 (\(revision)판)")
    case .changed(let revision) where isClosed, .submitted(let revision) where isClosed:
      LocalizedText(en: "CLOSED: r\(revision) counts", ko: "마감: \(revision)판 집계")
    case .changed: LocalizedText(en: "CHANGES NOT SUBMITTED", ko: "수정분 미제출")
    case .submitted(let revision):
      LocalizedText(en: "SUBMITTED (r\(revision))", ko: "제출됨 (\(revision)판)")
    case .abstained(let revision):
      LocalizedText(en: "ABSTAINED (r\(revision))", ko: "기권함 (\(revision)판)")
    }
  }

  /// What the head means and what to do next, in whole sentences.
  ///
  /// `until` is when rating closes, such as `2026-08-03 18:00 KST`; `nil` once it has closed.
  public func detail(round: RoundID, until: LocalizedText?) -> LocalizedText {
    switch (self, until) {
    case (.preview, _): LocalizedText(en: "Nothing is sent.", ko: "아무것도 보내지 않습니다.")
    case (.reading, _):
      LocalizedText(en: "Another window writes.", ko: "다른 창에서 작성 중입니다.")
    case (.void(let reason), _):
      LocalizedText(en: "The round was cancelled: \(reason)", ko: "무효가 된 회차입니다: \(reason)")
    case (.notEnrolled, _):
      LocalizedText(
        en: "Run panel join with your invitation again.",
        ko: "초대문으로 panel join을 다시 실행하십시오."
      )
    case (.drafting, nil), (.notSubmitted, nil):
      LocalizedText(
        en: "The round closed before anything of yours was submitted.",
        ko: "제출된 것이 없는 채 마감되었습니다."
      )
    case (.drafting(let open), _?):
      LocalizedText(
        en: "\(open) places are open; your answers are saved on this computer only. "
          + "To continue: panel rate \(round)",
        ko: "남은 곳 \(open)곳. 답은 이 컴퓨터에만 저장되어 있습니다. 이어서 하기: panel rate \(round)"
      )
    case (.notSubmitted, _?):
      LocalizedText(
        en: "Your answers are saved on this computer only. To submit: panel submit \(round)",
        ko: "답은 이 컴퓨터에만 저장되어 있습니다. 제출하기: panel submit \(round)"
      )
    case (.changed(let revision), nil):
      LocalizedText(
        en: "Revision \(revision) counts; later changes do not.",
        ko: "\(revision)판이 집계되며 그 뒤의 수정은 집계되지 않습니다."
      )
    case (.changed(let revision), _?):
      LocalizedText(
        en: "Your changes are saved on this computer only; revision \(revision) counts until you "
          + "submit them. To submit: panel submit \(round)",
        ko: "수정한 답은 이 컴퓨터에만 저장되어 있으며, 제출할 때까지 \(revision)판이 유효합니다. "
          + "제출하기: panel submit \(round)"
      )
    case (.submitted, nil):
      LocalizedText(
        en: "To check that it is counted: panel receipt \(round) --claim",
        ko: "집계 확인: panel receipt \(round) --claim"
      )
    case (.submitted, let until?):
      LocalizedText(
        en: "You can change your answers until \(until.en): panel rate \(round)",
        ko: "\(until.ko)까지 고칠 수 있습니다: panel rate \(round)"
      )
    case (.abstained, nil):
      LocalizedText(en: "No ratings of yours count.", ko: "본인의 평점은 집계되지 않습니다.")
    case (.abstained, let until?):
      LocalizedText(
        en: "No ratings of yours count. Until \(until.en) you can submit your draft instead: "
          + "panel submit \(round)",
        ko: "본인의 평점은 집계되지 않습니다. \(until.ko)까지 초안을 대신 제출할 수 있습니다: "
          + "panel submit \(round)"
      )
    }
  }
}
