import PanelStatistics
import Testing

@testable import PanelCore
@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct InterviewReviewTests {
  private let survey = TestSurvey.wide()
  private let better = [4, 4, 3, 4, 5, 4, 3, 4, 4, 3]
  private let worse = [3, 2, 4, 3, 2, 3, 2, 3, 3, 2]

  private func interview(
    _ survey: Survey,
    order: [String] = [],
    _ fill: (inout Answers) -> Void
  ) -> Interview {
    var answers = Answers()
    fill(&answers)
    return Interview(
      survey: survey,
      answers: answers,
      order: order.map { ModelCode($0) },
      language: .en
    )
  }

  private func questions(
    _ survey: Survey,
    order: [String] = [],
    _ fill: (inout Answers) -> Void
  ) -> [String] {
    interview(survey, order: order, fill).inconsistencies.map(\.message.en)
  }

  // MARK: - Equal ratings

  @Test("A model with one rating throughout is asked about, when all its items are answered")
  func sameRatings() {
    let found = interview(survey) { $0.rate("B", Array(repeating: 4, count: 10), of: survey) }
      .inconsistencies
    #expect(
      found.map(\.message) == [
        LocalizedText(
          en: "Model B: all 10 ratings are 4. Is that what you mean?",
          ko: "모델 B의 평점 10개가 모두 4점입니다. 의도하신 것이 맞습니까?"
        )
      ]
    )
    #expect(found.first?.places == survey.items.map { .item(ModelCode("B"), $0.id) })
    #expect(questions(survey) { $0.rate("B", Array(repeating: 4, count: 9), of: survey) } == [])
    #expect(
      questions(survey) { $0.rate("B", [3] + Array(repeating: 4, count: 9), of: survey) } == []
    )
  }

  @Test("What cannot be judged is not a rating, and three ratings are too few to ask")
  func cannotJudge() {
    let open: [Int?] = Array(repeating: nil, count: 6)
    #expect(
      questions(survey) { $0.rate("B", open + [2, 2, 2, 2], of: survey) } == [
        "Model B: all 4 ratings are 2. Is that what you mean?"
      ]
    )
    #expect(questions(survey) { $0.rate("B", open + [nil, 2, 2, 2], of: survey) } == [])
  }

  @Test("A recused model and a rating off the scale are passed over")
  func passedOver() {
    var recusing = survey
    recusing.recusals = true
    #expect(
      questions(recusing) { answers in
        answers.rate("B", Array(repeating: 4, count: 10), of: survey)
        answers.recusals = [ModelCode("B")]
      } == []
    )
    #expect(questions(survey) { $0.rate("B", Array(repeating: 9, count: 10), of: survey) } == [])
  }

  @Test("Equal ratings on all models are one question, not one a model")
  func sameEverywhere() {
    let all = interview(survey) { answers in
      for model in survey.models { answers.rate(model.code.rawValue, better, of: survey) }
    }.inconsistencies
    #expect(
      all.map(\.message) == [
        LocalizedText(
          en: "The 5 models have exactly the same ratings. Is that what you mean?",
          ko: "모델 5개의 평점이 서로 똑같습니다. 의도하신 것이 맞습니까?"
        )
      ]
    )
    #expect(all.first?.places.count == 50)
    let flat = interview(survey) { answers in
      for model in survey.models {
        answers.rate(model.code.rawValue, Array(repeating: 3, count: 10), of: survey)
      }
    }.inconsistencies
    #expect(
      flat.map(\.message) == [
        LocalizedText(
          en: "All ratings of the 5 models are 3. Is that what you mean?",
          ko: "모델 5개의 평점이 모두 3점입니다. 의도하신 것이 맞습니까?"
        )
      ]
    )
    let four = questions(survey) { answers in
      for model in ["A", "B", "C", "D"] { answers.rate(model, better, of: survey) }
    }
    #expect(four == [])
    let few = questions(survey) { answers in
      for model in survey.models {
        answers.rate(model.code.rawValue, [4, 3, 5, nil, nil, nil, nil, nil, nil, nil], of: survey)
      }
    }
    #expect(few == [])
  }

  // MARK: - Ranking and ratings

  @Test("The weighted means are those calculated by hand")
  func weightedMeans() throws {
    // Fractions of Python: worse = (15·(3·3+3·2+3·4+2·3+2·2+2·3)/15 + 10·(3·2+3·3+2·3+2·2)/10)/25
    // = (43 + 25)/25 = 68/25; better = (15·59/15 + 10·35/10)/25 = 94/25.
    let both = interview(survey) { answers in
      answers.rate("A", worse, of: survey)
      answers.rate("B", better, of: survey)
    }
    let means = try #require(both.weightedMeans(of: ModelCode("A"), ModelCode("B")))
    #expect(means.first == Rational(68, 25))
    #expect(means.second == Rational(94, 25))
    // Only U2–U6 are rated on both, so no item of the other criterion counts, nor U1:
    // A: (3·2+3·4+2·3+2·2+2·3)/12 = 34/12; B: (3·4+3·3+2·4+2·5+2·4)/12 = 47/12.
    let some = interview(survey) { answers in
      answers.rate("A", [nil] + worse[1...].map { $0 }, of: survey)
      answers.rate("B", better[..<6].map { $0 } + [nil, nil, nil, nil], of: survey)
    }
    let common = try #require(some.weightedMeans(of: ModelCode("A"), ModelCode("B")))
    #expect(common.first == Rational(17, 6))
    #expect(common.second == Rational(47, 12))
    #expect(some.weightedMeans(of: ModelCode("A"), ModelCode("C")) == nil)
  }

  @Test("A ranking against the ratings is asked about, with both means")
  func contradiction() {
    let against = interview(survey) { answers in
      answers.rate("A", worse, of: survey)
      answers.rate("B", better, of: survey)
      answers.rank(["A", "B"])
    }.inconsistencies
    #expect(
      against.map(\.message) == [
        LocalizedText(
          en: "Model A is ranked above model B, but the weighted mean of your ratings is 2.7 for A "
            + "and 3.8 for B. Is that what you mean?",
          ko: "순위는 모델 A이(가) 모델 B보다 높지만, 평점의 가중 평균은 A 2.7점, B 3.8점입니다. "
            + "의도하신 것이 맞습니까?"
        )
      ]
    )
    #expect(against.first?.places == [.ranking])
    for ranking in [["B", "A"], ["A B"], ["C", "A"], [], ["A", "B", "A"], ["A", "A", "B"]] {
      let found = questions(survey) { answers in
        answers.rate("A", worse, of: survey)
        answers.rate("B", better, of: survey)
        answers.rank(ranking)
      }
      #expect(found == [], "\(ranking)")
    }
    let gap = questions(survey) { answers in
      answers.rate("A", worse, of: survey)
      answers.rate("B", better, of: survey)
      answers.rank(["A", "", "B"])
    }
    #expect(gap.count == 1)
  }

  @Test(
    "Half a step exactly is asked about, though binary fractions fall short of it",
    arguments: [
      // Weights, ratings of the higher-ranked, of the lower-ranked; the difference is 1/2 exactly,
      // but 0.49999999999999911 or 0.49999999999999956 in binary floating point.
      (["0.1", "0.2", "0.1"], [5, 3, 5], [4, 5, 4]),
      (["0.2", "0.7", "0.3"], [2, 5, 5], [5, 5, 5]),
      (["0.3", "1.1", "0.6"], [2, 3, 5], [2, 5, 3]),
    ]
  )
  func exactlyHalf(weights: [String], higher: [Int], lower: [Int]) {
    var survey = survey
    survey.items = TestSurvey.items("U", weights: weights, of: "usability")
    func found(_ survey: Survey) -> Int {
      questions(survey) { answers in
        answers.rate("A", higher, of: survey)
        answers.rate("B", lower, of: survey)
        answers.rank(["A", "B"])
      }.count
    }
    #expect(found(survey) == 1)
    // A billionth less weight where the lower-ranked is rated better, or more elsewhere, and the
    // difference is below the half.
    for index in survey.items.indices {
      var moved = survey
      let weight = shifted(weights[index], by: lower[index] > higher[index] ? -1 : 1)
      moved.items[index].weight = ExactDecimal(weight) ?? ExactDecimal(1)
      #expect(found(moved) == 0)
    }
  }

  /// A weight of one decimal place, some billionths more.
  private func shifted(_ weight: String, by billionths: Int) -> String {
    let tenths = Int(weight.filter { $0 != "." }) ?? 0
    let billionths = tenths * 100_000_000 + billionths
    let digits = String(billionths)
    let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    return padded.dropLast(9) + "." + padded.suffix(9)
  }

  @Test("On a long scale the same share of its width counts, an eighth")
  func longScale() {
    var survey = survey
    survey.scale = Scale(lowest: 0, highest: 100)
    survey.items = TestSurvey.items("U", weights: ["1", "1"], of: "usability")
    for (rating, count) in [(62, 0), (63, 1)] {
      let found = questions(survey) { answers in
        answers.rate("A", [50, 50], of: survey)
        answers.rate("B", [62, rating], of: survey)
        answers.rank(["A", "B"])
      }
      #expect(found.count == count)
    }
  }

  @Test("Of many contradictions the three largest are told, the largest first")
  func largest() {
    // Every item of a model has one rating, so its mean is that: A 1, B 2, C 3, D 4, E 5 but for
    // one item, which keeps the first question from being asked. Ranked A > … > E, the differences
    // are A–E, then A–D and B–E, which tie and stand in the order of the ranking.
    let found = questions(survey, order: ["E", "D", "C", "B", "A"]) { answers in
      for (index, model) in ["A", "B", "C", "D", "E"].enumerated() {
        answers.rate(model, [nil] + Array(repeating: index + 1, count: 9), of: survey)
      }
      answers.rank(["A", "B", "C", "D", "E"])
    }.filter { $0.contains("ranked") }
    #expect(
      found == [
        "Model A is ranked above model E, but the weighted mean of your ratings is 1.0 for A and "
          + "5.0 for E. Is that what you mean?",
        "Model A is ranked above model D, but the weighted mean of your ratings is 1.0 for A and "
          + "4.0 for D. Is that what you mean?",
        "Model B is ranked above model E, but the weighted mean of your ratings is 2.0 for B and "
          + "5.0 for E. Is that what you mean?",
      ]
    )
  }

  @Test("Nothing is asked of empty answers, and nothing ever about the attention check")
  func attention() {
    #expect(questions(survey) { _ in } == [])
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let answers = Answers.random(for: survey, using: &generator)
      func found(_ attention: Int?) -> [Inconsistency] {
        interview(survey) {
          $0 = answers
          $0.attention = attention
        }.inconsistencies
      }
      #expect(found(nil) == found(5))
      #expect(found(2) == found(5))
      for place in found(5).flatMap(\.places) { #expect(place != .attention) }
    }
  }

  @Test("Weights of many digits are calculated exactly")
  func longWeights() throws {
    var survey = survey
    survey.criteria = (0..<8).map { number in
      Criterion(
        id: CriterionID("c\(number)"),
        title: TestSurvey.text(en: "criterion", ko: "기준"),
        points: ExactDecimal("99999\(number).123456789") ?? ExactDecimal(1)
      )
    }
    survey.items = (0..<8).flatMap { number in
      TestSurvey.items("X\(number)", weights: ["999999.98765432\(number)", "1"], of: "c\(number)")
    }
    let rated = interview(survey) { answers in
      answers.rate("A", (0..<16).map { $0 % 2 + 1 }, of: survey)
      answers.rate("B", (0..<16).map { $0 % 2 + 4 }, of: survey)
      answers.rank(["A", "B"])
    }
    let means = try #require(rated.weightedMeans(of: ModelCode("A"), ModelCode("B")))
    #expect(means.second - means.first == Rational(3))
    #expect(rated.inconsistencies.count == 1)
  }
}
