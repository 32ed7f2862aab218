public import PanelCore

/// What the form shows of the round besides the answers.
public struct FormSurroundings: Hashable, Sendable {
  /// The round's name; `nil` in a preview, from which nothing can be sent.
  public var round: String?
  /// The privacy sheet and the pledge.
  public var sheet: LocalizedText
  /// The phase of the round when this machine last heard of it.
  public var phase: Phase
  /// When rating opens, if that is known.
  public var opens: Timestamp?
  /// When rating closes, if that is known.
  public var closes: Timestamp?
  /// The time now.
  public var time: Timestamp
  /// How far the evaluator's clock is ahead of UTC at the deadline, in seconds.
  public var localOffset: Int
  /// What the server has acknowledged last.
  public var sent: AcknowledgedRevision?
  /// What has changed in the survey since the answers were given.
  public var changes: [LocalizedText]
  /// The process of the window that writes, while this one may only read; otherwise `nil`.
  public var reader: String?

  /// Describes a form in a round, or a preview.
  public init(
    round: String?,
    sheet: LocalizedText,
    phase: Phase,
    opens: Timestamp?,
    closes: Timestamp?,
    time: Timestamp,
    localOffset: Int,
    sent: AcknowledgedRevision? = nil,
    reader: String? = nil,
    changes: [LocalizedText] = []
  ) {
    self.round = round
    self.sheet = sheet
    self.phase = phase
    self.opens = opens
    self.closes = closes
    self.time = time
    self.localOffset = localOffset
    self.sent = sent
    self.reader = reader
    self.changes = changes
  }

  /// The phase now: one may have ended since this machine last heard of the round.
  var phaseNow: Phase {
    if phase <= .rating, let closes, time >= closes { return .closed }
    if phase < .rating, let opens, time >= opens { return .rating }
    return phase
  }

  /// A moment in Korean time and, if that is another, on the evaluator's clock.
  func shown(_ moment: Timestamp, _ language: Language) -> String {
    ShownTime.text(moment, language, localOffset: localOffset)
  }
}
