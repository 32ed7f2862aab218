import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelReport
import PanelScoring
import PanelTerminal

/// `panel demo`: a whole round with synthetic evaluators on a real server.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Run a whole round with synthetic evaluators on a real server.",
    discussion: "Example:\n  panel demo --evaluators 49 --seed 1 --to Exports/demo"
  )

  @ArgumentParser.Option(name: .long, help: "The number of evaluators.")
  var evaluators = 49

  @ArgumentParser.Option(
    name: .long,
    help: "The seed; the same seed gives the same ratings and scores."
  )
  var seed: UInt64 = 1

  @ArgumentParser.Option(
    name: .long,
    help: "A survey file (default: the survey shipped with panel)."
  )
  var survey: String?

  @ArgumentParser.Option(
    name: .long,
    help: "The directory to create; only that of an earlier demo is replaced."
  )
  var to = "Exports/demo"

  @ArgumentParser.Flag(name: .long, help: "Print the aggregate as JSON instead of the table.")
  var json = false

  @OptionGroup var common: CommonOptions

  static let standardSurvey = "Surveys/independent-ai-foundation-model-2026-1.yaml"

  func run() async throws {
    let notes = Notes(language: common.settings.language)
    let path = try survey ?? DemoCommand.locateSurvey()
    let file = try SurveyFile(path: path)
    guard (1...100_000).contains(evaluators), evaluators >= file.survey.minimumPanel else {
      throw Failure(
        .usage,
        en: "\(evaluators) evaluators are fewer than this survey's minimum panel of "
          + "\(file.survey.minimumPanel)",
        ko: "평가위원 \(evaluators)명이 이 설문의 최소 평가단 \(file.survey.minimumPanel)명보다 적습니다",
        fix: (
          en: "give --evaluators \(file.survey.minimumPanel) or more, "
            + "or another --survey such as Surveys/example.yaml",
          ko: "--evaluators \(file.survey.minimumPanel) 이상, 또는 --survey Surveys/example.yaml"
        )
      )
    }
    let panel: SyntheticPanel
    do throws(SimulationProblem) {
      panel = try SyntheticPanel(survey: file.survey, evaluators: evaluators, seed: seed)
    } catch {
      throw Failure(error)
    }
    let directory = URL(fileURLWithPath: to, isDirectory: true)
    try prepare(directory)
    notes.say(
      en: "Synthetic data: \(evaluators) invented evaluators rate blind codes; the result says "
        + "nothing about any real model.",
      ko: "합성 자료: 가상의 평가위원 \(evaluators)명이 비식별 코드를 평가합니다. 실제 모델과 관계없습니다."
    )
    let outcome = try await Demonstration(
      directory: directory,
      survey: file,
      panel: panel,
      notes: notes
    ).run()
    try show(outcome, notes)
    guard outcome.verification.exitStatus == 0 else {
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
  }

  private func show(_ outcome: Demonstration.Outcome, _ notes: Notes) throws {
    let language = notes.language
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(outcome.score))
      notes.say(en: "fingerprint: \(outcome.fingerprint)", ko: "지문: \(outcome.fingerprint)")
      notes.say(
        en: VerificationText.verdict(outcome.verification, .en),
        ko: VerificationText.verdict(outcome.verification, .ko)
      )
      return
    }
    func out(en: String, ko: String) {
      StandardStream.output.write((language == .ko ? ko : en) + "\n")
    }
    out(en: "fingerprint: \(outcome.fingerprint)", ko: "지문: \(outcome.fingerprint)")
    out(en: "", ko: "")
    let columns = Terminal.columns(of: 1) ?? .max
    for line in ScoreTable.lines(outcome.score, language: language, columns: columns) {
      out(en: line, ko: line)
    }
    out(en: "", ko: "")
    let verdict = VerificationText.verdict(outcome.verification, language)
    out(en: verdict, ko: verdict)
    if outcome.verification.exitStatus != 0 {
      VerificationText.print(outcome.verification, language: language)
    }
    out(
      en: """
        Synthetic data. Look further:
          panel verify \(to)/release
          panel aggregate \(to)/release --rule median
          \(to)/export holds CSV and a codebook; \(to)/server is the server's data.
        """,
      ko: """
        합성 자료입니다. 더 보기:
          panel verify \(to)/release
          panel aggregate \(to)/release --rule median
          \(to)/export: CSV와 코드북, \(to)/server: 서버 자료
        """
    )
  }

  /// Creates the directory; replaces it only if an earlier demo created it.
  private func prepare(_ directory: URL) throws {
    let marker = directory.appending(path: Demonstration.marker)
    if FileManager.default.fileExists(atPath: directory.path) {
      let isEmpty =
        (try? FileManager.default.contentsOfDirectory(atPath: directory.path))?.isEmpty ?? false
      guard isEmpty || FileManager.default.fileExists(atPath: marker.path) else {
        throw Failure(
          .cannotCreate,
          en: "\(to) exists and was not made by panel demo",
          ko: "\(to)은(는) panel demo가 만든 폴더가 아닙니다",
          fix: (en: "name another directory with --to", ko: "--to로 다른 폴더를 지정하십시오")
        )
      }
      try FileManager.default.removeItem(at: directory)
    }
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        .cannotCreate,
        en: "\(to): cannot be created",
        ko: "\(to): 만들 수 없습니다",
        fix: (en: "name a directory that you may write to", ko: "쓸 수 있는 폴더를 지정하십시오")
      )
    }
    try DurableFile.write(
      Data("made by panel demo; it may replace this directory\n".utf8),
      to: marker
    )
  }

  /// Finds the shipped survey: in the working directory or in a folder above the program.
  private static func locateSurvey() throws(Failure) -> String {
    if FileManager.default.fileExists(atPath: standardSurvey) { return standardSurvey }
    var folder = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path.count > 1 {
      let candidate = folder.appending(path: standardSurvey).path
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    throw Failure(
      .missingInput,
      en: "\(standardSurvey) was not found",
      ko: "\(standardSurvey)이(가) 여기에 없습니다",
      fix: (
        en: "run panel demo in the project's folder, or give --survey FILE",
        ko: "프로젝트 폴더에서 실행하거나 --survey를 지정하십시오"
      )
    )
  }
}
