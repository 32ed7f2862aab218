import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round decline`: a person told the coordinator that they do not take part.
struct RoundDeclineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "End the code of a person who told you that they do not take part.",
    discussion: """
      Example:
        panel round decline example --person 'Kim' --reason 'by telephone, 3 July'
      People can also decline themselves: panel join --decline. The reason stays on this machine.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The name as on the roster.")
  var person: String

  @ArgumentParser.Option(name: .long, help: "Why, or how you know; for your own records.")
  var reason: String

  func run() async throws {
    try await options.with { coordinator, sealed, client, server in
      try await Inviter(coordinator: coordinator, sealed: sealed, client: client, server: server)
        .decline(person, reason: reason, now: Timestamp(Date()))
    }
    let name = LogText.printable(person)
    Notes(language: options.common.settings.language).say(
      en: """
        \(name) is no longer invited. To give the seat to somebody else:
          panel round replace \(options.round) --person '\(name)' --by NAME --to DIR
        """,
      ko: """
        \(name) 님의 초대를 거두었습니다. 다른 사람을 초대하려면:
          panel round replace \(options.round) --person '\(name)' --by 이름 --to 폴더
        """
    )
  }
}
