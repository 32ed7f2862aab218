internal import PanelCore

/// What has become of the answers on the screen, in words that cannot be overlooked.
public enum SubmissionStatus: Hashable, Sendable {
  /// A preview: nothing is ever sent.
  case preview
  /// Another window writes; this one only reads.
  case reading
  /// Nothing of the evaluator's was acknowledged.
  case notSubmitted
  /// The answers were changed after the acknowledged revision.
  case changed(since: UInt32)
  /// What is on the screen is what the server holds.
  case submitted(UInt32)
  /// The acknowledged revision says nothing.
  case abstained(UInt32)
  /// Rating has ended; this revision counts, or none.
  case closed(counting: UInt32?)
  /// The round was given up.
  case void

  /// The few words at the top of every page.
  var words: LocalizedText {
    switch self {
    case .preview: LocalizedText(en: "PREVIEW", ko: "미리보기")
    case .reading: LocalizedText(en: "READ ONLY", ko: "읽기 전용")
    case .notSubmitted: LocalizedText(en: "NOT SUBMITTED", ko: "미제출")
    case .changed:
      LocalizedText(en: "CHANGES NOT SUBMITTED", ko: "수정분 미제출")
    case .submitted(let revision):
      LocalizedText(en: "submitted (r\(revision))", ko: "제출됨 (\(revision)판)")
    case .abstained(let revision):
      LocalizedText(en: "ABSTAINED (r\(revision))", ko: "기권함 (\(revision)판)")
    case .closed(nil): LocalizedText(en: "CLOSED: nothing submitted", ko: "마감: 제출된 것 없음")
    case .closed(let revision?):
      LocalizedText(en: "CLOSED: r\(revision) counts", ko: "마감: \(revision)판 집계")
    case .void: LocalizedText(en: "VOID: nothing counts", ko: "무효가 된 회차")
    }
  }

  /// Whether the words ask for attention.
  var isWarning: Bool {
    switch self {
    case .submitted, .closed(counting: _?): false
    default: true
    }
  }
}

extension Form {
  /// Where the evaluator stands.
  public var standing: SubmissionStatus {
    if surroundings.round == nil { return .preview }
    if surroundings.reader != nil { return .reading }
    let sent = surroundings.sent
    switch surroundings.phaseNow {
    case .void: return .void
    case .closed, .published, .archived: return .closed(counting: sent?.revision)
    default: break
    }
    guard let sent else { return .notSubmitted }
    if sent.answers == Answers() { return .abstained(sent.revision) }
    return sent.answers == interview.answers
      ? .submitted(sent.revision) : .changed(since: sent.revision)
  }

  /// What is to be known of the time: when rating opens or closes, and how little is left.
  var deadline: (text: String, isWarning: Bool)? {
    guard surroundings.round != nil else { return nil }
    switch surroundings.phaseNow {
    case .void: return (say(en: "The round was given up.", ko: "무효가 된 회차입니다."), true)
    case .closed, .published, .archived:
      guard let closes = surroundings.closes else {
        return (say(en: "Rating has closed.", ko: "평가가 마감되었습니다."), true)
      }
      let time = surroundings.shown(closes, language)
      return (say(en: "Rating closed on \(time)", ko: "평가가 마감되었습니다: \(time)"), true)
    case .rating:
      guard let closes = surroundings.closes else { return nil }
      let time = surroundings.shown(closes, language)
      let left = closes.seconds - surroundings.time.seconds
      guard left <= 3600 else { return (say(en: "Open until \(time)", ko: "마감 \(time)"), false) }
      let minutes = max(1, (left + 59) / 60)
      return (
        say(en: "Only \(minutes) min left! Closes \(time)", ko: "마감까지 \(minutes)분! \(time)"), true
      )
    default:
      guard let opens = surroundings.opens else {
        return (say(en: "Rating has not opened yet.", ko: "평가가 아직 시작되지 않았습니다."), false)
      }
      let time = surroundings.shown(opens, language)
      return (say(en: "Rating opens \(time)", ko: "평가 시작 \(time)"), false)
    }
  }
}
