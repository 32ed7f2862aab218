import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round replace`: somebody else takes over a person's seat.
struct RoundReplaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace",
    abstract: "Invite somebody in the place of a person who has not enrolled.",
    discussion: """
      Example:
        panel round replace example --person 'Kim' --by 'Lee' --email lee@example.org --to lee
      The old code ends; the new person takes over the seat. Until enrolling ends.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The name as on the roster.")
  var person: String

  @ArgumentParser.Option(name: .long, help: "The name of the new person.")
  var by: String

  @ArgumentParser.Option(name: .long, help: "The new person's e-mail address.")
  var email = ""

  @ArgumentParser.Option(name: .long, help: "The new person's affiliation.")
  var affiliation = ""

  @ArgumentParser.Option(name: .long, help: "The directory to make for the invitation.")
  var to: String

  func run() async throws {
    let new = Roster.Entry(name: by, email: email, affiliation: affiliation)
    guard !by.isEmpty, [by, email, affiliation].allSatisfy({ PlainLine.isPlain($0) }) else {
      throw Failure(
        .usage,
        en: "the new person has no name, or a line break in it",
        ko: "새 사람의 이름이 없거나 줄바꿈이 있습니다",
        fix: (en: "write --by NAME on one line", ko: "--by 이름을 한 줄로 쓰십시오")
      )
    }
    let coordinator = Coordinator(home: options.common.settings.home)
    let known = try coordinator.roster(of: RoundID(options.round))
    let counted = known.filter { $0.counts != false }
    let others = counted.filter { $0.name != person }
    let isDone = counted.contains { Roster.Entry($0) == new }
    // Who declined was taken off the list then, and leaves the seat all the same.
    guard isDone || known.contains(where: { $0.name == person }) else {
      throw Failure(
        .missingInput,
        en: "nobody named '\(person)' is on the roster of '\(options.round)'",
        ko: "'\(options.round)' 회차 명단에 '\(person)'(이)라는 사람이 없습니다",
        fix: (
          en: "see who is: panel round remind \(options.round)",
          ko: "확인: panel round remind \(options.round)"
        )
      )
    }
    guard counted.count - others.count <= 1 else {
      throw Failure(
        .usage,
        en: "several people on the roster are named '\(person)'",
        ko: "명단에 '\(person)'(이)라는 사람이 여럿입니다",
        fix: (
          en: "change the roster file: panel round invite \(options.round) --roster …",
          ko: "명단 파일을 고치십시오: panel round invite \(options.round) --roster …"
        )
      )
    }
    let entries = others.map { Roster.Entry($0) } + (isDone ? [] : [new])
    try await RoundInviteCommand.invite(
      entries,
      to: to,
      again: false,
      removing: true,
      options
    )
  }
}
