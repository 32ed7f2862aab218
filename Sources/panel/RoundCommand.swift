import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelTerminal

struct RoundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "round",
    abstract: "Run a round.",
    subcommands: [
      RoundListCommand.self, RoundCreateCommand.self, RoundInviteCommand.self,
      RoundReplaceCommand.self, RoundDeclineCommand.self, RoundRemindCommand.self,
      RoundOpenCommand.self, RoundExtendCommand.self, RoundCloseCommand.self,
      RoundProgressCommand.self, RoundConflictsCommand.self, RoundRecuseCommand.self,
      RoundCodesCommand.self, RoundExcludeCommand.self,
      RoundWaiveCommand.self, RoundPublishCommand.self,
      RoundVoidCommand.self, RoundIssuanceCommand.self, RoundParticipationCommand.self,
      RoundLinkCommand.self, RoundAuditorCommand.self, RoundTrustCommand.self,
      RoundSignReleaseCommand.self, RoundArchiveCommand.self, RoundDestroyCommand.self,
    ]
  )
}
