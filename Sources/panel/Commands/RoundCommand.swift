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
      RoundCreateCommand.self, RoundInviteCommand.self, RoundOpenCommand.self,
      RoundExtendCommand.self, RoundCloseCommand.self, RoundProgressCommand.self,
      RoundConflictsCommand.self, RoundCodesCommand.self, RoundExcludeCommand.self,
      RoundPublishCommand.self, RoundVoidCommand.self, RoundIssuanceCommand.self,
      RoundParticipationCommand.self, RoundLinkCommand.self,
    ]
  )
}

/// What the commands on one round share.
struct RoundOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "The round.")
  var round: String

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @OptionGroup var common: CommonOptions

  /// Fetches the sealed round and runs a body with the coordinator's client.
  func with<Value>(
    _ body: (Coordinator, SealedRound, PanelClient, Coordinator.Server) async throws -> Value
  ) async throws -> Value {
    let coordinator = Coordinator(home: common.settings.home)
    return try await reporting {
      try await coordinator.with(server) { client, server in
        let sealed = try await SealedRound.fetch(RoundID(round), from: client)
        // A manifest that another key signed would make this machine print another fingerprint.
        guard sealed.manifest.coordinatorKey == (try coordinator.publicKey())
        else {
          throw Failure(
            .protocolMismatch,
            en: "the round '\(round)' was not sealed with the key of this machine",
            ko: "'\(round)' 회차는 이 컴퓨터의 키로 봉인되지 않았습니다",
            fix: (
              "run it where the round was created; if that is here, do not trust the server",
              "회차를 만든 컴퓨터에서 실행하십시오. 이 컴퓨터라면 서버를 믿지 마십시오"
            )
          )
        }
        return try await body(coordinator, sealed, client, server)
      }
    }
  }
}

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

  func run() async throws {
    let settings = options.common.settings
    let entries = try Roster(csv: try InputFile.text(roster), file: roster).entries
    let count = try await options.with { coordinator, sealed, client, server in
      try await Inviting(coordinator: coordinator, sealed: sealed, client: client, server: server)
        .invite(entries, to: URL(fileURLWithPath: to), again: again, now: Timestamp(Date()))
    }
    let notes = Notes(language: settings.language)
    notes.say(
      """
      \(count) invitations in \(to): one text per person, mail-merge.csv, notice.txt (publish it).
      Send each text to its person only, then delete the directory.
      """,
      """
      \(to)에 초대문 \(count)건, mail-merge.csv, 공지용 notice.txt를 만들었습니다.
      각 초대문은 본인에게만 보낸 뒤 폴더를 지우십시오.
      """
    )
    // Opened a second time, the round would go on to rating and end enrolling for good.
    guard !again else { return }
    notes.say(
      "Next, if the schedule is manual: panel round open \(options.round)",
      "다음 (수동 일정): panel round open \(options.round)"
    )
  }
}

/// `panel round open`: opens enrolling, then rating.
struct RoundOpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open the next phase: enrolling, then rating (which ends enrolling for good).",
    discussion: "Example:\n  panel round open example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.open(
        sealed,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
    StandardStream.output.write(
      "\(options.round): \(phase.title[options.common.settings.language])\n"
    )
  }
}

/// `panel round close`: ends enrolling or rating.
struct RoundCloseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close the phase that is open: enrolling or rating.",
    discussion: "Example:\n  panel round close example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.close(
        sealed,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
    StandardStream.output.write(
      "\(options.round): \(phase.title[options.common.settings.language])\n"
    )
  }
}

/// `panel round progress`: counts, never who has submitted.
struct RoundProgressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show how many have enrolled and, in fives and once a day, submitted.",
    discussion: "Example:\n  panel round progress example"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Flag(name: .long, help: "Print the counts as JSON.")
  var json = false

  func run() async throws {
    let round = RoundID(options.round)
    let progress = try await options.with { _, _, client, _ in
      try await client.get(Route.path(round, .progress), as: RoundProgress.self)
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(progress))
      return
    }
    let language = options.common.settings.language
    let least = progress.phase < .closed ? (language == .ko ? " 이상" : " or more") : ""
    let words: [(LocalizedText, String)] = [
      (LocalizedText("phase", "단계"), progress.phase.title[language]),
      (LocalizedText("seats", "정원"), "\(progress.seats)"),
      (LocalizedText("minimum panel", "최소 평가단"), "\(progress.minimumPanel)"),
      (LocalizedText("invited", "초대"), "\(progress.invited)"),
      (LocalizedText("enrolled", "등록"), "\(progress.enrolled)"),
      (LocalizedText("submissions", "제출"), "\(progress.submissionsAtLeast)\(least)"),
      (
        LocalizedText("counted at", "집계 시각"),
        progress.submissionsAsOf?.koreanTime ?? "–"
      ),
    ]
    for (label, value) in words {
      StandardStream.output.write(
        TextWidth.padded(label[language], to: 15) + value + "\n"
      )
    }
  }
}
