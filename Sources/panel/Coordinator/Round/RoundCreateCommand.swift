import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelScoring

/// `panel round create`: fixes survey, rule and schedule for good.
struct RoundCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Seal a round: survey, rule, seats and schedule are fixed and hashed.",
    discussion: """
      Example:
        panel round create Surveys/example.yaml --seats 7 --manual
        panel round create SURVEY.yaml --seats 49 --codes codes.csv \\
          --enrol 2026-07-01T09:00+09:00/2026-07-10T18:00+09:00 \\
          --rate 2026-07-13T09:00+09:00/2026-07-31T18:00+09:00 --objection 48h \\
          --extension-cap 336h --automatic-extension 72h
      """
  )

  @ArgumentParser.Argument(help: "The survey file.")
  var survey: String

  @ArgumentParser.Option(name: .long, help: "The greatest number of evaluators.")
  var seats: Int

  @ArgumentParser.Option(name: .long, help: "The round's name (default: the survey's).")
  var round: String?

  @ArgumentParser.Flag(name: .long, help: "Phases change by command; for demos and trials.")
  var manual = false

  @ArgumentParser.Option(name: .long, help: "FROM/TO of enrolling, with offsets.")
  var enrol: String?

  @ArgumentParser.Option(name: .long, help: "FROM/TO of rating, with offsets.")
  var rate: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Hours between closing and scores (default: 48h; 0h with --manual)."
  )
  var objection: String?

  @ArgumentParser.Option(
    name: .long,
    help: "How much panel round extend may extend each phase, such as 336h (default: 0h)."
  )
  var extensionCap: String?

  @ArgumentParser.Option(
    name: .long,
    help:
      "How long enrolling is extended, once, below the minimum panel, such as 72h (default: 0h)."
  )
  var automaticExtension: String?

  @ArgumentParser.Option(
    name: .long,
    help: "A CSV code,team. The manifest commits to it; the file stays on this machine."
  )
  var codes: String?

  @ArgumentParser.Option(
    name: .long,
    help: "A custodian's public file; two for a confidential round."
  )
  var custodian: [String] = []

  @ArgumentParser.Option(
    name: .long,
    help:
      "Days after publication until the round may be destroyed (default: 1825d; 0d with --manual)."
  )
  var retention: String?

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @ArgumentParser.Flag(name: .long, help: "Do not ask for confirmation; you have read the form.")
  var yes = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let notes = Notes(language: settings.language)
    let file = try SurveyFile(path: survey)
    let schedule = try schedule(file.survey.phases)
    let id = RoundID(round ?? file.survey.id.rawValue)
    guard id.isWellFormed else {
      throw Failure(
        .usage,
        en: "'\(id)' cannot name a round",
        ko: "'\(id)'은(는) 회차 이름이 될 수 없습니다",
        fix: (en: "use letters, digits, '.', '_' and '-'", ko: "영문자, 숫자, '.', '_', '-'만 쓰십시오")
      )
    }
    guard seats >= file.survey.minimumPanel else {
      throw Failure(
        .usage,
        en: "\(seats) seats are fewer than the minimum panel of \(file.survey.minimumPanel)",
        ko: "정원 \(seats)명이 최소 평가단 \(file.survey.minimumPanel)명보다 적습니다",
        fix: (
          en: "give at least --seats \(file.survey.minimumPanel)",
          ko: "--seats \(file.survey.minimumPanel) 이상을 지정하십시오"
        )
      )
    }
    guard file.survey.scoring.outliers != .tInterval || seats <= OutlierRule.mostForInterval else {
      throw Failure(
        .usage,
        en:
          "the rule tInterval is for at most \(OutlierRule.mostForInterval) evaluators, not \(seats)",
        ko: "tInterval 규칙은 평가위원 \(OutlierRule.mostForInterval)명까지이며 정원이 \(seats)명입니다",
        fix: (
          en: "write 'rule: trimmed=0.10' in the survey, or give fewer seats",
          ko: "설문에 'rule: trimmed=0.10'을 쓰거나 정원을 줄이십시오"
        )
      )
    }
    let hours = try self.hours(objection, "--objection") ?? (manual ? 0 : 48)
    let cap = try self.hours(extensionCap, "--extension-cap") ?? 0
    let automatic = try self.hours(automaticExtension, "--automatic-extension") ?? 0
    guard !manual || cap + automatic == 0 else {
      throw Failure(
        .usage,
        en: "a manual schedule has no extensions",
        ko: "수동 일정에는 연장이 없습니다",
        fix: (en: "leave them out", ko: "연장 옵션을 빼십시오")
      )
    }
    let retention = try days(retention) ?? (manual ? 0 : 1_825)
    let custodians = try readCustodians(file.survey.mode)
    let coordinator = Coordinator(home: settings.home)
    let table = try codes.map { try readCodes($0, file.survey, id, coordinator) }
    if table == nil, file.survey.blind {
      notes.say(
        en:
          "Nothing commits you to which team is behind which code: with --codes FILE the manifest "
          + "would.",
        ko: "어느 코드가 어느 팀인지 고정되지 않습니다. --codes 파일을 주면 선언문이 고정합니다."
      )
    }
    if !yes { try confirm(file.survey, table, schedule, retention, settings.language) }
    let sealed = try await reporting {
      try await coordinator.with(server) { client, server in
        try await coordinator.create(
          id,
          survey: file.survey,
          surveyBytes: file.bytes,
          schedule: schedule,
          seats: seats,
          objectionSeconds: hours * 3600,
          extensionCapSeconds: cap * 3600,
          automaticExtensionSeconds: automatic * 3600,
          codes: table,
          custodians: custodians,
          retentionDays: retention,
          now: Timestamp(Date()),
          client: client,
          server: server
        )
      }
    }
    StandardStream.output.write("\(sealed.hash.fingerprint)\n")
    notes.say(
      en: """
        Round '\(id)' is sealed. Above is its fingerprint: publish it on a public page or on paper,
        not in the mail that carries the codes. Next:
          panel round invite \(id) --roster ROSTER.csv --to INVITATIONS
        """,
      ko: """
        회차 '\(id)'을(를) 봉인했습니다. 위 지문을 초대 메일이 아닌 공지 페이지나 서면으로 알리십시오. 다음:
          panel round invite \(id) --roster 명단.csv --to 초대
        """
    )
  }

  private func schedule(_ order: PhaseOrder) throws(Failure) -> Schedule {
    if manual {
      guard enrol == nil, rate == nil else {
        throw Failure(
          .usage,
          en: "--manual cannot be combined with --enrol and --rate",
          ko: "--manual은 --enrol, --rate와 함께 쓸 수 없습니다",
          fix: (en: "leave one of them out", ko: "한쪽을 빼십시오")
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
          en: "give --enrol FROM/TO and --rate FROM/TO, or --manual for a trial",
          ko: "--enrol과 --rate에 시작/끝을 쓰거나, 시험이면 --manual을 쓰십시오"
        )
      )
    }
    func period(_ text: String) throws(Failure) -> (Timestamp, Timestamp) {
      let parts = text.split(separator: "/").map { Timestamp(String($0)) }
      guard parts.count == 2, let from = parts[0], let to = parts[1] else {
        throw Failure.unreadable(
          en: "'\(text)' is not a period",
          ko: "'\(text)'은(는) 기간이 아닙니다",
          example: "2026-07-01T09:00+09:00/2026-07-10T18:00+09:00"
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
    if let problem = schedule.problem(order) {
      throw Failure(
        .usage,
        en: problem.en,
        ko: problem.ko,
        fix: order == .overlapping
          ? (en: "let both end at the same time", ko: "등록과 평가가 함께 끝나게 하십시오")
          : (en: "let enrolling end before rating begins", ko: "등록이 끝난 뒤 평가가 시작되게 하십시오")
      )
    }
    return schedule
  }

  private func hours(_ text: String?, _ option: String) throws(Failure) -> Int? {
    guard let text else { return nil }
    guard text.hasSuffix("h"), let hours = Int(text.dropLast()), (0...8_760).contains(hours)
    else {
      throw Failure.unreadable(
        en: "'\(text)' is not a number of hours for \(option)",
        ko: "\(option)에 쓴 '\(text)'은(는) 시간이 아닙니다",
        example: "48h"
      )
    }
    return hours
  }

  private func days(_ text: String?) throws(Failure) -> Int? {
    guard let text else { return nil }
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), (0...36_500).contains(days) else {
      throw Failure.unreadable(
        en: "'\(text)' is not a number of days for --retention",
        ko: "--retention에 쓴 '\(text)'은(는) 일수가 아닙니다",
        example: "1825d"
      )
    }
    return days
  }

  private func readCustodians(_ mode: AnonymityMode) throws(Failure) -> [Custodian] {
    guard custodian.count == (mode == .confidential ? 2 : 0) else {
      throw Failure(
        .usage,
        en: mode == .confidential
          ? "a confidential round has two custodians" : "only a confidential round has custodians",
        ko: mode == .confidential ? "비공개 회차에는 보관인 두 명이 필요합니다" : "보관인은 비공개 회차에만 있습니다",
        fix: mode == .confidential
          ? (
            en: "give --custodian FILE twice; the files come from: panel custodian new",
            ko: "--custodian 파일을 두 번 지정하십시오. 파일은 panel custodian new로 만듭니다"
          ) : (en: "leave out --custodian", ko: "--custodian을 빼십시오")
      )
    }
    guard Set(custodian).count == custodian.count else {
      throw Failure(
        .usage,
        en: "the same custodian is given twice",
        ko: "같은 보관인을 두 번 지정했습니다",
        fix: (en: "name the files of two custodians", ko: "서로 다른 두 보관인의 파일을 지정하십시오")
      )
    }
    var custodians: [Custodian] = []
    for path in custodian {
      let text = try InputFile.text(path)
      guard let read = try? JSONDecoder().decode(Custodian.self, from: Data(text.utf8)) else {
        throw Failure.wrongFile(
          path,
          not: "a custodian's public file",
          ko: "보관인의 공개 파일이",
          fix: (
            en: "use the file that panel custodian new wrote with the ending .public.json",
            ko: "panel custodian new가 만든 .public.json 파일을 쓰십시오"
          )
        )
      }
      custodians.append(read)
    }
    return custodians
  }

  /// Reads the table of codes and keeps it; a rerun uses the salt that was kept.
  private func readCodes(
    _ path: String,
    _ survey: Survey,
    _ round: RoundID,
    _ coordinator: Coordinator
  ) throws -> CodeTable {
    let teams = try CodesFile.read(path, models: survey.models.map(\.code))
    if let kept = try coordinator.codes(of: round).first(where: { $0.teamOfCode == teams }) {
      return kept
    }
    let salt = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    guard let table = CodeTable(teams, salt: salt) else {
      throw Failure(
        .invalidData,
        en: "\(path):1: two codes have the same team",
        ko: "\(path):1: 두 코드의 팀이 같습니다",
        fix: (en: "give every code a team of its own", ko: "코드마다 다른 팀을 쓰십시오")
      )
    }
    try coordinator.save(table, of: round)
    return table
  }

  /// Shows the form once more: a typing error found after sealing voids every code.
  private func confirm(
    _ survey: Survey,
    _ codes: CodeTable?,
    _ schedule: Schedule,
    _ retention: Int,
    _ language: Language
  ) throws {
    let console = try Console(
      language: language,
      toDo: LocalizedText(
        en: "read the form first, then add --yes",
        ko: "설문을 확인한 뒤 --yes를 붙이십시오"
      )
    )
    console.say(
      en: "\(survey.title.en) — nothing of this can change after sealing:",
      ko: "\(survey.title.ko) — 봉인 후에는 바꿀 수 없습니다:"
    )
    console.say(
      en: "  \(survey.mode.rawValue), \(survey.phases.rawValue), seats \(seats), minimum panel "
        + "\(survey.minimumPanel)",
      ko: "  \(survey.mode.rawValue), \(survey.phases.rawValue), 정원 \(seats)명, 최소 평가단 "
        + "\(survey.minimumPanel)명"
    )
    if case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = schedule {
      let times = [enrolFrom, enrolTo, rateFrom, rateTo].map(\.koreanTime)
      console.say(
        en: "  enrolling \(times[0]) – \(times[1])\n  rating    \(times[2]) – \(times[3])",
        ko: "  등록 \(times[0]) – \(times[1])\n  평가 \(times[2]) – \(times[3])"
      )
    }
    console.say(
      en: "  kept for \(retention) days after publication",
      ko: "  공표 뒤 \(retention)일 동안 보존"
    )
    for model in survey.models {
      let team = codes?.teamOfCode[model.code].map { " = \($0)" } ?? ""
      console.say(en: "  \(model.code)\(team)", ko: "  \(model.code)\(team)")
    }
    for item in survey.items {
      console.say(en: "  \(item.id) \(item.text.en)", ko: "  \(item.id) \(item.text.ko)")
      for (rating, anchor) in zip(survey.scale.ratings, item.anchors) {
        console.say(en: "     \(rating)  \(anchor.en)", ko: "     \(rating)  \(anchor.ko)")
      }
    }
    let rule = String(decoding: try CanonicalJSON.encode(survey.scoring), as: UTF8.self)
    console.say(en: "  \(rule)", ko: "  \(rule)")
    guard
      Confirmation.ask(
        en: "Seal it? Type yes:",
        ko: "봉인할까요? '예' 입력:",
        on: console,
        strict: true
      ) == true
    else {
      throw Failure(
        .notPermitted,
        en: "nothing was sealed",
        ko: "봉인하지 않았습니다",
        fix: (en: "run it again when the form is right", ko: "설문을 고친 뒤 다시 실행하십시오")
      )
    }
  }
}
