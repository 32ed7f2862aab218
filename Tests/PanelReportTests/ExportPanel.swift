import Foundation
import PanelStatistics
import TestSupport
import Testing

@testable import PanelCore
@testable import PanelReport
@testable import PanelScoring

/// A synthetic panel for exports, without keys and signatures.
struct ExportPanel {
  var survey: Survey
  var answers: [Answers]
  var settings = DisclosureSettings.standard
  var secret: UInt64 = 1

  /// Everybody rates everything.
  init(_ evaluators: Int, seed: UInt64 = 1, profile: Int = 1) throws {
    survey = try Fixture.survey()
    survey.scoring.bootstrap = 0
    survey.scoring.quorum = 3
    let choices = survey.profile[0]
    survey.profile = (1...profile).map { number in
      var question = choices
      question.id = ItemID("P\(number)")
      question.choices = (0..<number + 2).map {
        Choice(id: ChoiceID("c\($0)"), title: LocalizedText(en: "choice \($0)", ko: "선택 \($0)"))
      }
      return question
    }
    var generator = SplitMix64(seed: seed)
    answers = []
    for _ in 0..<evaluators {
      var one = Answers()
      for model in survey.models.map(\.code) {
        for item in survey.items {
          one.answers[model, default: [:]][item.id] = .rating(1 + generator.index(below: 5))
        }
      }
      for question in survey.profile {
        // Products make small groups.
        let place =
          generator.index(below: question.choices.count)
          * generator.index(below: question.choices.count)
        one.profile[question.id] = question.choices[place % question.choices.count].id
      }
      answers.append(one)
    }
  }

  mutating func cannotJudge(_ model: String, _ item: String, _ evaluators: Range<Int>) {
    for evaluator in evaluators {
      answers[evaluator].answers[ModelCode(model)]?[ItemID(item)] = .cannotJudge(ChoiceID("N2"))
    }
  }

  mutating func recuse(_ model: String, _ evaluators: Range<Int>) {
    for evaluator in evaluators {
      answers[evaluator].answers[ModelCode(model)] = nil
      answers[evaluator].recusals = [ModelCode(model)]
    }
  }

  var score: ComponentScore {
    ComponentScore(
      RatingsTable(form: RatedForm(survey), submissions: answers),
      rule: survey.scoring,
      official: true,
      source: "release",
      invited: answers.count
    )
  }

  private var source: ExportSource {
    ExportSource(survey: survey, answers: answers, score: score, settings: settings, secret: secret)
  }

  var publicContent: ExportContent { PublicTier(source).content }

  func researchContent(
    seed: UInt64,
    comments: [(model: ModelCode, text: String)] = []
  ) -> ExportContent {
    var generator = SplitMix64(seed: seed)
    return ResearchTier(source).rows(
      comments: comments.map { .init(model: $0.model, text: $0.text, approvedBy: "two keys") },
      using: &generator
    )
  }

  func groupsContent(by field: String) -> ExportContent {
    ResearchTier(source).groups(by: ItemID(field))
  }
}

/// The files of an export, read.
struct ExportedFiles {
  let files: [String: Data]

  init(_ content: ExportContent, byteOrderMark: Bool = true, language: Language = .en) throws {
    files = try ExportFiles.make(content, language: language, byteOrderMark: byteOrderMark)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try #require(files[name], "\(name)"), as: UTF8.self)
  }

  /// The cells of a CSV, with the head.
  func lines(_ name: String) throws -> [[String]] {
    try CSV.read(try text(name)).map(\.cells)
  }

  /// The rows of a CSV by the names of its columns.
  func rows(_ name: String) throws -> [[String: String]] {
    let lines = try lines(name)
    return lines.dropFirst().map { cells in
      Dictionary(zip(lines[0], cells), uniquingKeysWith: { first, _ in first })
    }
  }
}
