import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelTerminal

/// The words of a scoring rule on the command line, the same as in a survey file.
struct RuleOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .long,
    help: "none, dropHighLow=1, trimmed=0.10, winsorised=0.10 or median."
  )
  var rule: String?

  @ArgumentParser.Option(name: .long, help: "item, criterion or total.")
  var unit: String?

  @ArgumentParser.Option(name: .long, help: "range: (x-lo)/(hi-lo); proportion: x/hi.")
  var conversion: String?

  @ArgumentParser.Option(name: .long, help: "none, best or rankSteps=1.5.")
  var relative: String?

  @ArgumentParser.Option(name: .long, help: "Places and mode, such as 2,halfUp.")
  var round: String?

  @ArgumentParser.Option(name: .long, help: "The least number of evaluators per model.")
  var quorum: Int?

  @ArgumentParser.Option(name: .long, help: "The number of resamples; 0 for none.")
  var bootstrap: Int?

  @ArgumentParser.Option(name: .long, help: "The seed of the resamples.")
  var seed: UInt64?

  @ArgumentParser.Option(
    name: .long,
    help: "A CSV with one resample a line, zero-based, in file order."
  )
  var bootstrapIndices: String?

  /// Whether any option changes the rule.
  var isGiven: Bool {
    rule != nil || unit != nil || conversion != nil || relative != nil || round != nil
      || quorum != nil || bootstrap != nil || seed != nil || bootstrapIndices != nil
  }

  /// The rule with what was given changed.
  func applied(to base: ScoringRule) throws(Failure) -> ScoringRule {
    var changed = base
    do throws(RuleProblem) {
      if let rule { changed.outliers = try OutlierRule(word: rule) }
      if let relative { changed.relative = try RelativeStep(word: relative) }
      if let round { changed.rounding = try Rounding(word: round) }
    } catch {
      throw Failure(
        .usage,
        en: error.message.en,
        ko: error.message.ko,
        fix: (error.fix.en, error.fix.ko)
      )
    }
    if let unit { changed.unit = try choice(unit, "--unit") }
    if let conversion { changed.conversion = try choice(conversion, "--conversion") }
    func positive(_ value: Int?, _ name: String, from least: Int) throws(Failure) -> Int? {
      guard let value else { return nil }
      guard (least...1_000_000).contains(value) else {
        throw Failure(
          .usage,
          en: "\(name) \(value) is out of range",
          ko: "\(name) \(value)은(는) 범위를 벗어났습니다",
          fix: ("give \(least) to 1000000", "\(least)부터 1000000까지 쓰십시오")
        )
      }
      return value
    }
    if let quorum = try positive(quorum, "--quorum", from: 1) { changed.quorum = quorum }
    if let bootstrap = try positive(bootstrap, "--bootstrap", from: 0) {
      changed.bootstrap = bootstrap
    }
    if let seed { changed.seed = seed }
    return changed
  }

  private func choice<Word: RawRepresentable & CaseIterable>(
    _ text: String,
    _ name: String
  ) throws(Failure) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      let list = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .usage,
        en: "\(name) '\(text)' is not known",
        ko: "\(name) '\(text)'은(는) 없습니다",
        fix: ("use one of: \(list)", "다음 중 하나: \(list)")
      )
    }
    return word
  }

  /// The resamples of the file, checked against the number of evaluators.
  func resamples(evaluators: Int) throws(Failure) -> [[Int]]? {
    guard let path = bootstrapIndices else { return nil }
    var resamples: [[Int]] = []
    for (number, line) in try InputFile.text(path).split(whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let indices = cells.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      guard indices.count == cells.count, indices.count == evaluators,
        indices.allSatisfy({ (0..<evaluators).contains($0) })
      else {
        throw Failure(
          .invalidData,
          details: [
            (
              LocalizedText(
                "\(path):\(number + 1): not \(evaluators) positions from 0 to \(evaluators - 1)",
                "\(path):\(number + 1): 0부터 \(evaluators - 1)까지의 위치 \(evaluators)개가 아닙니다"
              ),
              LocalizedText(
                "one resample a line, one position per evaluator, in the order of the ratings file",
                "한 줄에 재표본 하나, 평가위원 수만큼의 위치를 쓰십시오"
              )
            )
          ]
        )
      }
      resamples.append(indices)
    }
    guard !resamples.isEmpty else {
      throw Failure(
        .invalidData,
        en: "\(path): no resamples",
        ko: "\(path): 재표본이 없습니다",
        fix: ("one resample a line", "한 줄에 재표본 하나를 쓰십시오")
      )
    }
    return resamples
  }
}

/// `panel aggregate`: ratings to points, by the official rule or another one.
struct AggregateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "Compute the component scores of a release or of a CSV of ratings.",
    discussion: """
      Example:
        panel aggregate release
        panel aggregate ratings.csv --survey Surveys/example.yaml
        panel aggregate ratings.csv --criteria usability=15,cost=10 --scale 1..5 --json
      Without options a release is scored by the rule of its manifest: the official result.
      """
  )

  @ArgumentParser.Argument(help: "A release directory, or a CSV: rater,model,item,rating.")
  var path: String

  @ArgumentParser.Option(name: .long, help: "The survey that the CSV answers.")
  var survey: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Instead of a survey: criteria with points, such as usability=15,cost=10."
  )
  var criteria: String?

  @ArgumentParser.Option(name: .long, help: "With --criteria: the scale, LOWEST..HIGHEST.")
  var scale: String?

  @OptionGroup(title: "Another rule (the result is then exploratory)") var rule: RuleOptions

  @ArgumentParser.Flag(name: .long, help: "Print panel.aggregate.v1 JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.settings.language
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .missingInput,
        en: "\(path): there is no such file or directory",
        ko: "\(path): 파일이나 폴더가 없습니다",
        fix: ("check the name", "이름을 확인하십시오")
      )
    }
    let score = try InputFile.isDirectory(path) ? scoreOfRelease() : scoreOfFile(language)
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(score))
    } else {
      let columns = Terminal.columns(of: 1) ?? .max
      for line in ScoreTable.lines(score, language: language, columns: columns) {
        StandardStream.output.write(line + "\n")
      }
    }
  }

  private func scoreOfRelease() throws -> ComponentScore {
    guard survey == nil, criteria == nil, scale == nil else {
      throw Failure(
        .usage,
        en: "a release carries its own survey",
        ko: "공개 자료에는 설문이 들어 있습니다",
        fix: ("leave out --survey, --criteria and --scale", "--survey, --criteria, --scale을 빼십시오")
      )
    }
    let release = Release(files: try InputFile.directory(path))
    do {
      let failed = Verification.run(files: release.files, fingerprint: nil, mine: nil).failed
      if !failed.isEmpty {
        let list = failed.joined(separator: ", ")
        Notes(language: common.settings.language).say(
          "This release does NOT verify (\(list)), so nothing of it is official: panel verify \(path)",
          "이 공개 자료는 검증되지 않으므로(\(list)) 공식 결과가 아닙니다: panel verify \(path)"
        )
      }
      let base = try release.manifest().scoring
      let table = try release.ratings()
      return ComponentScore(
        table,
        rule: try rule.applied(to: base),
        official: !rule.isGiven && failed.isEmpty,
        source: "release",
        invited: try release.invited(),
        resamples: try rule.resamples(evaluators: table.raters.count)
      )
    } catch let problem as ReleaseProblem {
      throw Failure(problem, in: path)
    }
  }

  private func scoreOfFile(_ language: Language) throws -> ComponentScore {
    let (form, base) = try formAndRule()
    let changed = try rule.applied(to: base)
    let text = try InputFile.text(path)
    let file: RatingsFile
    do throws(RatingsFile.Problems) {
      file = try RatingsFile(csv: text, form: form)
    } catch {
      throw Failure(
        .invalidData,
        details: error.problems.map {
          (
            LocalizedText(
              "\(path):\($0.line): \($0.message.en)",
              "\(path):\($0.line): \($0.message.ko)"
            ),
            $0.fix
          )
        }
      )
    }
    guard !file.table.raters.isEmpty else {
      throw Failure(
        .invalidData,
        en: "\(path): there are no ratings",
        ko: "\(path): 평점이 없습니다",
        fix: ("add a line a rating below the header", "머리글 아래에 평점을 한 줄씩 쓰십시오")
      )
    }
    for notice in file.notices { Notes(language: language).say(notice.en, notice.ko) }
    return ComponentScore(
      file.table,
      rule: changed,
      official: false,
      source: "csv",
      invited: file.table.raters.count,
      resamples: try rule.resamples(evaluators: file.table.raters.count)
    )
  }

  private func formAndRule() throws(Failure) -> (RatedForm, ScoringRule) {
    if let survey {
      guard criteria == nil, scale == nil else {
        throw Failure(
          .usage,
          en: "--survey goes without --criteria and --scale",
          ko: "--survey는 --criteria, --scale과 함께 쓸 수 없습니다",
          fix: ("give one or the other", "한쪽만 쓰십시오")
        )
      }
      let file = try SurveyFile(path: survey)
      return (RatedForm(file.survey), file.survey.scoring)
    }
    guard let criteria else {
      throw Failure(
        .usage,
        en: "a CSV does not say what its items count for",
        ko: "CSV만으로는 배점을 알 수 없습니다",
        fix: (
          "give --survey FILE, or --criteria usability=15,cost=10 --scale 1..5",
          "--survey 파일 또는 --criteria usability=15,cost=10 --scale 1..5를 쓰십시오"
        )
      )
    }
    var list: [(id: CriterionID, points: ExactDecimal)] = []
    for word in criteria.split(separator: ",") {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let points = ExactDecimal(String(parts[1])), points.unscaled > 0,
        CriterionID(String(parts[0])).isWellFormed,
        !list.contains(where: { $0.id.rawValue == parts[0] })
      else {
        throw Failure(
          .usage,
          en: "'\(word)' is not a criterion with points",
          ko: "'\(word)'은(는) 배점이 있는 기준이 아닙니다",
          fix: ("write for example usability=15,cost=10", "예: usability=15,cost=10")
        )
      }
      list.append((CriterionID(String(parts[0])), points))
    }
    let bounds = (scale ?? "1..5").components(separatedBy: "..").map { Int($0) }
    guard bounds.count == 2, let lowest = bounds[0], let highest = bounds[1], lowest < highest,
      lowest >= 0, highest <= 1_000_000
    else {
      throw Failure(
        .usage,
        en: "'\(scale ?? "")' is not a scale",
        ko: "'\(scale ?? "")'은(는) 척도가 아닙니다",
        fix: ("write for example 1..5 or 0..100", "예: 1..5 또는 0..100")
      )
    }
    guard !list.isEmpty else {
      throw Failure(
        .usage,
        en: "no criterion is given",
        ko: "기준이 없습니다",
        fix: ("write for example usability=15,cost=10", "예: usability=15,cost=10")
      )
    }
    let form = RatedForm(criteria: list, lowest: lowest, highest: highest)
    if let fault = form.fault {
      throw Failure(
        .usage,
        en: fault.en,
        ko: fault.ko,
        fix: ("correct --criteria or --scale", "--criteria 또는 --scale을 고치십시오")
      )
    }
    return (form, ScoringRule())
  }
}

extension Failure {
  init(_ problem: ReleaseProblem, in directory: String) {
    let line = problem.line.map { ":\($0)" } ?? ""
    self.init(
      .invalidData,
      en: "\(directory)/\(problem.file)\(line): \(problem.message.en)",
      ko: "\(directory)/\(problem.file)\(line): \(problem.message.ko)",
      fix: (
        "get the release again, and run panel verify on it",
        "공개 자료를 다시 받아 panel verify로 확인하십시오"
      )
    )
  }
}
