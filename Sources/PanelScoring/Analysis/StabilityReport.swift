import PanelCore
import PanelStatistics

/// How much ranks and points depend on the members of the panel.
public struct StabilityReport: Encodable, Sendable {
  /// The panel without one evaluator at a time.
  public struct LeaveOneOut: Encodable, Sendable {
    /// The largest change of each model's points, by code, four places.
    public var largestShift: [String: String]
    /// Without how many evaluators, one at a time, any rank changes.
    public var rankChanges: Int
    /// Without how many evaluators, one at a time, the first rank changes.
    public var topChanges: Int
    /// How many evaluators there are.
    public var of: Int
  }

  /// How many resamples there are.
  public var resamples: Int
  /// In how many of them some model had no estimate; ranks leave these out.
  public var incomplete: Int
  /// The share of resamples in which a model has rank 1, 2, …; tied models all have the better rank.
  public var rankMatrix: [String: [Double]]
  /// The panel without one evaluator at a time.
  public var leaveOneOut: LeaveOneOut

  /// Reads the resamples of a score; `nil` if there are none.
  init?(_ score: ComponentScore) {
    guard let result = score.resamples else { return nil }
    let codes = score.models.map(\.id)
    func keyed<Value>(_ values: [Value?]) -> [String: Value] {
      Dictionary(
        zip(codes, values).compactMap { code, value in value.map { (code, $0) } },
        uniquingKeysWith: { first, _ in first }
      )
    }
    resamples = result.resampleCount
    incomplete = result.incompleteResamples
    rankMatrix = keyed(zip(result.estimate, result.rankMatrix).map { $0 == nil ? nil : $1 })
    leaveOneOut = LeaveOneOut(
      largestShift: keyed(
        result.leaveOneOut.largestShift.map { $0?.decimalText(places: 4, mode: .halfUp) }
      ),
      rankChanges: result.leaveOneOut.rankChanges,
      topChanges: result.leaveOneOut.topChanges,
      of: score.evaluators
    )
  }
}
