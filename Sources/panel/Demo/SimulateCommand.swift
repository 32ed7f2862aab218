import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelReport
import PanelScoring

/// `panel simulate`: ratings of an invented panel with known true scores and planted behaviours.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write the ratings of a synthetic panel, for trials, teaching and benchmarks.",
    discussion: """
      Example:
        panel simulate --survey Surveys/example.yaml --seed 1 --to trial.csv
        panel simulate --survey Surveys/example.yaml --truth A=3.9,B=3.6 \\
          --plant straightLine=2 --plant favour=3:B --missing 0.03 --to trial.csv
        panel aggregate trial.csv --survey Surveys/example.yaml
      trial.truth.json lists the true scores and the evaluators with planted behaviours.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The survey file.")
  var survey: String

  @ArgumentParser.Option(name: .long, help: "The number of evaluators.")
  var evaluators = 49

  @ArgumentParser.Option(name: .long, help: "The seed; the same seed gives the same files.")
  var seed: UInt64 = 1

  @ArgumentParser.Option(name: .long, help: "The CSV of ratings to write.")
  var to: String

  @ArgumentParser.Option(
    name: .long,
    help: "File for true scores and behaviours (default: NAME.truth.json next to the CSV)."
  )
  var truthTo: String?

  @ArgumentParser.Flag(name: .long, help: "Print true scores and behaviours as JSON.")
  var json = false

  @OptionGroup(title: "What the panel is like") var panel: SimulatedPanelOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let notes = Notes(language: common.settings.language)
    let file = try SurveyFile(path: survey)
    let truth = try truthFile()
    let options = try panel.options(evaluators: evaluators, seed: seed)
    let simulation: Simulation
    do throws(SimulationProblem) {
      simulation = try Simulation(form: RatedForm(file.survey), options: options)
    } catch {
      throw Failure(error)
    }
    for path in [to, truth] { try OutputFile.requireNew(path) }
    notes.say(
      en: "Synthetic data: \(evaluators) invented evaluators rate blind codes; the result says "
        + "nothing about any real model.",
      ko: "합성 자료: 가상의 평가위원 \(evaluators)명이 비식별 코드를 평가합니다. 실제 모델과 관계없습니다."
    )
    if panel.recused > 0, !file.survey.recusals {
      notes.say(
        en: "This survey does not allow recusals: a real round could not have these ratings.",
        ko: "이 설문에는 회피가 없어 실제 회차에서는 나올 수 없는 평점입니다."
      )
    }
    if simulation.options.missing.unscaled > 0, file.survey.cannotJudge.isEmpty {
      notes.say(
        en:
          "This survey does not offer 'cannot judge': a real round could not have these ratings.",
        ko: "이 설문에는 '판단 불가'가 없어 실제 회차에서는 나올 수 없는 평점입니다."
      )
    }
    // The truth file is written first, so that no CSV exists without it.
    let write = { (write: (Data) throws -> Void) in
      try simulation.writeTruth(survey: file.survey.id, rule: file.survey.scoring, write)
    }
    try DurableFile.writeNew(to: URL(fileURLWithPath: truth), mode: 0o644, write)
    do {
      try DurableFile.writeNew(to: URL(fileURLWithPath: to), mode: 0o644) { write in
        try simulation.writeRatings(write)
      }
    } catch {
      try? DurableFile.remove(URL(fileURLWithPath: truth))
      throw error
    }
    if json { try write { StandardStream.output.write($0) } }
    notes.say(
      en: "Ratings: \(to)  ·  true scores and behaviours: \(truth)\n"
        + "Next: panel aggregate \(to) --survey \(survey)",
      ko: "평점: \(to)  ·  참값과 행동: \(truth)\n"
        + "다음: panel aggregate \(to) --survey \(survey)"
    )
  }

  /// The path of the truth file, which must differ from that of the ratings.
  private func truthFile() throws(Failure) -> String {
    let path = truthTo ?? (to.hasSuffix(".csv") ? String(to.dropLast(4)) : to) + ".truth.json"
    guard
      URL(fileURLWithPath: path).standardizedFileURL != URL(fileURLWithPath: to).standardizedFileURL
    else {
      throw Failure(
        .usage,
        en: "--to and --truth-to name the same file",
        ko: "--to와 --truth-to가 같은 파일입니다",
        fix: (en: "name two files", ko: "서로 다른 파일을 지정하십시오")
      )
    }
    return path
  }
}

/// The options that describe a simulated panel.
struct SimulatedPanelOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .long,
    help: "True scores: A=4.2,B=3.6, or B:cost=3 for one criterion (default: evenly spread)."
  )
  var truth: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Standard deviation of a single rating, in rating points (default: 0.15 of the scale)."
  )
  var noise: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Standard deviation of evaluator severity (default: 0.1 of the scale)."
  )
  var severity: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Standard deviation of an evaluator's liking of a model (default: 0.1 of the scale)."
  )
  var taste: String?

  @ArgumentParser.Option(
    name: .long,
    help: "Standard deviation of item difficulty (default: 0.05 of the scale)."
  )
  var difficulty: String?

  @ArgumentParser.Option(name: .long, help: "The share of 'cannot judge', such as 0.03.")
  var missing = "0"

  @ArgumentParser.Option(
    name: .long,
    help: "The number of evaluators who are recused from one model each."
  )
  var recused = 0

  @ArgumentParser.Option(
    name: .long,
    help: ArgumentHelp(
      "Evaluators who do not rate honestly, such as straightLine=2 or favour=3:B; repeatable. "
        + "Behaviours: \(SimulatedBehaviour.planted.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind=count[:model]"
    )
  )
  var plant: [String] = []

  func options(evaluators: Int, seed: UInt64) throws(Failure) -> SimulationOptions {
    SimulationOptions(
      evaluators: evaluators,
      seed: seed,
      truth: truth,
      noise: try decimal(noise, "--noise"),
      severity: try decimal(severity, "--severity"),
      taste: try decimal(taste, "--taste"),
      difficulty: try decimal(difficulty, "--difficulty"),
      missing: try decimal(missing, "--missing") ?? ExactDecimal(0),
      recused: recused,
      plants: try plant.map { word throws(Failure) in
        do throws(SimulationProblem) { return try PlantedBehaviour(word: word) } catch {
          throw Failure(error)
        }
      }
    )
  }

  private func decimal(_ text: String?, _ name: String) throws(Failure) -> ExactDecimal? {
    guard let text else { return nil }
    guard let number = ExactDecimal(text) else {
      throw Failure.unreadable(
        en: "\(name) '\(text)' is not a decimal number",
        ko: "\(name) '\(text)'은(는) 십진수가 아닙니다",
        example: "0.5"
      )
    }
    return number
  }
}

extension Failure {
  init(_ problem: SimulationProblem) {
    self.init(.usage, problem.message, fix: problem.fix)
  }
}
