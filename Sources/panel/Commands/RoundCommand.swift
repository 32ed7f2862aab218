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
      RoundCloseCommand.self, RoundProgressCommand.self,
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

/// `panel round create`: fixes survey, rule and schedule for good.
struct RoundCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Seal a round: survey, rule, seats and schedule are fixed and hashed.",
    discussion: """
      Example:
        panel round create Surveys/example.yaml --seats 7 --manual
        panel round create SURVEY.yaml --seats 49 \\
          --enrol 2026-07-01T09:00+09:00/2026-07-10T18:00+09:00 \\
          --rate 2026-07-13T09:00+09:00/2026-07-31T18:00+09:00 --objection 48h
      """
  )

  @ArgumentParser.Argument(help: "The survey file.")
  var survey: String

  @ArgumentParser.Option(name: .long, help: "The greatest number of evaluators.")
  var seats: Int

  @ArgumentParser.Option(name: .long, help: "The round's name; else that of the survey.")
  var round: String?

  @ArgumentParser.Flag(name: .long, help: "Phases change by command; for demos and trials.")
  var manual = false

  @ArgumentParser.Option(name: .long, help: "FROM/TO of enrolling, with offsets.")
  var enrol: String?

  @ArgumentParser.Option(name: .long, help: "FROM/TO of rating, with offsets.")
  var rate: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Hours between closing and scores, such as 48h; 0h in trials."
  )
  var objection: String?

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @ArgumentParser.Flag(name: .long, help: "Seal without asking; you have read the form.")
  var yes = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let notes = Notes(language: settings.language)
    let file = try SurveyFile(path: survey)
    let schedule = try schedule()
    let id = RoundID(round ?? file.survey.id.rawValue)
    guard id.isWellFormed else {
      throw Failure(
        .usage,
        en: "'\(id)' cannot name a round",
        ko: "'\(id)'은(는) 회차 이름이 될 수 없습니다",
        fix: ("use letters, digits, '.', '_' and '-'", "영문자, 숫자, '.', '_', '-'만 쓰십시오")
      )
    }
    guard seats >= file.survey.minimumPanel else {
      throw Failure(
        .usage,
        en: "\(seats) seats do not reach the minimum panel of \(file.survey.minimumPanel)",
        ko: "정원 \(seats)명이 최소 평가단 \(file.survey.minimumPanel)명보다 적습니다",
        fix: (
          "give at least --seats \(file.survey.minimumPanel)",
          "--seats \(file.survey.minimumPanel) 이상을 지정하십시오"
        )
      )
    }
    let hours = try objectionHours()
    if !yes { try confirm(file.survey, settings.language) }
    let coordinator = Coordinator(home: settings.home)
    let sealed = try await reporting {
      try await coordinator.with(server) { client, server in
        try await coordinator.create(
          id,
          survey: file.survey,
          surveyBytes: file.bytes,
          schedule: schedule,
          seats: seats,
          objectionSeconds: hours * 3600,
          now: Timestamp(Date()),
          client: client,
          server: server
        )
      }
    }
    StandardStream.output.write("\(sealed.hash.fingerprint)\n")
    notes.say(
      """
      Round '\(id)' is sealed. Above is its fingerprint: publish it on a public page or on paper,
      not in the mail that carries the codes. Next:
        panel round invite \(id) --roster ROSTER.csv --to INVITATIONS
      """,
      """
      회차 '\(id)'을(를) 봉인했습니다. 위 지문을 초대 메일이 아닌 공지 페이지나 서면으로 알리십시오. 다음:
        panel round invite \(id) --roster 명단.csv --to 초대
      """
    )
  }

  private func schedule() throws(Failure) -> Schedule {
    if manual {
      guard enrol == nil, rate == nil else {
        throw Failure(
          .usage,
          en: "--manual goes without --enrol and --rate",
          ko: "--manual은 --enrol, --rate와 함께 쓸 수 없습니다",
          fix: ("leave one of them out", "한쪽을 빼십시오")
        )
      }
      return .manual
    }
    guard let enrol, let rate else {
      throw Failure(
        .usage,
        en: "the schedule is missing",
        ko: "일정이 없습니다",
        fix: (
          "give --enrol FROM/TO and --rate FROM/TO, or --manual for a trial",
          "--enrol과 --rate에 시작/끝을 쓰거나, 시험이면 --manual을 쓰십시오"
        )
      )
    }
    func period(_ text: String) throws(Failure) -> (Timestamp, Timestamp) {
      let parts = text.split(separator: "/").map { Timestamp(String($0)) }
      guard parts.count == 2, let from = parts[0], let to = parts[1] else {
        throw Failure(
          .usage,
          en: "'\(text)' is not a period",
          ko: "'\(text)'은(는) 기간이 아닙니다",
          fix: (
            "write for example 2026-07-01T09:00+09:00/2026-07-10T18:00+09:00",
            "예: 2026-07-01T09:00+09:00/2026-07-10T18:00+09:00"
          )
        )
      }
      return (from, to)
    }
    let (enrolFrom, enrolTo) = try period(enrol)
    let (rateFrom, rateTo) = try period(rate)
    let schedule = Schedule.times(
      enrolFrom: enrolFrom,
      enrolTo: enrolTo,
      rateFrom: rateFrom,
      rateTo: rateTo
    )
    if let problem = schedule.problem {
      throw Failure(
        .usage,
        en: problem.en,
        ko: problem.ko,
        fix: ("let enrolling end before rating begins", "등록이 끝난 뒤 평가가 시작되게 하십시오")
      )
    }
    return schedule
  }

  private func objectionHours() throws(Failure) -> Int {
    guard let objection else { return manual ? 0 : 48 }
    guard objection.hasSuffix("h"), let hours = Int(objection.dropLast()),
      (0...8_760).contains(hours)
    else {
      throw Failure(
        .usage,
        en: "'\(objection)' is not a number of hours",
        ko: "'\(objection)'은(는) 시간이 아닙니다",
        fix: ("write for example 48h", "예: 48h")
      )
    }
    return hours
  }

  /// Shows the form once more: a typing error found after sealing voids every code.
  private func confirm(_ survey: Survey, _ language: Language) throws {
    let console = try Console(
      language: language,
      toDo: LocalizedText(
        "read the form first, then add --yes",
        "설문을 확인한 뒤 --yes를 붙이십시오"
      )
    )
    console.say(
      "\(survey.title.en) — nothing of this can change after sealing:",
      "\(survey.title.ko) — 봉인 후에는 바꿀 수 없습니다:"
    )
    for model in survey.models { console.say("  \(model.code)", "  \(model.code)") }
    for item in survey.items {
      console.say("  \(item.id) \(item.text.en)", "  \(item.id) \(item.text.ko)")
      for (rating, anchor) in zip(survey.scale.ratings, item.anchors) {
        console.say("     \(rating)  \(anchor.en)", "     \(rating)  \(anchor.ko)")
      }
    }
    let rule = String(decoding: try CanonicalJSON.encode(survey.scoring), as: UTF8.self)
    console.say("  \(rule)", "  \(rule)")
    guard
      console.ask("Seal it? Type yes:", "봉인할까요? '예' 입력:").map({
        ["yes", "예"].contains($0.lowercased())
      }) == true
    else {
      throw Failure(
        .notPermitted,
        en: "nothing was sealed",
        ko: "봉인하지 않았습니다",
        fix: ("run it again when the form is right", "설문을 고친 뒤 다시 실행하십시오")
      )
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
    Notes(language: settings.language).say(
      """
      \(count) invitations in \(to): one text per person, mail-merge.csv, notice.txt (publish it).
      Send each text to its person only, then delete the directory. Next: panel round open \
      \(options.round)
      """,
      """
      \(to)에 초대문 \(count)건, mail-merge.csv, 공지용 notice.txt를 만들었습니다.
      각 초대문은 본인에게만 보낸 뒤 폴더를 지우십시오. 다음: panel round open \(options.round)
      """
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
    abstract: "Show how many have enrolled and, in fives, submitted.",
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
    ]
    for (label, value) in words {
      StandardStream.output.write(
        TextWidth.padded(label[language], to: 15) + value + "\n"
      )
    }
  }
}
