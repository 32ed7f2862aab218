import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import TestSupport
import Testing

@testable import panel

/// The round that the tests of a suite share; each rates as another person, or as a copy of one.
final class FormRound: @unchecked Sendable {
  /// The round of the suite that runs.
  @TaskLocal static var current: FormRound?

  let trial: TrialRound
  private let lock = NSLock()
  private var copies = 0

  init(_ trial: TrialRound) { self.trial = trial }

  /// An enrolled person, by their number; only such a one may submit, and only in one test.
  static func person(_ index: Int) throws -> FormPerson {
    let round = try #require(current)
    return try FormPerson(
      home: round.trial.folder.url.appending(path: "person-\(index)"),
      sealed: round.trial.sealed
    )
  }

  /// A copy of the last person's folder, for a test that submits nothing.
  static func anyone() throws -> FormPerson {
    let round = try #require(current)
    let number = round.lock.withLock {
      round.copies += 1
      return round.copies
    }
    let folder = round.trial.folder.url
    let home = folder.appending(path: "copy-\(number)")
    let last = round.trial.people.count - 1
    try FileManager.default.copyItem(at: folder.appending(path: "person-\(last)"), to: home)
    return try FormPerson(home: home, sealed: round.trial.sealed)
  }

  /// What makes the example a survey with every kind of question.
  static let everyKind = """
    recusals: true
    exposure:
      - id: X1
        title: {ko: 사용 여부, en: Use}
        text: {ko: 직접 사용했습니까?, en: Did you use it yourself?}
        choices:
          - id: used
            title: {ko: 사용함, en: used it}
          - id: seen
            title: {ko: 보기만 함, en: saw it}
      - id: X2
        title: {ko: 사용 방식, en: Access}
        text: {ko: 어떻게 사용했습니까?, en: How did you use it?}
        multiple: true
        choices:
          - id: web
            title: {ko: 웹, en: web}
          - id: api
            title: {ko: 연동, en: interface}
          - id: demo
            title: {ko: 시연, en: demonstration}
    modules:
      - id: T1
        title: {ko: 노력, en: Effort}
        text: {ko: 얼마나 노력이 들었습니까?, en: How much effort did it take?}
        lowest: 0
        highest: 100
        step: 5
        lowestLabel: {ko: 낮음, en: low}
        highestLabel: {ko: 높음, en: high}
        enabled: true
    confidence:
      id: K1
      title: {ko: 확신도, en: Confidence}
      text: {ko: 얼마나 확신합니까?, en: How certain are you?}
      lowest: 1
      highest: 5
      step: 1
      lowestLabel: {ko: 추측, en: guess}
      highestLabel: {ko: 확신, en: certain}
    attention:
      id: A1
      title: {ko: 응답 확인, en: Attention check}
      text: {ko: 2점을 고르십시오., en: Please choose 2.}
      expected: 2
    ranking:
      id: A2
      title: {ko: 종합 순위, en: Overall ranking}
      text: {ko: 순위를 매겨 주십시오., en: Rank the models.}
    profile:
      - id: P1
        title: {ko: 분야, en: Field}
        text: {ko: 어느 분야에서 일합니까?, en: What is your field?}
        choices:
          - id: industry
            title: {ko: 산업, en: industry}
          - id: research
            title: {ko: 연구, en: research}
    """
}

/// A person who has enrolled, and what their machine keeps.
struct FormPerson {
  let home: URL
  let state: RoundState
  let sealed: SealedRound
  /// The models in the order in which this person sees them.
  let order: [ModelCode]

  init(home: URL, sealed: SealedRound) throws {
    self.home = home
    self.sealed = sealed
    state = RoundState(home: home, round: TrialRound.round)
    order = try Evaluator(state).order()
  }

  /// What is on the disk.
  func draft() throws -> Answers { try state.draft(for: sealed.hash) }

  /// The process that has the round open.
  func holder() throws -> pid_t {
    let text = try String(contentsOf: state.lockURL, encoding: .utf8)
    return try #require(
      FolderLock.Holder(text.trimmingCharacters(in: .whitespacesAndNewlines)).process
    )
  }

  /// What `panel status` says: state and revision.
  func status() throws -> (state: String, revision: Int?) {
    struct Line: Decodable {
      var state: String
      var revision: Int?
    }
    let run = try ProgramRun.panel("status", "--json", home: home)
    let lines = try JSONDecoder().decode([Line].self, from: Data(run.output.utf8))
    let line = try #require(lines.first)
    return (line.state, line.revision)
  }
}

/// Gives a suite one round on one server, gone when the suite has ended.
struct FormRoundTrait: SuiteTrait, TestScoping {
  let survey: String

  func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let trial = try await TrialRound(evaluators: 5, survey: survey)
    try await trial.enrolEverybody()
    try await FormRound.$current.withValue(FormRound(trial)) { try await function() }
  }
}

extension Trait where Self == FormRoundTrait {
  /// One round for all tests of the suite; lines in `survey` are put before those of the example.
  static func formRound(survey: String) -> Self { Self(survey: survey) }
}
