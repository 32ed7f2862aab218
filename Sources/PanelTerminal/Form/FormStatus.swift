public import PanelCore

// What has become of the answers, and how much time is left.
extension Form {
  /// What has become of the answers on the screen.
  public var status: SubmissionStatus {
    if surroundings.round == nil { return .preview }
    if surroundings.reader != nil { return .reading }
    if surroundings.phaseNow == .void { return .void(reason: "") }
    return SubmissionStatus(
      of: interview.answers,
      for: interview.survey,
      acknowledged: surroundings.sent,
      open: interview.problems.count
    )
  }

  /// Whether submissions are over, as far as this machine knows.
  var isClosed: Bool { surroundings.round != nil && surroundings.phaseNow >= .closed }

  /// When rating opens or closes, or how many minutes are left in its last hour; `nil` in a preview
  /// and where the time is not known.
  var deadline: (text: String, isWarning: Bool)? {
    guard surroundings.round != nil else { return nil }
    switch surroundings.phaseNow {
    case .void: return (say(en: "The round was cancelled.", ko: "무효가 된 회차입니다."), true)
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
