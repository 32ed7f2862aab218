import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelReport
import PanelScoring
import PanelTerminal

/// `panel aggregate`: turns ratings into points, by the official rule or another one.
struct AggregateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "Compute the component scores of a release or of a CSV of ratings.",
    discussion: """
      Example:
        panel aggregate release
        panel aggregate ratings.csv --survey Surveys/example.yaml
        panel aggregate ratings.csv --criteria usability=15,cost=10 --scale 1..5 --json
        panel aggregate release --exclude r44 --reason "one rating throughout"
      Without options a release is scored by the rule of its manifest: the official result.
      """
  )

  @ArgumentParser.Argument(help: "A release directory, or a CSV: rater,model,item,rating.")
  var path: String

  @OptionGroup var form: RatedFormOptions

  @OptionGroup(title: "Another rule (the result is then exploratory)") var rule: RuleOptions

  @ArgumentParser.Option(
    name: .long,
    help: "Leave out a submission, by its row such as r44; repeatable. The result is exploratory."
  )
  var exclude: [String] = []

  @ArgumentParser.Option(
    name: .long,
    help: "The reason for leaving out submissions; required with --exclude."
  )
  var reason: String?

  @ArgumentParser.Option(
    name: .long,
    help: "The number of lowest-ranked models that are eliminated."
  )
  var eliminate = 1

  @ArgumentParser.Option(
    name: .long,
    help: "Write the outlier ledger to this new CSV file: every dropped or clipped rating."
  )
  var outliers: String?

  @ArgumentParser.Flag(name: .long, help: "Add the formulas and their sources to the report.")
  var explain = false

  @ArgumentParser.Flag(name: .long, help: "Print only the scores, without the analyses.")
  var brief = false

  @ArgumentParser.Flag(name: .long, help: "Run the analyses even for more than 5000 evaluators.")
  var full = false

  @ArgumentParser.Flag(name: .long, help: "Print panel.aggregate.v1 JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let settings = common.settings
    let exclusion = try self.exclusion()
    if let outliers { try OutputFile.requireNew(outliers) }
    guard (1...1_000_000).contains(eliminate) else {
      throw Failure.outOfRange("--eliminate", eliminate, 1...1_000_000)
    }
    let source = try RatingsSource(path: path, form: form, language: settings.language)
    let changed = try rule.applied(to: source.rule, lowest: source.table.form.lowest)
    let table = try remaining(source.table, exclusion)
    let score =
      rule.isGiven || exclusion != nil
      ? ComponentScore(
        table,
        rule: changed,
        official: false,
        source: source.kind,
        invited: source.invited,
        resamples: try rule.resamples(evaluators: table.raters.count)
      ) : source.ownScore()
    // The analysis of each evaluator takes far more space than the scores, and files of this size
    // are not from panels.
    let isLarge = table.raters.count > 5_000 && !full
    if isLarge, !brief {
      Notes(language: settings.language).say(
        en: "More than 5000 evaluators: only the scores. --full adds the analyses.",
        ko: "평가위원이 5000명을 넘어 점수만 계산합니다. --full을 주면 분석도 합니다."
      )
    }
    var analysis = Analysis(
      score,
      of: table,
      attention: source.attention,
      isBrief: brief || isLarge,
      eliminate: eliminate
    )
    analysis.exclusion = exclusion
    if exclusion != nil || (rule.isGiven && source.kind == "release") {
      analysis.beside = source.ownScore()
    }
    if let exclusion { try record(exclusion, source, settings) }
    if let outliers { try write(score, to: outliers, settings.language) }
    try present(analysis, settings.language)
  }

  private func present(_ analysis: Analysis, _ language: Language) throws {
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(analysis))
      return
    }
    let columns = Terminal.columns(of: 1)
    let report = ScoreReport(analysis, language: language, columns: columns)
    for line in report.lines(explain: explain) { StandardStream.output.write(line + "\n") }
  }

  /// The submissions to leave out, with the reason; `nil` if none.
  private func exclusion() throws(Failure) -> Analysis.Exclusion? {
    let text = reason?.trimmed
    guard !exclude.isEmpty else {
      if text == nil { return nil }
      throw Failure(
        .usage,
        en: "--reason goes with --exclude",
        ko: "--reason은 --exclude와 함께 씁니다",
        fix: (en: "name the row with --exclude r44", ko: "--exclude r44처럼 행을 지정하십시오")
      )
    }
    guard let text, !text.isEmpty, PlainLine.isPlain(text) else {
      throw Failure(
        .usage,
        en: "leaving out a submission requires a reason on one line",
        ko: "제출을 빼려면 한 줄의 이유가 필요합니다",
        fix: (
          en: "add --reason \"one rating throughout\"; it is recorded with the result",
          ko: "--reason \"모든 문항에 같은 평점\"처럼 이유를 쓰십시오. 결과와 함께 기록됩니다"
        )
      )
    }
    return Analysis.Exclusion(raters: Array(Set(exclude)).sorted(), reason: text)
  }

  private func remaining(
    _ table: RatingsTable,
    _ exclusion: Analysis.Exclusion?
  ) throws(Failure) -> RatingsTable {
    guard let exclusion else { return table }
    for rater in exclusion.raters where !table.raters.contains(rater) {
      let rows = "\(table.raters.first ?? "")…\(table.raters.last ?? "")"
      throw Failure(
        .usage,
        en: "unknown row '\(rater)'",
        ko: "'\(rater)' 행이 없습니다",
        fix: (
          en: "the rows are \(rows); the report and --json name them",
          ko: "행은 \(rows)입니다. 결과표와 --json에 있습니다"
        )
      )
    }
    let kept = table.without(Set(exclusion.raters))
    guard !kept.raters.isEmpty else {
      throw Failure(
        .usage,
        en: "no evaluators are left",
        ko: "남는 평가위원이 없습니다",
        fix: (en: "exclude fewer rows", ko: "빼는 행을 줄이십시오")
      )
    }
    return kept
  }

  /// Records on this machine that a result without some submissions was computed.
  private func record(
    _ exclusion: Analysis.Exclusion,
    _ source: RatingsSource,
    _ settings: Settings
  ) throws {
    let record = ExploratoryRecord(home: settings.home)
    try record.add(exclusion, of: path, round: source.round, at: Timestamp(Date()))
    let notes = Notes(language: settings.language)
    notes.say(
      en: "Recorded that an exploratory result was viewed, and why: \(record.url.path)",
      ko: "탐색 결과를 본 사실과 이유를 기록했습니다: \(record.url.path)"
    )
    guard let round = source.round else { return }
    notes.say(
      en: "To record it in the round's public log: panel round exclude \(round) "
        + "\(exclusion.raters[0]) --reason '…'",
      ko: "회차의 공개 기록에 남기려면: panel round exclude \(round) \(exclusion.raters[0]) --reason '…'"
    )
  }

  private func write(_ score: ComponentScore, to path: String, _ language: Language) throws {
    do {
      try DurableFile.writeNew(to: URL(fileURLWithPath: path)) { write in
        try write(CSV.write(score.outlierRows))
      }
    } catch let problem as DurableFile.Problem {
      throw Failure(problem)
    }
    Notes(language: language).say(
      en: "\(path): \(score.outliers.count) ratings dropped or clipped by the rule.",
      ko: "\(path): 규칙에 따라 제외하거나 조정한 평점 \(score.outliers.count)건."
    )
  }
}
