import PanelCore
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite(.timeLimit(.minutes(45)))
struct SimulationProblemTests {
  private static let form = RatedForm(
    criteria: [(CriterionID("u"), ExactDecimal(15)), (CriterionID("c"), ExactDecimal(10))],
    lowest: 1,
    highest: 5,
    models: [ModelCode("A"), ModelCode("B")]
  )

  /// The message of the problem, which has a fix in both languages.
  private func problem(
    _ form: RatedForm = form,
    _ change: (inout SimulationOptions) throws -> Void
  ) -> String? {
    var options = SimulationOptions(evaluators: 10, seed: 1)
    do {
      try change(&options)
      _ = try Simulation(form: form, options: options)
      return nil
    } catch let problem as SimulationProblem {
      let texts = [problem.message.ko, problem.message.en, problem.fix.ko, problem.fix.en]
      #expect(!texts.contains("") && problem.message.ko != problem.message.en)
      return problem.message.en
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test func sizes() {
    for count in [0, -1, 1_000_001, .max, .min] {
      #expect(problem { $0.evaluators = count } == "\(count) evaluators cannot be simulated")
    }
    let wide = RatedForm.one(25, 1...5, models: (0..<300).map { "M\($0)" })
    #expect(
      problem(wide) { $0.evaluators = 400_000 } == "120000000 ratings are too many for one file"
    )
    #expect(problem(wide) { $0.evaluators = 2 } == nil)
    #expect(problem(.one(25, 1...5)) { _ in } == "there are no models, or no items")
  }

  @Test func trueScores() {
    for (words, message) in [
      ("", "'' is not the true score of a model"),
      ("A", "'A' is not the true score of a model"),
      ("A=1=2", "'A=1=2' is not the true score of a model"),
      ("A=4,", "'' is not the true score of a model"),
      ("A:u:c=3", "'A:u:c=3' is not the true score of a model"),
      ("A=x,B=3", "'A=x': 'x' is not a score"),
      ("A=3.1234567,B=3", "'A=3.1234567': '3.1234567' is not a score"),
      ("A=5.000001,B=3", "'A=5.000001': 5.000001 is outside the scale 1..5"),
      ("A=0.9,B=3", "'A=0.9': 0.9 is outside the scale 1..5"),
      ("A=3,Z=3", "there is no model 'Z'"),
      ("A=3,B=3,B:z=3", "there is no criterion 'z'"),
      ("A=3", "the true score of the model 'B' (u) is missing"),
      ("A=3,B:u=3", "the true score of the model 'B' (c) is missing"),
      ("A=3,B=3,A=4", "the true score of 'A' is given twice"),
      ("A=3,B:u=3,B:u=3,B:c=1", "the true score of 'B:u' is given twice"),
    ] {
      #expect(problem { $0.truth = words } == message, "\(words)")
    }
    for words in ["A=1,B=5", "A=3.123456,B=3", "B:c=1,B:u=2,A=3", "A=3.1000000,B=3"] {
      #expect(problem { $0.truth = words } == nil, "\(words)")
    }
  }

  @Test func deviationsAndShares() {
    for text in ["-0.1", "4.000001", "0.1234567", "999999999999999"] {
      let message = "\(text) is not a standard deviation for the scale 1..5"
      #expect(problem { $0.noise = ExactDecimal(text) } == "--noise \(message)")
      #expect(problem { $0.severity = ExactDecimal(text) } == "--severity \(message)")
      #expect(problem { $0.taste = ExactDecimal(text) } == "--taste \(message)")
      #expect(problem { $0.difficulty = ExactDecimal(text) } == "--difficulty \(message)")
    }
    for text in ["0", "4", "0.000001"] {
      #expect(problem { $0.noise = ExactDecimal(text) } == nil)
    }
    for text in ["1", "-0.1", "1.5"] {
      #expect(
        problem { $0.missing = ExactDecimal(text) ?? $0.missing }
          == "--missing \(text) is not a share of the ratings"
      )
    }
    for text in ["0", "0.999999999", "-0"] {
      #expect(problem { $0.missing = ExactDecimal(text) ?? $0.missing } == nil)
    }
  }

  @Test func plants() {
    for (word, message) in [
      ("straightLine", "'straightLine' does not say how many"),
      ("", "'' does not say how many"),
      ("nice=2", "'nice' is not a behaviour to plant"),
      ("honest=2", "'honest' is not a behaviour to plant"),
      ("random=0", "'random=0': the number of evaluators must be a whole number from 1"),
      ("random=-1", "'random=-1': the number of evaluators must be a whole number from 1"),
      ("random=+1", "'random=+1': the number of evaluators must be a whole number from 1"),
      ("random=1.5", "'random=1.5': the number of evaluators must be a whole number from 1"),
      ("random=2:A", "'random=2:A': random is not directed at a model"),
      ("favour=2:", "there is no model ''"),
      ("favour=2:Z", "there is no model 'Z'"),
      ("favour=11", "more are to be planted than there are evaluators (10)"),
      ("random=\(Int.max)", "more are to be planted than there are evaluators (10)"),
    ] {
      #expect(problem { $0.plants = [try PlantedBehaviour(word: word)] } == message, "\(word)")
    }
    #expect(
      problem {
        $0.plants = [PlantedBehaviour(.random, count: 6), PlantedBehaviour(.halo, count: 5)]
      }
        == "more are to be planted than there are evaluators (10)"
    )
    #expect(
      problem {
        $0.plants = [PlantedBehaviour(.random, count: 5), PlantedBehaviour(.halo, count: 5)]
      } == nil
    )
    #expect(problem { $0.plants = [try PlantedBehaviour(word: "cartel=10:B")] } == nil)
  }

  @Test func recusals() {
    #expect(
      problem { ($0.recused, $0.plants) = (5, [PlantedBehaviour(.random, count: 6)]) }
        == "--recused 5: there are 4 honest evaluators who can be recused"
    )
    #expect(problem { $0.recused = -1 } != nil && problem { $0.recused = 10 } == nil)
    #expect(
      problem(.one(25, 1...5, models: ["A"])) { $0.recused = 1 }
        == "there is only one model: an evaluator who is recused from it rates nothing"
    )
  }
}
