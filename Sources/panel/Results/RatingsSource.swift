import ArgumentParser
import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import PanelScoring

/// The options that say how the ratings of a CSV count.
struct RatedFormOptions: ParsableArguments {
  @ArgumentParser.Option(name: .long, help: "The survey file of the CSV's ratings.")
  var survey: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Criteria with points, instead of a survey, such as usability=15,cost=10."
  )
  var criteria: String?

  @ArgumentParser.Option(
    name: .long,
    parsing: .unconditional,
    help: "With --criteria: the scale, LOWEST..HIGHEST."
  )
  var scale: String?

  /// The form and the rule that the options describe.
  func formAndRule() throws(Failure) -> (RatedForm, ScoringRule) {
    if let survey {
      guard criteria == nil, scale == nil else {
        throw Failure(
          .usage,
          en: "--survey cannot be combined with --criteria or --scale",
          ko: "--survey는 --criteria, --scale과 함께 쓸 수 없습니다",
          fix: (en: "give one or the other", ko: "한쪽만 쓰십시오")
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
          en: "give --survey FILE, or --criteria usability=15,cost=10 --scale 1..5",
          ko: "--survey 파일 또는 --criteria usability=15,cost=10 --scale 1..5를 쓰십시오"
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
          fix: (en: "write for example usability=15,cost=10", ko: "예: usability=15,cost=10")
        )
      }
      list.append((CriterionID(String(parts[0])), points))
    }
    let bounds = (scale ?? "1..5").components(separatedBy: "..").map { Int($0) }
    guard bounds.count == 2, let lowest = bounds[0], let highest = bounds[1], lowest < highest,
      lowest >= -1_000_000, highest <= 1_000_000
    else {
      throw Failure(
        .usage,
        en: "'\(scale ?? "")' is not a scale",
        ko: "'\(scale ?? "")'은(는) 척도가 아닙니다",
        fix: (en: "write for example 1..5 or 0..100", ko: "예: 1..5 또는 0..100")
      )
    }
    guard !list.isEmpty else {
      throw Failure(
        .usage,
        en: "no criteria were given",
        ko: "기준이 없습니다",
        fix: (en: "write for example usability=15,cost=10", ko: "예: usability=15,cost=10")
      )
    }
    let form = RatedForm(criteria: list, lowest: lowest, highest: highest)
    if let fault = form.fault {
      throw Failure(
        .usage,
        en: fault.en,
        ko: fault.ko,
        fix: (en: "correct --criteria or --scale", ko: "--criteria 또는 --scale을 고치십시오")
      )
    }
    return (form, ScoringRule())
  }
}

/// Ratings with everything needed to score them, from a release directory or a CSV.
struct RatingsSource {
  /// The ratings.
  var table: RatingsTable
  /// The rule of the manifest or of the survey.
  var rule: ScoringRule
  /// The number of evaluators from which the quorum is computed.
  var invited: Int
  /// `release` or `csv`.
  var kind: String
  /// The official result; `nil` unless from a release that verifies.
  var score: ComponentScore?
  /// The evaluators' answers to the attention check.
  var attention: ScreeningReport.Attention?
  /// The round, if the ratings come from a release.
  var round: RoundID?

  /// The score of all ratings by the source's own rule.
  func ownScore() -> ComponentScore {
    score ?? ComponentScore(table, rule: rule, official: false, source: kind, invited: invited)
  }

  /// Reads a path and reports on standard error what users should know about it.
  init(path: String, form: RatedFormOptions, language: Language) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .missingInput,
        en: "\(path): no such file or directory",
        ko: "\(path): 파일이나 폴더가 없습니다",
        fix: (en: "check the name", ko: "이름을 확인하십시오")
      )
    }
    if InputFile.isDirectory(path) {
      try self.init(release: path, form: form, notes: Notes(language: language))
    } else {
      try self.init(file: path, form: form, notes: Notes(language: language))
    }
  }

  private init(release path: String, form: RatedFormOptions, notes: Notes) throws {
    guard form.survey == nil, form.criteria == nil, form.scale == nil else {
      throw Failure(
        .usage,
        en: "a release carries its own survey",
        ko: "공개 자료에는 설문이 들어 있습니다",
        fix: (
          en: "leave out --survey, --criteria and --scale",
          ko: "--survey, --criteria, --scale을 빼십시오"
        )
      )
    }
    let files = try InputFile.directory(path)
    let ratings: ReleaseRatings
    do {
      let release = try VerifiedRelease(files: files)
      ratings = release.ratings
      score = release.score
    } catch {
      let list = error.failed.joined(separator: ", ")
      notes.say(
        en:
          "This release does NOT verify (\(list)), so the result is not official: panel verify \(path)",
        ko: "이 공개 자료는 검증되지 않으므로(\(list)) 공식 결과가 아닙니다: panel verify \(path)"
      )
      do throws(ReleaseProblem) {
        ratings = try error.unverifiedRatings()
      } catch {
        throw Failure(error, in: path)
      }
    }
    table = ratings.table
    rule = ratings.rule
    invited = ratings.invited
    round = ratings.round
    attention = ratings.attention
    kind = "release"
  }

  private init(file path: String, form words: RatedFormOptions, notes: Notes) throws(Failure) {
    let (form, rule) = try words.formAndRule()
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
              en: "\(path):\($0.line): \($0.message.en)",
              ko: "\(path):\($0.line): \($0.message.ko)"
            ),
            $0.fix
          )
        }
      )
    }
    guard !file.table.raters.isEmpty else {
      throw Failure(
        .invalidData,
        en: "\(path): contains no ratings",
        ko: "\(path): 평점이 없습니다",
        fix: (en: "add a line a rating below the header", ko: "머리글 아래에 평점을 한 줄씩 쓰십시오")
      )
    }
    for notice in file.notices { notes.say(en: notice.en, ko: notice.ko) }
    table = file.table
    self.rule = rule
    invited = file.table.raters.count
    kind = "csv"
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
        en: "get the release again, and run panel verify on it",
        ko: "공개 자료를 다시 받아 panel verify로 확인하십시오"
      )
    )
  }
}
