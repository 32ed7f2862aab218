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
