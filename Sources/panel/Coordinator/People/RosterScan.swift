import PanelCore
import PanelProtocol
import PanelReport

extension TextScan {
  /// A search for what a coordinator's machine knows of a round: its roster and its teams.
  init(roster: [Coordinator.Person], manifest: Manifest) {
    self.init(
      names: roster.map(\.name),
      references: roster.map(\.reference),
      affiliations: roster.map(\.affiliation).filter { !$0.isEmpty },
      models: manifest.teamNames
    )
  }
}
