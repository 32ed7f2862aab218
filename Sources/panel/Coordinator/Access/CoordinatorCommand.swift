import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

struct CoordinatorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coordinator",
    abstract: "Join a server as a coordinator or an auditor; see who has.",
    subcommands: [CoordinatorJoinCommand.self, CoordinatorAccessCommand.self]
  )
}

/// `panel coordinator join`: makes the key on this machine and registers it.
struct CoordinatorJoinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Register with a server by the link that its operator gave you.",
    discussion: """
      Example:
        panel coordinator join link.txt --name coordinator-1
      The link is a secret: it is read from a file or a prompt, never from the command line.
      """
  )

  @ArgumentParser.Argument(help: "A file that holds the link; without it you are asked.")
  var file: String?

  @ArgumentParser.Option(name: .long, help: "The name that the log will carry.")
  var name = "coordinator-1"

  @ArgumentParser.Option(
    name: .long,
    help: "The server's address, if it differs from that of the link."
  )
  var server: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let text: String
    if let file {
      text = try InputFile.text(file)
    } else {
      let console = try Console(
        language: settings.language,
        toDo: LocalizedText(
          en: "name a file: panel coordinator join LINK-FILE",
          ko: "파일을 지정하십시오: panel coordinator join 링크-파일"
        )
      )
      guard let line = console.ask(en: "Link:", ko: "링크:") else { throw Console.ended() }
      text = line
    }
    let link = try JoinLink.read(text, server: server)
    let address = link.server
    let role = try await reporting {
      try await Coordinator(home: settings.home).join(link, name: name)
    }
    guard role == .coordinator else {
      return Notes(language: settings.language).say(
        en: """
          Joined \(address.absoluteString) as the auditor '\(name)'. Next, with the fingerprint from \
          the public page:
            panel round trust ROUND --fingerprint FINGERPRINT
          """,
        ko: """
          \(address.absoluteString)에 참관인 '\(name)'(으)로 등록했습니다. 다음 (공지 페이지의 지문으로):
            panel round trust 회차 --fingerprint 지문
          """
      )
    }
    Notes(language: settings.language).say(
      en: "Joined \(link.server.absoluteString) as '\(name)'. Next: panel round create SURVEY.yaml",
      ko: "\(link.server.absoluteString)에 '\(name)'(으)로 등록했습니다. 다음: panel round create 설문.yaml"
    )
  }
}
