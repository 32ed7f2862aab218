import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelScoring

/// `panel round invite`: makes the codes and the texts that carry them.
struct RoundInviteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Make one invitation per person of a roster, and a CSV for mail merge.",
    discussion: """
      Example:
        panel round invite example --roster roster.csv --to invitations
      The roster is a CSV with a column 'name' and, if you like, 'email' and 'affiliation'.
      Names stay on this machine; the server gets opaque references.
      With a changed roster, until enrolling ends: who is new is invited, all others keep their
      codes; with --remove who is no longer on it loses the code.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The roster, CSV.")
  var roster: String

  @ArgumentParser.Option(name: .long, help: "The directory to make for the invitations.")
  var to: String

  @ArgumentParser.Flag(
    name: .long,
    help: "Invite again: new codes for all who have not enrolled; their old codes end."
  )
  var again = false

  @ArgumentParser.Flag(
    name: .long,
    help: "End the codes of people who are no longer on the roster and have not enrolled."
  )
  var remove = false

  func run() async throws {
    let entries = try Roster(csv: try InputFile.text(roster), file: roster).entries
    try await Self.invite(entries, to: to, again: again, removing: remove, options)
  }

  /// Invites, and says what became of it and what a coordinator may have to ask.
  static func invite(
    _ entries: [Roster.Entry],
    to: String,
    again: Bool,
    removing: Bool,
    _ options: RoundOptions
  ) async throws {
    let (outcome, ties) = try await options.with { coordinator, sealed, client, server in
      let outcome = try await Inviter(
        coordinator: coordinator,
        sealed: sealed,
        client: client,
        server: server
      ).invite(
        entries,
        to: URL(fileURLWithPath: to),
        again: again,
        removing: removing,
        now: Timestamp(Date())
      )
      let people = entries.map { (name: $0.name, affiliation: $0.affiliation) }
      return (outcome, TieSuggestion.all(people, teams: sealed.manifest.teamNames))
    }
    let notes = Notes(language: options.common.settings.language)
    notes.say(
      en: """
        \(outcome.made == 1 ? "1 invitation" : "\(outcome.made) invitations") in \(to): one text per person, mail-merge.csv, notice.txt (publish it).
        Send each text to its person only, then delete the directory.
        """,
      ko: """
        \(to)에 초대문 \(outcome.made)건, mail-merge.csv, 공지용 notice.txt를 만들었습니다.
        각 초대문은 본인에게만 보낸 뒤 폴더를 지우십시오.
        """
    )
    if !outcome.removed.isEmpty {
      let names = outcome.removed.map(LogText.printable).joined(separator: ", ")
      notes.say(en: "No longer invited: \(names)", ko: "초대를 거둔 사람: \(names)")
    }
    if !outcome.declined.isEmpty {
      let names = outcome.declined.map(LogText.printable).joined(separator: ", ")
      notes.say(
        en: "Declined, and still on the roster: \(names)",
        ko: "거절했으나 명단에 남아 있는 사람: \(names)"
      )
    }
    for tie in ties { notes.say(en: tie.sentence.en, ko: tie.sentence.ko) }
    // Opened a second time, the round would go on to rating and end enrolling for good.
    guard !again, outcome.made == entries.count else { return }
    notes.say(
      en: "Next, if the schedule is manual: panel round open \(options.round)",
      ko: "다음 (수동 일정): panel round open \(options.round)"
    )
  }
}
