import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

/// `panel round remind`: who has not enrolled yet; while people rate, one text for everybody.
struct RoundRemindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remind",
    abstract: "List who has not enrolled; while people rate, print one reminder for everybody.",
    discussion: """
      Example:
        panel round remind example
        panel round remind example --to reminder
      With --to also a CSV for mail merge. Codes are not in it: they are in the invitations.
      While people rate everybody gets the same, since nobody knows who has submitted.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The directory to make for mail-merge.csv.")
  var to: String?

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  func run() async throws {
    let settings = options.common.settings
    let reminder = try await options.with(isReading: true) { coordinator, sealed, client, _ in
      let round = sealed.manifest.round
      let states = try await client.get(
        Route.path(round, .invitations),
        as: InvitationStates.self
      ).invitations
      return try Reminder(
        status: try await client.get(Route.path(round, .status), as: RoundStatus.self),
        title: sealed.survey.title,
        people: try coordinator.roster(of: round),
        states: Dictionary(uniqueKeysWithValues: states.map { ($0.identifier, $0.state) }),
        localOffset: TimeZone.current.secondsFromGMT()
      )
    }
    if let to {
      try DurableFile.writeDirectory(
        ["mail-merge.csv": CSV.write(reminder.merge)],
        to: URL(fileURLWithPath: to)
      )
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(reminder.people))
      return
    }
    if reminder.isForAll {
      StandardStream.output.tell(reminder.text.ko + "\n\n" + reminder.text.en)
    } else {
      for person in reminder.people {
        let parts = [person.name, person.email, person.affiliation].map(LogText.printable)
        StandardStream.output.tell(parts.filter { !$0.isEmpty }.joined(separator: ", "))
      }
    }
    let count = reminder.people.count
    Notes(language: settings.language).say(
      en: reminder.isForAll
        ? "For all \(count) who have enrolled: nobody knows who has submitted."
        : "\(count) have not enrolled yet.",
      ko: reminder.isForAll
        ? "등록한 \(count)명 모두에게 보내십시오. 누가 제출했는지는 아무도 모릅니다."
        : "아직 등록하지 않은 사람: \(count)명"
    )
  }
}
