public import PanelCore

/// Points that a standing takes from a release.
public struct ReleasedPoints: Encodable, Sendable {
  /// The team.
  public var team: TeamID
  /// The component.
  public var component: ComponentID
  /// The directory as the file names it.
  public var release: String
  /// The fingerprint of its round.
  public var fingerprint: String?
  /// The model.
  public var model: ModelCode
  /// The official points; absent without a score.
  public var points: String?
  /// Why there is no score.
  public var withheld: Withheld?

  /// Names the value; points and reason are set afterwards.
  public init(
    team: TeamID,
    component: ComponentID,
    release: String,
    fingerprint: String?,
    model: ModelCode
  ) {
    self.team = team
    self.component = component
    self.release = release
    self.fingerprint = fingerprint
    self.model = model
  }
}
