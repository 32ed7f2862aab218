public import PanelCore
import PanelProtocol
public import PanelScoring

/// What scoring takes from a release.
public struct ReleaseRatings: Sendable {
  /// The ratings of all submissions, in the order of the tree.
  public let table: RatingsTable
  /// The rule of the manifest.
  public let rule: ScoringRule
  /// The round.
  public let round: RoundID
  /// How many evaluators the quorum is counted from: invitations that were not revoked.
  public let invited: Int
  /// The answers to the attention check; `nil` if the survey has none.
  public let attention: ScreeningReport.Attention?

  init(_ release: Release) throws(ReleaseProblem) {
    let manifest = try release.manifest()
    table = try release.ratings()
    rule = manifest.scoring
    round = manifest.round
    invited = try release.invited()
    attention = try release.attention()
  }
}
