import ArgumentParser
import PanelCore

/// `panel join`: from an invitation to a credential that nobody can link to it.
struct JoinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Enrol with your invitation.",
    discussion: """
      Example:
        panel join 07-invitation.txt
      Run it again after a lost connection: it continues where it stopped.
      """
  )

  @ArgumentParser.Argument(help: "The file of your invitation (default: you are asked for it).")
  var file: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "Restore a lost credential with the recovery code."
  )
  var recover = false

  @ArgumentParser.Flag(name: .long, help: "Tell the coordinator that you do not take part.")
  var decline = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let console = try Console(
      language: settings.language,
      toDo: LocalizedText(
        en:
          "run panel join in a terminal: you have to pledge and to check the fingerprint yourself",
        ko: "터미널에서 panel join을 실행하십시오. 서약과 지문 확인은 본인이 해야 합니다"
      )
    )
    let invitation =
      if let file { try Invitation(text: try InputFile.text(file), name: file) } else {
        try InvitationReader(console: console).ask()
      }
    if decline { return try await DeclineDialogue(console: console).decline(invitation) }
    let joining = Enroller(console: console, settings: settings, recover: recover)
    let evaluator = try await joining.join(invitation)
    try joining.announce(evaluator)
  }
}
