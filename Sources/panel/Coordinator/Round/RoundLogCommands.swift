import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

extension RoundOptions {
  /// Signs an entry, sends it, and prints the round's phase and the head of its log.
  ///
  /// An entry that the log already holds is not added again, so that a rerun after a lost answer is safe.
  func enter(_ entry: (_ actor: String, _ now: Timestamp) throws -> LogEntry) async throws {
    let history = try await with { coordinator, sealed, client, server in
      let new = try entry(server.name, Timestamp(Date()))
      let before = try await coordinator.follow(sealed, client: client)
      let isThere = before.entries.contains { old in
        var same = old
        same.at = new.at
        return same == new
      }
      if isThere { return before }
      return try await coordinator.append(new, to: sealed, client: client)
    }
    let language = common.settings.language
    StandardStream.output.write("\(round): \(history.phase.title[language])\n")
    Notes(language: language).say(
      en: "log head: \(Hexadecimal.text(history.log.hash))",
      ko: "기록의 끝 해시: \(Hexadecimal.text(history.log.hash))"
    )
  }
}

/// `panel round extend`: gives a phase a later end.
struct RoundExtendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract: "Extend a phase, at least 24 hours before it ends and within the manifest's cap.",
    discussion: """
      Example:
        panel round extend example --phase enrolling --to 2026-07-14T18:00+09:00
      Extending enrolling shifts rating by as much.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "enrolling or rating.")
  var phase: String

  @ArgumentParser.Option(name: .long, help: "The new end, with offset.")
  var to: String

  func run() async throws {
    guard let end = Timestamp(to), let phase = Phase(rawValue: phase),
      phase == .enrolling || phase == .rating
    else {
      throw Failure.unreadable(
        en: "'\(phase)' until '\(to)' cannot be extended",
        ko: "'\(phase)' 단계를 '\(to)'까지 연장할 수 없습니다",
        example: "--phase enrolling --to 2026-07-14T18:00+09:00"
      )
    }
    try await options.enter { actor, now in
      var entry = LogEntry(.extended, actor: actor, at: now, phase: phase)
      entry.until = end
      return entry
    }
  }
}

/// `panel round void`: voids a round for good.
struct RoundVoidCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void",
    abstract: "Void the round for good, with a reason that everyone can read.",
    discussion: "Example:\n  panel round void example --reason 'the wrong survey was sealed'"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String

  @ArgumentParser.Flag(name: .long, help: "Do not ask for confirmation.")
  var yes = false

  func run() async throws {
    try options.confirm(
      LocalizedText(
        en: "Void '\(options.round)' for good? Nothing in it will count. Type its name:",
        ko: "'\(options.round)' 회차를 무효로 할까요? 아무것도 집계되지 않습니다. 회차 이름을 입력하십시오:"
      ),
      unless: yes
    )
    try await options.enter { actor, now in
      var entry = LogEntry(.voided, actor: actor, at: now)
      entry.reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
      return entry
    }
  }
}

/// `panel round codes`: opens the commitment to which code is which team.
struct RoundCodesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract:
      "After closing, publish which team each code stands for, as the manifest committed to.",
    discussion: "Example:\n  panel round codes example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let table = try await options.with { coordinator, sealed, client, server in
      let tables = try coordinator.codes(of: sealed.manifest.round)
      guard let table = tables.first(where: { $0.commitment == sealed.manifest.codeCommitment })
      else {
        throw Failure(
          .missingInput,
          en: "this machine holds no table of codes that '\(options.round)' has committed to",
          ko: "'\(options.round)' 회차에 봉인된 코드 표가 이 컴퓨터에 없습니다",
          fix: (
            en: "run it where the round was created with --codes",
            ko: "--codes로 회차를 만든 컴퓨터에서 실행하십시오"
          )
        )
      }
      // A rerun after a lost answer finds them opened.
      guard try await coordinator.follow(sealed, client: client).codes == nil else { return table }
      var entry = LogEntry(.codesOpened, actor: server.name, at: Timestamp(Date()))
      (entry.codes, entry.salt) = (table.bytes, table.salt)
      try await coordinator.append(entry, to: sealed, client: client)
      return table
    }
    for (code, team) in table.teamOfCode.sorted(by: { $0.key < $1.key }) {
      StandardStream.output.write("\(code)  \(team)\n")
    }
  }
}

/// `panel round exclude`: logs that an exploratory result leaves a submission out.
struct RoundExcludeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclude",
    abstract:
      "Log that an exploratory result leaves out a row, and why; the official result counts all.",
    discussion: "Example:\n  panel round exclude example r44 --reason 'one rating throughout'"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The row of the release, such as r44.")
  var rater: String

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String

  func run() async throws {
    let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !reason.isEmpty else {
      throw Failure(
        .usage,
        en: "the reason is empty",
        ko: "이유가 비어 있습니다",
        fix: (en: "write why; everyone can read it", ko: "모두가 읽을 이유를 쓰십시오")
      )
    }
    let rows = try await options.with(isReading: true) { _, sealed, client, _ in
      try await FollowedLog.read(sealed, client: client).heads.last?.count ?? 0
    }
    // Rows are numbered in the order of the tree; abstentions among them have none to leave out.
    guard rater.hasPrefix("r"), let row = Int(rater.dropFirst()), (1...max(1, rows)).contains(row)
    else {
      throw Failure(
        .usage,
        en: "unknown row '\(rater)'; rows are r1 to r\(rows)",
        ko: "'\(rater)'은(는) 공개 자료의 행이 아닙니다: r1부터 r\(rows)까지",
        fix: (en: "take it from: panel aggregate DIR", ko: "panel aggregate 폴더의 출력에서 고르십시오")
      )
    }
    try await options.enter { actor, now in
      var entry = LogEntry(.excluded, actor: actor, at: now)
      (entry.rater, entry.reason) = (rater, reason)
      return entry
    }
  }
}

/// `panel round publish`: makes the scores public and ends the log.
struct RoundPublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Log that the scores of the release are public; the entry signs the whole log.",
    discussion: "Example:\n  panel round publish example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let history = try await options.with { coordinator, sealed, client, server in
      let before = try await coordinator.follow(sealed, client: client)
      if before.phase == .published { return before }  // a rerun after a lost answer
      guard before.release != nil else {
        throw Failure(
          .notPermitted,
          en: "no release of '\(options.round)' has been made",
          ko: "'\(options.round)' 회차의 공개 자료를 아직 만들지 않았습니다",
          fix: (
            en: "make and verify it first: panel release \(options.round) --to DIR",
            ko: "먼저 만들고 검증하십시오: panel release \(options.round) --to 폴더"
          )
        )
      }
      var entry = LogEntry(.published, actor: server.name, at: Timestamp(Date()))
      entry.head = Hexadecimal.text(before.log.hash)
      return try await coordinator.append(entry, to: sealed, client: client)
    }
    let language = options.common.settings.language
    StandardStream.output.write(
      """
      \(options.round): \(history.phase.title[language])
      \(language == .ko ? "지문" : "fingerprint"): \(history.hash.fingerprint)
      \(language == .ko ? "기록의 끝 해시" : "log head"): \(Hexadecimal.text(history.log.hash))

      """
    )
  }
}
