import Foundation
import PanelCore
import PanelStatistics
import TestSupport
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite(.timeLimit(.minutes(45)))
struct SimulationTests {
  /// What `peers/simulation.py` makes of some panels.
  struct Known: Decodable {
    struct Form: Decodable {
      var scale: [String: Int]
      var models: [String]
      var criteria: [[String]]
      var items: [[String]]
      var conversion: Conversion

      var form: RatedForm {
        var form = RatedForm(
          criteria: [],
          lowest: scale["lowest"] ?? 0,
          highest: scale["highest"] ?? 0,
          models: models.map { ModelCode($0) }
        )
        form.items = items.map { ItemID($0[0]) }
        form.weights = items.map { ExactDecimal($0[2]) ?? ExactDecimal(0) }
        form.parts = criteria.map { criterion in
          RatedForm.Part(
            criterion: CriterionID(criterion[0]),
            points: ExactDecimal(criterion[1]) ?? ExactDecimal(0),
            items: items.indices.filter { items[$0][1] == criterion[0] }
          )
        }
        return form
      }
    }
    struct Options: Decodable {
      var evaluators: Int
      var seed: String
      var truth: String?
      var noise: String?
      var severity: String?
      var taste: String?
      var difficulty: String?
      var missing: String
      var recused: Int
      var plant: [String]

      func options() throws -> SimulationOptions {
        SimulationOptions(
          evaluators: evaluators,
          seed: try #require(UInt64(seed)),
          truth: truth,
          noise: noise.flatMap { ExactDecimal($0) },
          severity: severity.flatMap { ExactDecimal($0) },
          taste: taste.flatMap { ExactDecimal($0) },
          difficulty: difficulty.flatMap { ExactDecimal($0) },
          missing: try #require(ExactDecimal(missing)),
          recused: recused,
          plants: try plant.map { try PlantedBehaviour(word: $0) }
        )
      }
    }
    /// The parts of `panel.simulation.v1` that Python knows.
    struct Truth: Decodable, Hashable {
      struct Model: Decodable, Hashable {
        var id: String
        var truth: [String: Double]
        var exact: String
        var rank: Int
      }
      struct Item: Decodable, Hashable {
        var id: String
        var criterion: String
        var difficulty: Double
      }
      struct Rater: Decodable, Hashable {
        var rater: String
        var behaviour: String
        var model: String?
        var recused: String?
        var severity: Double
        var taste: [String: Double]
      }
      var models: [Model]
      var items: [Item]
      var raters: [Rater]
    }
    struct Case: Decodable {
      var name: String
      var form: Form
      var options: Options
      var csv: String
      var known: Truth
    }
    var cases: [Case]

    static let all = Result {
      try JSONDecoder().decode(Known.self, from: Fixture.data("simulation_known_answers.json"))
        .cases
    }
  }

  /// Three models, two criteria, four items; 0 to 100 hides little behind rounding and the ends.
  private static let fine: RatedForm = {
    var form = RatedForm.of(
      [
        (id: "u", points: 15, items: [(id: "u1", weight: "1"), (id: "u2", weight: "3")]),
        (id: "c", points: 10, items: [(id: "c1", weight: "1"), (id: "c2", weight: "0.5")]),
      ],
      models: ["A", "B", "C"]
    )
    (form.lowest, form.highest) = (0, 100)
    return form
  }()
  private static let five: RatedForm = {
    var form = fine
    (form.lowest, form.highest) = (1, 5)
    return form
  }()

  private func csv(_ simulation: Simulation) -> Data {
    var data = Data()
    simulation.writeRatings { data += $0 }
    return data
  }

  private func truth(_ simulation: Simulation, _ rule: ScoringRule) throws -> Data {
    var data = Data()
    try simulation.writeTruth(survey: SurveyID("s"), rule: rule) { data += $0 }
    return data
  }

  @Test func knownAnswers() throws {
    let cases = try Known.all.get()
    #expect(cases.count == 5)
    for known in cases {
      let simulation = try Simulation(
        form: known.form.form,
        options: try known.options.options()
      )
      #expect(String(decoding: csv(simulation), as: UTF8.self) == known.csv, "\(known.name)")
      let rule = ScoringRule(conversion: known.form.conversion)
      let ours = try JSONDecoder().decode(Known.Truth.self, from: truth(simulation, rule))
      #expect(ours == known.known, "\(known.name)")
    }
  }

  @Test func theFirstLinesAreThese() throws {
    let simulation = try Simulation(
      form: Self.five,
      options: SimulationOptions(evaluators: 1000, seed: 7)
    )
    let lines = String(decoding: csv(simulation), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 12_001)
    #expect(
      lines.prefix(6).joined(separator: "|")
        == "rater,model,item,rating|r0001,A,u1,4|r0001,A,u2,5|r0001,A,c1,3|r0001,A,c2,3|r0001,B,u1,4"
    )
    #expect(lines.last == "r1000,C,c2,3")
  }

  @Test func theFileIsReadBackAsItIs() throws {
    let simulation = try Simulation(
      form: Self.five,
      options: SimulationOptions(
        evaluators: 900,
        seed: 3,
        missing: try #require(ExactDecimal("0.05")),
        recused: 40,
        plants: [PlantedBehaviour(.random, count: 3)]
      )
    )
    var pieces: [Data] = []
    simulation.writeRatings { pieces.append($0) }
    #expect(pieces.count > 3, "a panel of many is not held in memory as a whole")
    let text = String(decoding: pieces.reduce(Data(), +), as: UTF8.self)
    let file = try RatingsFile(csv: text, form: Self.five)
    #expect(file.table == simulation.ratings() && file.notices.isEmpty)
    #expect(Data(text.utf8) == file.table.releaseCSV())
    let cells = simulation.ratings()
    let all = (0..<900).flatMap { rater in
      (0..<3).flatMap { model in (0..<4).map { cells[rater, model, $0] } }
    }
    #expect(all.count { $0 == .recused } == 40 * 4)
    // 5 per cent of 10,608: 530, with a standard deviation of 22.
    #expect((440...620).contains(all.count { $0 == .cannotJudge }))
  }

  @Test func whoeverElseIsPlantedChangesNothing() throws {
    let plain = SimulationOptions(evaluators: 60, seed: 5)
    var mixed = plain
    mixed.plants = [PlantedBehaviour(.cartel, count: 4), PlantedBehaviour(.straightLine, count: 2)]
    let honest = try Simulation(form: Self.five, options: plain)
    let planted = try Simulation(form: Self.five, options: mixed)
    var changed = 0
    for position in 0..<60 {
      if planted.evaluator(position).behaviour == .honest {
        #expect(
          honest.ballot(of: honest.evaluator(position))
            == planted.ballot(of: planted.evaluator(position))
        )
      } else {
        changed += 1
      }
    }
    #expect(changed == 6)
    // A deviation of 0 leaves the other deviates as they are.
    var still = plain
    still.noise = ExactDecimal(0)
    let quiet = try Simulation(form: Self.five, options: still)
    for position in 0..<60 {
      let (a, b) = (
        quiet.ballot(of: quiet.evaluator(position)), honest.ballot(of: honest.evaluator(position))
      )
      #expect(a.severity == b.severity && a.tastes == b.tastes)
    }
    #expect(try Simulation(form: Self.five, options: plain).ratings() == honest.ratings())
    var other = plain
    other.seed = 6
    #expect(try Simulation(form: Self.five, options: other).ratings() != honest.ratings())
  }

  @Test(arguments: SimulatedBehaviour.planted)
  func everyBehaviourIsWhatItSays(behaviour: SimulatedBehaviour) throws {
    var options = SimulationOptions(
      evaluators: 40,
      seed: 21,
      truth: "A=30,B=70,C=60",
      severity: ExactDecimal(6)
    )
    let honest = try Simulation(form: Self.fine, options: options).ratings()
    options.plants = [PlantedBehaviour(behaviour, count: 10)]
    let simulation = try Simulation(form: Self.fine, options: options)
    let table = simulation.ratings()
    let planted = (0..<40).filter { simulation.evaluator($0).behaviour == behaviour }
    #expect(planted.count == 10)
    var lines: Set<Int> = []
    var values: [Int] = []
    for rater in planted {
      let target = simulation.evaluator(rater).target
      #expect((target == nil) == !behaviour.hasTarget)
      var cells: [Int] = []
      for model in 0..<3 {
        for item in 0..<4 {
          let given = try #require(table[rater, model, item].rating)
          let plain = try #require(honest[rater, model, item].rating)
          cells.append(given)
          switch behaviour {
          // B is the truly best, C the next.
          case .hostile: #expect(given == (model == 1 ? 0 : plain) && target == 1)
          case .favour: #expect(given == (model == 2 ? 100 : plain) && target == 2)
          case .cartel: #expect(given == (model == 2 ? 100 : 0) && target == 2)
          case .reversed: #expect(given == 100 - plain)
          // A quarter of the length, but for what the ends of the scale cut off.
          case .lenient: #expect(given == min(100, plain + 25) || plain == 0)
          case .severe: #expect(given == max(0, plain - 25) || plain == 100)
          // Halfway to 50; the honest rating was rounded before.
          case .central: #expect(abs(2 * (given - 50) - (plain - 50)) <= 2 || plain % 100 == 0)
          case .halo: #expect(given == table[rater, model, 0].rating)
          case .straightLine: #expect(given == cells[0])
          case .inattentive: values.append(given == plain ? 1 : 0)
          case .random: values.append(given)
          case .honest: break
          }
        }
      }
      lines.insert(cells[0])
    }
    switch behaviour {
    case .straightLine: #expect(lines.count > 3, "each has a rating of their own")
    case .inattentive: #expect((40...85).contains(values.reduce(0, +)), "half of 120")
    case .random:
      #expect(values.count { $0 < 50 } > 35 && values.count { $0 >= 50 } > 35)
      #expect(Set(values).count > 50)
    default: break
    }
  }

  @Test func aPlantMayNameItsModel() throws {
    let simulation = try Simulation(
      form: Self.five,
      options: SimulationOptions(
        evaluators: 9,
        seed: 1,
        truth: "A=2,B=3,C=4",
        plants: [
          PlantedBehaviour(.favour, count: 1, model: ModelCode("A")),
          PlantedBehaviour(.hostile, count: 2),
          PlantedBehaviour(.cartel, count: 1), PlantedBehaviour(.favour, count: 1),
        ]
      )
    )
    let roles = (0..<9).map { simulation.evaluator($0) }
    func targets(_ behaviour: SimulatedBehaviour) -> [Int?] {
      roles.filter { $0.behaviour == behaviour }.map(\.target)
    }
    #expect(Set(targets(.favour)) == [0, 1] && targets(.hostile) == [2, 2])
    #expect(targets(.cartel) == [1])
    #expect(simulation.plants.compactMap(\.model?.rawValue) == ["A", "C", "B", "B"])
  }

  @Test func dictatedRatingsAreNeverMissing() throws {
    let simulation = try Simulation(
      form: Self.five,
      options: SimulationOptions(
        evaluators: 30,
        seed: 4,
        missing: try #require(ExactDecimal("0.9")),
        plants: [
          PlantedBehaviour(.straightLine, count: 3), PlantedBehaviour(.cartel, count: 3),
          PlantedBehaviour(.random, count: 3),
          PlantedBehaviour(.favour, count: 3, model: ModelCode("A")),
          PlantedBehaviour(.reversed, count: 3),
        ]
      )
    )
    let table = simulation.ratings()
    for rater in 0..<30 {
      let rated = (0..<3).map { model in (0..<4).count { table[rater, model, $0].rating != nil } }
      switch simulation.evaluator(rater).behaviour {
      case .straightLine, .cartel, .random: #expect(rated == [4, 4, 4])
      case .favour: #expect(rated[0] == 4 && rated[1] + rated[2] < 6)
      default: #expect(rated.reduce(0, +) < 9)
      }
    }
  }

  @Test func withoutDeviationsTheTruthIsWhatIsGiven() throws {
    let none = ExactDecimal(0)
    let simulation = try Simulation(
      form: Self.five,
      options: SimulationOptions(
        evaluators: 25,
        seed: 9,
        truth: "A=4,B=2,C=1,C:c=5",
        noise: none,
        severity: none,
        taste: none,
        difficulty: none
      )
    )
    let table = simulation.ratings()
    for rater in 0..<25 {
      let ratings = (0..<3).map { model in (0..<4).map { table[rater, model, $0].rating } }
      #expect(ratings == [[4, 4, 4, 4], [2, 2, 2, 2], [1, 1, 5, 5]])
    }
    let score = ComponentScore(
      table,
      rule: try .words("none", conversion: .range),
      official: false,
      source: "csv",
      invited: 25
    )
    let known = try JSONDecoder().decode(
      Known.Truth.self,
      from: truth(simulation, ScoringRule(conversion: .range))
    )
    #expect(score.models.map(\.exact?.fraction) == known.models.map(\.exact))
    #expect(score.models.map(\.rank) == known.models.map(\.rank))
    #expect(known.models.map(\.exact) == ["75/4", "25/4", "10/1"])
  }

  @Test func aLargePanelRecoversTruthAndDeviations() throws {
    let count = 4000
    let simulation = try Simulation(
      form: Self.fine,
      options: SimulationOptions(
        evaluators: count,
        seed: 2,
        truth: "A=60,B=55,C=45.5",
        noise: ExactDecimal(8),
        severity: ExactDecimal(5),
        taste: ExactDecimal(4),
        difficulty: ExactDecimal(3)
      )
    )
    let table = simulation.ratings()
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func variance(_ values: [Double]) -> Double {
      let middle = mean(values)
      return values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)
    }
    let ratings = try (0..<count).map { rater in
      try (0..<3).map { model in
        try (0..<4).map { Double(try #require(table[rater, model, $0].rating)) }
      }
    }
    for (model, truth) in [60, 55, 45.5].enumerated() {
      for item in 0..<4 {
        let expected = truth - Double(simulation.difficulties[item].count) / 1_000_000
        // √(8² + 5² + 4²)/√4000 = 0.16: four standard errors.
        #expect(abs(mean(ratings.map { $0[model][item] }) - expected) < 0.65)
      }
    }
    // The difference of two items of one model holds noise only: 2·8², and 2/12 of rounding.
    let noise = variance(ratings.map { $0[0][0] - $0[0][1] })
    #expect(abs(noise - 128.17) < 12, "\(noise)")
    // An evaluator's mean less another's for the same model, item by item: severity and taste.
    let both = variance(ratings.map { mean($0[0]) })
    #expect(abs(both - (25 + 16 + 64.08 / 4)) < 5.5, "\(both)")
    let severity = variance(ratings.map { mean($0.map(mean)) })
    #expect(abs(severity - (25 + 16.0 / 3 + 64.08 / 12)) < 3.5, "\(severity)")
    // Weighted difficulties of a criterion sum to nothing, to the millionth each.
    let difficulties = simulation.difficulties.map(\.count)
    #expect(abs(difficulties[0] + 3 * difficulties[1]) <= 4 && difficulties[0] != 0)
    #expect(abs(2 * difficulties[2] + difficulties[3]) <= 3 && difficulties[2] != 0)
  }

  @Test func placesOfThePlantedTellNothing() throws {
    var places: [Int] = []
    for seed in 1...60 {
      let simulation = try Simulation(
        form: Self.five,
        options: SimulationOptions(
          evaluators: 50,
          seed: UInt64(seed),
          plants: [PlantedBehaviour(.cartel, count: 5)]
        )
      )
      places += (0..<50).filter { simulation.evaluator($0).behaviour == .cartel }
      #expect(simulation.ratings().raters == (1...50).map { $0 < 10 ? "r0\($0)" : "r\($0)" })
    }
    #expect(places.count == 300 && Set(places).count > 45)
    // Mean 24.5 with a standard error of 14.4/√300 = 0.83.
    let sum = places.reduce(0, +)
    #expect((6450...8250).contains(sum), "7350, and 900 a side")
  }

  @Test func trueScoresThatAreNotGivenLieCloseTogether() throws {
    for (models, gap) in [(1, 0.0), (2, 0.2), (11, 0.2), (12, 0.181818), (41, 0.05)] {
      let form = RatedForm.one(25, 1...5, models: (0..<models).map { "M\($0)" })
      var orders: Set<[SixPlaceNumber]> = []
      for seed in 1...12 {
        let simulation = try Simulation(
          form: form,
          options: SimulationOptions(evaluators: 1, seed: UInt64(seed))
        )
        let scores = simulation.truth.scores.map { $0[0] }
        let sorted = scores.sorted(by: >)
        #expect(
          sorted[0] == SixPlaceNumber(whole: 4) && sorted[models - 1] >= SixPlaceNumber(whole: 2)
        )
        for (above, below) in zip(sorted, sorted.dropFirst()) {
          #expect((above - below).count == Int((gap * 1_000_000).rounded()))
        }
        orders.insert(scores)
      }
      #expect(models == 1 || orders.count > 1)
    }
  }
}
