public import PanelCore
import PanelProtocol
public import PanelScoring

/// The input of scoring that a release provides.
public struct ReleaseRatings: Sendable {
  /// The ratings of all submissions, in the order of the tree.
  public let table: RatingsTable
  /// The rule of the manifest.
  public let rule: ScoringRule
  /// The round.
  public let round: RoundID
  /// The number of evaluators that the quorum is a share of: invitations that were not revoked.
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
