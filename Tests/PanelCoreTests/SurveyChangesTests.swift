import PanelCore
import Testing

@Suite("What changed from one survey to another", .timeLimit(.minutes(45)))
struct SurveyChangesTests {
  @Test("nothing changed, or only id and version")
  func nothing() throws {
    var survey = try wholeSurvey()
    #expect(SurveyChanges(from: survey, to: survey).isEmpty)
    survey.id = SurveyID("other")
    survey.version = 2
    #expect(SurveyChanges(from: try wholeSurvey(), to: survey).lines == [])
  }

  @Test("one line a change, in both languages", arguments: surveyMutations)
  func oneChange(_ mutation: SurveyMutation) throws {
    let old = try wholeSurvey()
    var new = old
    mutation.change(&new)
    let lines = SurveyChanges(from: old, to: new).lines
    #expect(lines.map(\.en) == mutation.lines)
    for line in lines {
      #expect(line.ko != line.en && PlainLine.isPlain(line.ko) && PlainLine.isPlain(line.en))
      #expect(line.en.contains("please look") == line.ko.contains("다시 확인해 주십시오"))
    }
  }

  @Test("the other way round something is told as well", arguments: surveyMutations)
  func theOtherWay(_ mutation: SurveyMutation) throws {
    let old = try wholeSurvey()
    var new = old
    mutation.change(&new)
    #expect(SurveyChanges(from: new, to: old).lines.count == mutation.lines.count)
  }

  @Test("several changes are told in the order of the form")
  func order() throws {
    let old = try wholeSurvey()
    // These change one place each, and none of them takes another's away.
    let names: Set = [
      "longer scale", "criterion title", "question reworded", "model named", "reason reworded",
      "one choice only", "profile reworded", "module in larger steps", "confidence ends reworded",
      "comment shorter", "attention reworded", "ranking reworded", "scoring rule", "pledge added",
      "ties asked", "no recusals", "confidential", "overlapping", "names", "fact sheet", "title",
      "introduction", "minimum panel",
    ]
    let mutations = surveyMutations.filter { names.contains($0.testDescription) }
    #expect(mutations.count == names.count)
    var new = old
    for mutation in mutations.reversed() { mutation.change(&new) }
    // The criterion is called by its old title, an item by its new one.
    #expect(SurveyChanges(from: old, to: new).lines.map(\.en) == mutations.flatMap(\.lines))
  }

  @Test("the shipped surveys differ in almost everything")
  func shipped() throws {
    let full = try SurveyFiles.survey(SurveyFiles.full)
    let changes = SurveyChanges(from: try SurveyFiles.survey("example.yaml"), to: full)
    let lines = changes.lines.map(\.en)
    #expect(lines.contains("model G9: was added") && lines.contains("model A: was removed"))
    #expect(lines.contains { $0.hasPrefix("U1 (Task fit): the question changed") })
    #expect(Set(changes.lines).count == changes.lines.count)
  }
}

@Suite("Answers that still fit a survey", .timeLimit(.minutes(45)))
struct AnswersFittingTests {
  @Test("answers to the same survey all fit")
  func same() throws {
    for (seed, survey) in try AnswersDocumentTests.surveys().enumerated() {
      for offset in 0..<20 {
        var random = RandomAnswers(seed: UInt64(100 * seed + offset), survey: survey)
        let answers = random.answers()
        let (kept, dropped) = answers.fitting(survey)
        let isSame = kept == answers && dropped.isEmpty
        #expect(isSame)
      }
    }
  }

  @Test("after any change what fits is kept, the rest is named, and nothing else is said")
  func property() throws {
    let old = try wholeSurvey()
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var new = old
      let mutations = surveyMutations.shuffled(using: &generator).prefix(3)
      // What is removed is removed last: the others may change it.
      for isRemoval in [false, true] {
        for mutation in mutations
        where mutation.lines.contains(where: { $0.hasSuffix("removed") }) == isRemoval {
          mutation.change(&new)
        }
      }
      var random = RandomAnswers(seed: UInt64(seed), survey: old)
      let answers = random.answers()
      let (kept, dropped) = answers.fitting(new)
      // 1 Nothing that is kept is wrong but for the length of a comment and an incomplete ranking.
      for problem in new.problems(in: kept) where !problem.isOpen {
        switch problem.place {
        case .comment, .ranking: break
        default: Issue.record("seed \(seed): \(problem)")
        }
      }
      // 2 Every place is kept as it was or named, never both.
      let before = places(answers)
      let after = places(kept)
      for (place, answer) in before where place != .ranking {
        #expect((after[place] == answer) != dropped.contains(place), "seed \(seed): \(place)")
      }
      #expect(Set(after.keys).isSubset(of: before.keys))
      #expect((after[.ranking] != before[.ranking]) == dropped.contains(.ranking))
      #expect(Set(dropped).count == dropped.count && Set(dropped).isSubset(of: before.keys))
      // 3 A second time nothing goes.
      #expect(kept.fitting(new).answers == kept && kept.fitting(new).dropped.isEmpty)
      // 4 Whatever differs is told.
      #expect(SurveyChanges(from: old, to: new).isEmpty == (old == new), "seed \(seed)")
    }
  }

  /// The answers by their places.
  private func places(_ answers: Answers) -> [FormPlace: AnyHashable] {
    var places: [FormPlace: AnyHashable] = [:]
    for (code, given) in answers.answers {
      for (id, answer) in given { places[.item(code, id)] = answer }
    }
    for (code, given) in answers.exposure {
      for (id, taken) in given { places[.exposure(code, id)] = taken }
    }
    for (code, given) in answers.modules {
      for (id, number) in given { places[.module(code, id)] = number }
    }
    for (code, number) in answers.confidence { places[.confidence(code)] = number }
    for (code, text) in answers.comments { places[.comment(code)] = text }
    for code in answers.recusals { places[.recusal(code)] = true }
    for (id, choice) in answers.profile { places[.profile(id)] = choice }
    if let attention = answers.attention { places[.attention] = attention }
    if !answers.ranking.isEmpty { places[.ranking] = answers.ranking }
    return places
  }

  @Test("what goes is named in the order of the form, models that are gone last")
  func order() throws {
    let old = try wholeSurvey()
    var new = old
    new.models[0].code = ModelCode("Z")
    new.items.removeFirst()
    new.exposure[1].choices.removeFirst()
    new.modules[0].highest = 30
    new.confidence = nil
    new.comment = nil
    new.attention = nil
    new.profile[0].choices.removeLast()
    var answers = Answers()
    for code in old.models.map(\.code) {
      answers.answers[code] = [
        ItemID("U1"): .rating(4), ItemID("C1"): .cannotJudge(ChoiceID("N1")),
      ]
      answers.exposure[code] = [
        ItemID("X1"): [ChoiceID("x")], ItemID("X2"): [ChoiceID("x"), ChoiceID("y")],
      ]
      answers.modules[code] = [ItemID("T1"): 35]
      answers.confidence[code] = 3
      answers.comments[code] = "words"
    }
    answers.attention = 2
    answers.ranking = [[ModelCode("B"), ModelCode("A")]]
    answers.profile = [ItemID("Q1"): ChoiceID("y")]
    let (kept, dropped) = answers.fitting(new)
    let (a, b) = (ModelCode("A"), ModelCode("B"))
    #expect(
      dropped == [
        .exposure(b, ItemID("X2")), .item(b, ItemID("U1")), .module(b, ItemID("T1")),
        .confidence(b), .comment(b), .exposure(a, ItemID("X1")), .exposure(a, ItemID("X2")),
        .item(a, ItemID("C1")), .item(a, ItemID("U1")), .module(a, ItemID("T1")), .confidence(a),
        .comment(a), .attention, .ranking, .profile(ItemID("Q1")),
      ]
    )
    var expected = Answers()
    expected.answers[b] = [ItemID("C1"): .cannotJudge(ChoiceID("N1"))]
    expected.exposure[b] = [ItemID("X1"): [ChoiceID("x")]]
    expected.ranking = [[b]]
    #expect(kept == expected)
  }

  @Test("an answer to a reworded question and a comment that is too long now stay")
  func stay() throws {
    let old = try wholeSurvey()
    var new = old
    new.items[0].text = SurveyMutation.other
    new.comment?.maximumLength = 10
    var answers = Answers()
    answers.answers[ModelCode("A")] = [ItemID("U1"): .rating(4)]
    answers.comments[ModelCode("A")] = "longer than ten characters"
    #expect(answers.fitting(new).answers == answers)
    #expect(answers.fitting(new).dropped.isEmpty)
    #expect(SurveyChanges(from: old, to: new).lines.count == 2)
  }
}
