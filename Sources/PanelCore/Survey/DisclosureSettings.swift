/// How much of the scores of a round becomes public.
///
/// A partial order: `none` reveals least, `all` most; `ranksOnly` and `winnerAndAverage` each reveal
/// something that the other does not.
public enum DisclosurePolicy: String, CaseIterable, Codable, Sendable {
  /// No score and no rank.
  case none
  /// The ranks, without points.
  case ranksOnly
  /// Which model is first, its points, and the average of all models.
  case winnerAndAverage
  /// Every model's points and rank.
  case all

  /// Whether the other policy makes public everything that this one does.
  public func isWithin(_ other: DisclosurePolicy) -> Bool {
    self == other || self == .none || other == .all
  }

  /// Whether every model's points may be shown.
  public var showsAllPoints: Bool { self == .all }
}

/// The disclosure settings that a round fixes before it opens: policy and thresholds of releases.
public struct DisclosureSettings: Hashable, Codable, Sendable {
  /// The policy that reveals the most of all permitted ones.
  public var policy: DisclosurePolicy
  /// The least number of people in a published group, and outside it: k.
  public var smallestGroup: Int = 5
  /// The least entropy l-diversity of the ratings of a published group.
  public var leastDiversity: ExactDecimal = ExactDecimal(2)
  /// The greatest distance t, 0…1, between the ratings of a published group and those of the panel.
  public var greatestDistance: ExactDecimal = ScoringRule.half
  /// The greatest share of rows, 0…1, that one known rating may single out.
  public var greatestUniqueShare: ExactDecimal = DisclosureSettings.tenth

  /// One tenth.
  public static let tenth = ExactDecimal("0.1") ?? ExactDecimal(1)

  /// The settings of a round whose manifest sets none: no policy withholds anything.
  public static let standard = DisclosureSettings(policy: .all)
}
