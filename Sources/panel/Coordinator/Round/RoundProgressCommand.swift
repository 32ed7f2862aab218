import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelTerminal

/// `panel round progress`: counts, never who has submitted.
struct RoundProgressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show how many have enrolled and submitted (submissions in fives, once a day).",
    discussion: """
      Example:
        panel round progress example
        panel round progress example --watch
      It never shows who has submitted, nor any score before closing.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Flag(name: .long, help: "Print the counts as JSON.")
  var json = false

  @ArgumentParser.Flag(
    name: .long,
    help: "Show every change until the round has closed; Ctrl-C ends it."
  )
  var watch = false

  @ArgumentParser.Option(name: .long, help: "With --watch: the seconds between two requests.")
  var every = 5

  func run() async throws {
    guard (1...3_600).contains(every) else {
      throw Failure.outOfRange("--every", every, 1...3_600)
    }
    let path = Route.path(RoundID(options.round), .progress)
    // Nothing is written: other commands may run meanwhile.
    try await options.with(isReading: true) { _, _, client, _ in
      var seen = try await client.get(path, as: RoundProgress.self, since: nil)
      try show(seen?.value)
      while watch, let last = seen, last.value.phase < .closed {
        try await Task.sleep(for: .seconds(every))
        // A server that is restarted is no reason to end; it says so once it is back.
        guard let next = try? await client.get(path, as: RoundProgress.self, since: last.mark)
        else { continue }
        seen = next
        try show(next.value)
      }
    }
  }

  private func show(_ progress: RoundProgress?) throws {
    guard let progress else { return }
    guard !json else {
      // Watched, a line each, so that a program can read them as they come.
      let bytes =
        try watch
        ? JSONLines.encode(line: progress) : CanonicalJSON.encodeReadable(progress)
      return StandardStream.output.write(bytes)
    }
    let language = options.common.settings.language
    let isLive = watch && Terminal.isTerminal(1)
    let text = ProgressText.lines(
      progress,
      in: language,
      localOffset: TimeZone.current.secondsFromGMT()
    )
    .joined(separator: "\n")
    // Home and clear: the same lines in the same place.
    StandardStream.output.write((isLive ? Terminal.clearScreen : "") + text + "\n")
    if watch, !isLive { StandardStream.output.write("\n") }
  }
}

/// The counts of a round in words, with a bar of enrolment.
enum ProgressText {
  static func lines(
    _ progress: RoundProgress,
    in language: Language,
    localOffset: Int
  ) -> [String] {
    func time(_ moment: Timestamp) -> String {
      ShownTime.text(moment, language, localOffset: localOffset)
    }
    let least = progress.phase < .closed ? (language == .ko ? " 이상" : " or more") : ""
    let minimum = progress.minimumPanel
    let reached =
      progress.enrolled >= minimum
      ? LocalizedText(en: "reached", ko: "충족")
      : LocalizedText(
        en: "\(minimum - progress.enrolled) missing",
        ko: "\(minimum - progress.enrolled)명 부족"
      )
    var words: [(LocalizedText, String)] = [
      (LocalizedText(en: "phase", ko: "단계"), progress.phase.title[language]),
      (LocalizedText(en: "seats", ko: "정원"), "\(progress.seats)"),
      (LocalizedText(en: "minimum panel", ko: "최소 평가단"), "\(minimum) (\(reached[language]))"),
      (LocalizedText(en: "invited", ko: "초대"), "\(progress.invited)"),
      (
        LocalizedText(en: "enrolled", ko: "등록"),
        "\(progress.enrolled)  \(bar(progress.enrolled, of: progress.seats))"
      ),
    ]
    if let declined = progress.declined {
      words.append((LocalizedText(en: "declined", ko: "거절"), "\(declined)"))
    }
    if progress.phase >= .rating, progress.phase != .void {
      words.append(
        (LocalizedText(en: "submissions", ko: "제출"), "\(progress.submissionsAtLeast)\(least)")
      )
      words.append(
        (
          LocalizedText(en: "counted at", ko: "집계 시각"),
          progress.submissionsAsOf.map { time($0) } ?? "–"
        )
      )
    }
    if case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo)? = progress.schedule {
      let periods = [
        (LocalizedText(en: "enrolling", ko: "등록 기간"), enrolFrom, enrolTo),
        (LocalizedText(en: "rating", ko: "평가 기간"), rateFrom, rateTo),
      ]
      for (label, from, to) in periods {
        words.append((label, "\(time(from)) – \(time(to))"))
      }
    }
    return words.map { label, value in TextWidth.padded(label[language], to: 15) + value }
  }

  private static func bar(_ count: Int, of total: Int) -> String {
    let width = 30
    let filled = total == 0 ? 0 : min(width, count * width / total)
    return "[" + String(repeating: "#", count: filled)
      + String(repeating: ".", count: width - filled) + "]"
  }
}
