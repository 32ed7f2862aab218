import Foundation
import TestSupport
import Testing

@testable import PanelCore

/// The instrument as it was handed over.
private struct Instrument: Decodable {
  struct Levels<Element: Decodable>: Decodable {
    var ko: Element
    var en: Element
  }
  struct Scale: Decodable {
    var min: Int
    var max: Int
    var labels: Levels<[String]>
  }
  struct Dimension: Decodable {
    var id: String
    var ko: String
    var en: String
    var points: Int
  }
  struct Item: Decodable {
    var id: String
    var dim: String
    var weight: Int
    var title: LocalizedText
    var text: LocalizedText
    var anchors: Levels<[String]>
  }
  struct Question: Decodable {
    var id: String
    var text: LocalizedText
    var options: [String]
  }
  var scale: Scale
  var dims: [Dimension]
  var items: [Item]
  var aux: [Question]

  static func read() throws -> Instrument {
    try Fixture.json("instrument.json", as: Instrument.self)
  }
}

private func pairs(_ texts: Instrument.Levels<[String]>) -> [LocalizedText] {
  zip(texts.ko, texts.en).map { LocalizedText(en: $1, ko: $0) }
}

@Suite("The shipped surveys", .timeLimit(.minutes(45)))
struct ShippedSurveyTests {
  @Test("every file in Surveys/ is read without an error or a warning")
  func allFiles() throws {
    let names = try SurveyFiles.all
    #expect(names == ["example.yaml", SurveyFiles.full])
    for name in names {
      #expect(SurveyDocument.check(try SurveyFiles.text(name)) == [], "\(name)")
    }
  }

  @Test("the scored items are those of the instrument, word for word")
  func scoredItems() throws {
    let instrument = try Instrument.read()
    let survey = try SurveyFiles.survey(SurveyFiles.full)
    #expect(survey.scale.lowest == instrument.scale.min)
    #expect(survey.scale.highest == instrument.scale.max)
    #expect(survey.scale.labels == pairs(instrument.scale.labels))
    let criteria = ["U": CriterionID("usability"), "C": CriterionID("cost_efficiency")]
    #expect(
      survey.criteria
        == instrument.dims.map {
          Criterion(
            id: criteria[$0.id] ?? CriterionID(""),
            title: LocalizedText(en: $0.en, ko: $0.ko),
            points: ExactDecimal($0.points)
          )
        }
    )
    #expect(
      survey.items
        == instrument.items.map {
          Item(
            id: ItemID($0.id),
            criterion: criteria[$0.dim] ?? CriterionID(""),
            weight: ExactDecimal($0.weight),
            title: $0.title,
            text: $0.text,
            anchors: pairs($0.anchors)
          )
        }
    )
  }

  @Test("the unscored questions are those of the instrument, word for word")
  func unscoredQuestions() throws {
    let instrument = try Instrument.read()
    // The modules are off; switched on, they are part of the survey.
    let text = try SurveyFiles.text(SurveyFiles.full)
    let survey = try SurveyDocument.read(
      text.replacing("enabled: false", with: "enabled: true")
    ).survey
    #expect(try SurveyFiles.survey(SurveyFiles.full).modules == [])
    var texts: [ItemID: LocalizedText] = [:]
    texts[try #require(survey.pledge).id] = survey.pledge?.text
    texts[try #require(survey.attention).id] = survey.attention?.text
    texts[try #require(survey.ranking).id] = survey.ranking?.text
    texts[try #require(survey.confidence).id] = survey.confidence?.text
    for question in try [#require(survey.conflicts)] + survey.exposure {
      texts[question.id] = question.text
    }
    for module in survey.modules { texts[module.id] = module.text }
    // X3 is asked as two closed questions, O1 says the rule as shipped; N0 is the list of reasons.
    for question in instrument.aux where !["X3", "O1", "N0"].contains(question.id) {
      #expect(texts[ItemID(question.id)] == question.text, "\(question.id)")
    }
    let reasons = try #require(instrument.aux.first { $0.id == "N0" }).options
    #expect(
      survey.cannotJudge.map { "\($0.id) \($0.title.ko) / \($0.title.en)" } == reasons
    )
    let ties = try #require(instrument.aux.first { $0.id == "R1" }).options
    #expect(survey.conflicts?.choices.map { "\($0.title.ko) / \($0.title.en)" } == ties)
    #expect(survey.exposure.map(\.id) == ["X1", "X2", "X3", "X3H"].map(ItemID.init(rawValue:)))
    #expect(survey.exposure.map(\.multiple) == [false, true, false, false])
    #expect(survey.modules.map(\.id) == ["L1", "L2", "T1", "T2", "P1"].map(ItemID.init(rawValue:)))
    #expect(survey.modules.map(\.highest) == [7, 7, 100, 100, 10])
    #expect(survey.modules.map(\.step) == [1, 1, 5, 5, 1])
    #expect(survey.attention?.expected == 2)
  }

  @Test("the comment rule is the one as shipped, and its question says so")
  func commentRule() throws {
    let comment = try #require(try SurveyFiles.survey(SurveyFiles.full).comment)
    #expect(comment.requiredAt == [1])
    #expect(comment.invitedAt == [5])
    #expect(comment.minimumLength == 10)
    #expect(comment.text.en.contains("10+") && comment.text.ko.contains("10자 이상"))
  }

  @Test("models stand under neutral codes, with the whole fact sheet and nothing invented")
  func models() throws {
    let survey = try SurveyFiles.survey(SurveyFiles.full)
    #expect(survey.blind && !survey.recusals)
    #expect(survey.models.count == 5)
    #expect(survey.models.map(\.code) != survey.models.map(\.code).sorted())
    let numbers = Array(1...6) + Array(10...16) + Array(20...25) + Array(30...36)
    #expect(
      survey.factSheet.map(\.id) == numbers.map { FactID("F" + ($0 < 10 ? "0" : "") + "\($0)") }
    )
    for model in survey.models {
      #expect(model.name == nil)
      for field in survey.factSheet.dropFirst() {
        #expect(model.fact(field.id) == .notProvided)
      }
    }
  }

  @Test("the scoring rule is complete")
  func scoring() throws {
    let survey = try SurveyFiles.survey(SurveyFiles.full)
    #expect(survey.minimumPanel == 30)
    #expect(survey.scoring.outliers.description == "trimmed=0.10")
    #expect(survey.scoring.conversion == .range)
    #expect(survey.scoring.quorum == 17)
    #expect(survey.scoring.quorum == ScoringRule().quorum(invited: 49))
    #expect(survey.scoring.ties == survey.criteria.map(\.id))
    #expect(survey.scoring.seed == 20_260_101)
  }

  @Test("the head of the full survey says what it is not")
  func head() throws {
    let head = try SurveyFiles.text(SurveyFiles.full).split(separator: "\nformat:")[0]
    for words in [
      "not the official wording", "are proposals", "to be\n# presented as known", "제안입니다",
    ] {
      #expect(head.contains(words), "\(words)")
    }
  }

  @Test("the example is what the documents say")
  func example() throws {
    let survey = try SurveyFiles.survey("example.yaml")
    #expect(survey.models.map(\.code.rawValue) == ["A", "B"])
    #expect(survey.criteria.map(\.id.rawValue) == ["usability", "cost"])
    #expect(survey.items.map(\.id.rawValue) == ["U1", "C1"])
    #expect(survey.scoring.quorum == 5 && survey.minimumPanel == 5)
    #expect(survey.scoring.relative == .none)
  }

  @Test("a survey that is not blind takes names, facts and recusals")
  func openSurvey() throws {
    let text = try SurveyFiles.example("blind: true", "blind: false")
      .replacing(
        "models:\n  - code: A\n  - code: B\n",
        with: """
          factSheet:
            - {id: F04, title: {ko: 라이선스, en: licence}}
            - {id: F10, title: {ko: 단가, en: price}, unit: KRW}
          models:
            - code: A
              name: {ko: 가, en: Alpha}
              facts:
                F04: Apache-2.0
                F10: {value: 0.10, measuredBy: operator, measuredOn: 2026-08-03}
            - code: B
              name: {ko: 나, en: Beta}
              facts: {F10: not provided}

          """
      )
    let (survey, warnings) = try SurveyDocument.read(text)
    #expect(warnings == [])
    #expect(survey.recusals)
    #expect(survey.models[0].name == LocalizedText(en: "Alpha", ko: "가"))
    #expect(
      survey.models[0].facts == [
        FactID("F04"): .provided(value: "Apache-2.0", measuredBy: nil, measuredOn: nil),
        FactID("F10"): .provided(value: "0.10", measuredBy: "operator", measuredOn: "2026-08-03"),
      ]
    )
    #expect(survey.models[1].facts == [FactID("F10"): .notProvided])
    #expect(survey.models[1].fact(FactID("F04")) == .notProvided)
  }
}
