import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite("What can be derived of the points that a policy keeps back", .timeLimit(.minutes(45)))
struct InferenceGuardTests {
  private func number(_ text: String?) throws -> Rational {
    try #require(text.flatMap { Rational(decimal: $0) })
  }

  private func finding(
    _ check: InferenceGuard,
    _ observer: String,
    _ model: String
  ) -> InferenceGuard.Finding? {
    check.findings.first { $0.observer.joined() == observer && $0.model == model }
  }

  // MARK: - Winner and average

  @Test("complementary suppression: of three models the first and the average tell the third")
  func threeModels() throws {
    let score = try ComponentScore.told(["17.71", "16.77", "15.66"])
    let shown = score.disclosed(.winnerAndAverage)
    // What the attacker does, with what is published and the own points only.
    let average = try number(shown.average)
    let winner = try number(shown.models.first?.points)
    let third = average * Rational(3) - winner - (try number("16.77"))
    #expect((third - (try number("15.66"))).magnitude < Rational(1, 200))
    #expect(third.decimalText(places: 2, mode: .halfUp) == "15.66")

    let check = InferenceGuard(score, policy: .winnerAndAverage)
    #expect(!check.passes)
    let derived = try #require(finding(check, "B", "C"))
    #expect(derived.kind == .exact && derived.lower == "15.66" && derived.upper == "15.66")
    #expect(finding(check, "C", "B")?.kind == .exact)
    // The public and the winner's team alone have an interval only.
    #expect(finding(check, "", "C")?.kind != .exact && finding(check, "A", "C")?.kind != .exact)
    #expect(
      check.explanations.map(\.en) == [
        "the team of B can derive that C has 15.66 points: average 16.713 × 3 models = 50.14 in all; "
          + "50.14 − 17.71 (A) − 16.77 (B) = 15.66",
        "the team of C can derive that B has 16.77 points: average 16.713 × 3 models = 50.14 in all; "
          + "50.14 − 17.71 (A) − 15.66 (C) = 16.77",
      ]
    )
    #expect(InferenceGuard.passing(score, within: .winnerAndAverage) == [.none])
    #expect(InferenceGuard.passing(score, within: .all) == [.none, .ranksOnly, .all])
  }

  @Test("differencing: of four models two teams derive the fourth exactly, one an interval")
  func fourModels() throws {
    let score = try ComponentScore.told(["20.00", "15.10", "12.34", "11.11"])
    let check = InferenceGuard(score, policy: .winnerAndAverage)
    // What everybody reads: the first has 20.00, and 58.55 ÷ 4 = 14.6375 is printed as 14.638.
    let shown = score.disclosed(.winnerAndAverage)
    #expect(shown.models.map(\.points) == ["20.00"] && shown.average == "14.638")
    // Which sum that was: of all sums in cents only one has this average to three places.
    let sums = (0...10_000).filter {
      Rational($0, 400).decimalText(places: 3, mode: .halfUp) == "14.638"
    }
    #expect(sums == [5855])
    // The team of B subtracts its own points, and nobody has more than the first: two of 0 to 20.
    let rest = 5855 - 2000 - 1510
    let fitting = (0...2000).filter { (0...2000).contains(rest - $0) }
    #expect(fitting.first == 345 && fitting.last == 2000)
    for model in ["C", "D"] {
      let alone = try #require(finding(check, "B", model))
      #expect(alone.lower == "3.45" && alone.upper == "20.00" && alone.kind == .wide)
    }
    // With the points of C beside them one number is left.
    #expect(rest - 1234 == 1111)
    let together = try #require(finding(check, "BC", "D"))
    #expect(together.kind == .exact && together.lower == "11.11" && together.upper == "11.11")
    // The first's own points are public: with them B knows no more than alone.
    let withFirst = try #require(finding(check, "AB", "D"))
    #expect(withFirst.lower == "3.45" && withFirst.upper == "20.00" && withFirst.kind == .wide)
    #expect(!check.passes)
    #expect(check.explanations.contains { $0.ko.contains("B, C의 팀이 함께") })
  }

  @Test("of five models neither one team nor two teams derive points exactly")
  func fiveModels() throws {
    let points = ["17.71", "16.77", "15.66", "15.47", "13.58"]
    let check = InferenceGuard(try .told(points), policy: .winnerAndAverage)
    #expect(check.passes)
    // Every cent by hand: two teams know three numbers, the other two add up to what remains.
    let cents = [1771, 1677, 1566, 1547, 1358]
    for first in 1..<5 {
      for second in (first + 1)..<5 {
        let others = (1..<5).filter { $0 != first && $0 != second }
        let rest = cents.reduce(0, +) - cents[0] - cents[first] - cents[second]
        let fitting = (0...1771).filter { (0...1771).contains(rest - $0) }
        let letters = Array("ABCDE")
        for other in others {
          let pair = String([letters[first], letters[second]])
          let found = finding(check, pair, String(letters[other]))
          #expect(try number(found?.lower) == Rational(fitting[0], 100))
          #expect(try number(found?.upper) == Rational(fitting[fitting.count - 1], 100))
        }
      }
    }
  }

  @Test("the published sums of the first stage, one decimal and an average of 20.76, pass")
  func firstStage() throws {
    // CK4: invented ratings that give what was published.
    let score = try ComponentScore.told(
      ["25.0", "22.1", "20.9", "18.4", "17.4"],
      relative: "best",
      full: "25.0",
      places: 1
    )
    #expect(score.disclosed(.winnerAndAverage).average == "20.76")
    #expect(InferenceGuard(score, policy: .winnerAndAverage).passes)
  }

  @Test("small denominators: of two models the average or the first gives the other away")
  func twoModels() throws {
    let score = try ComponentScore.told(["17.71", "16.77"])
    let check = InferenceGuard(score, policy: .winnerAndAverage)
    let shown = score.disclosed(.winnerAndAverage)
    let other = try number(shown.average) * Rational(2) - (try number(shown.models.first?.points))
    #expect(other == (try number("16.77")))
    #expect(finding(check, "", "B")?.kind == .exact)
    #expect(check.explanations.first?.en.hasPrefix("everybody can derive that B has 16.77") == true)
    #expect(InferenceGuard(score, policy: .ranksOnly).passes)
  }

  @Test("of one model there is nothing to derive from winner and average")
  func oneModel() throws {
    let score = try ComponentScore.told(["17.71"])
    for policy in [DisclosurePolicy.winnerAndAverage, .all] {
      #expect(InferenceGuard(score, policy: policy).findings.isEmpty)
    }
    #expect(InferenceGuard(score, policy: .none).passes)
  }

  @Test("two models that share the first rank are both public, and less remains to be derived")
  func sharedFirst() throws {
    let score = try ComponentScore.told(["17.71", "17.71", "15.00", "12.00"])
    #expect(score.disclosed(.winnerAndAverage).models.map(\.id) == ["A", "B"])
    let check = InferenceGuard(score, policy: .winnerAndAverage)
    #expect(finding(check, "C", "D")?.kind == .exact && !check.passes)
  }

  @Test("a model without points neither observes nor is derived, and is left out of the average")
  func withoutPoints() throws {
    let score = try ComponentScore.told(["17.71", nil, "16.77", "15.66", "12.00", "11.00"])
    let shown = score.disclosed(.winnerAndAverage)
    #expect(shown.withoutPoints == ["B"] && shown.scored == 5)
    let sum = [17_710, 16_770, 15_660, 12_000, 11_000].reduce(0, +)
    #expect(try number(shown.average) == Rational(sum / 5, 1000))
    let check = InferenceGuard(score, policy: .winnerAndAverage)
    #expect(check.passes)
    #expect(!check.findings.contains { $0.model == "B" || $0.observer.contains("B") })
  }

  @Test("an average close to full marks narrows everything, which is reported and not refused")
  func narrow() throws {
    let score = try ComponentScore.told(["25.00", "24.90", "24.80", "24.70", "24.60"])
    let check = InferenceGuard(score, policy: .winnerAndAverage)
    #expect(check.passes && check.narrowBelow == "1.2500")
    let found = try #require(finding(check, "", "E"))
    // 124.00 − 25 = 99.00 for four models of at most 25.
    #expect(found.kind == .narrow && found.lower == "24.00" && found.upper == "25.00")
  }

  // MARK: - Ranks

  @Test("ranks alone give the points away where a rank is worth fixed points")
  func rankSteps() throws {
    let points = ["25.00", "23.50", "22.00", "20.50"]
    let score = try ComponentScore.told(points, relative: "rankSteps=1.5")
    let check = InferenceGuard(score, policy: .ranksOnly)
    for (id, points) in zip(["A", "B", "C", "D"], points) {
      let found = try #require(finding(check, "", id))
      #expect(found.kind == .exact && found.lower == points)
    }
    #expect(check.explanations.first?.en.contains("1.5 points a rank") == true)
    // With the winner public two teams of four know the fourth, which has what remains.
    #expect(!InferenceGuard(score, policy: .winnerAndAverage).passes)
    #expect(finding(InferenceGuard(score, policy: .winnerAndAverage), "BC", "D")?.kind == .exact)
    #expect(InferenceGuard.passing(score, within: .all) == [.none, .all])
  }

  @Test("under rank steps five models pass with winner and average, and six with nothing public")
  func manyRankSteps() throws {
    let points = ["25.00", "23.50", "22.00", "20.50", "19.00"]
    let score = try ComponentScore.told(points, relative: "rankSteps=1.5")
    #expect(InferenceGuard(score, policy: .winnerAndAverage).passes)
    #expect(InferenceGuard(score, policy: .none).passes)
  }

  @Test("criteria that tell equal points apart make a rank worth one of two numbers")
  func stepsWithTies() throws {
    let score = try ComponentScore.told(
      ["25.00", "25.00", "22.00"],
      relative: "rankSteps=1.5",
      ranks: [1, 2, 3],
      ties: ["usability"]
    )
    let check = InferenceGuard(score, policy: .ranksOnly)
    #expect(finding(check, "", "A")?.kind == .exact)
    let second = try #require(finding(check, "", "B"))
    #expect(second.lower == "23.50" && second.upper == "25.00" && second.kind == .wide)
    let third = try #require(finding(check, "", "C"))
    #expect(third.lower == "22.00" && third.upper == "25.00")
  }

  @Test("of two models under a relative rule the other one follows whatever is published")
  func twoRelativeModels() throws {
    for (relative, second) in [("best", "21.00"), ("rankSteps=1.5", "23.50")] {
      let score = try ComponentScore.told(["25.00", second], relative: relative)
      let check = InferenceGuard(score, policy: .none)
      let found = finding(check, "B", "A")
      #expect(found?.lower == "25.00" && found?.kind == .exact)
      #expect(InferenceGuard.passing(score, within: .winnerAndAverage) == [])
      #expect(InferenceGuard.passing(score, within: .all) == [.all])
    }
  }

  @Test("relative to the best two teams that are not first know that the third has full marks")
  func relativeBest() throws {
    let score = try ComponentScore.told(["25.00", "21.00", "20.00"], relative: "best")
    let check = InferenceGuard(score, policy: .none)
    #expect(finding(check, "B", "A")?.kind == .wide)
    let together = try #require(finding(check, "BC", "A"))
    #expect(together.kind == .exact && together.lower == "25.00")
    #expect(check.explanations.first?.en.contains("the first always has full marks") == true)
    // Who is first is public with the ranks, and with it its points.
    #expect(finding(InferenceGuard(score, policy: .ranksOnly), "", "A")?.kind == .exact)
  }

  @Test("whoever shares a published rank knows the points of the other")
  func sharedRank() throws {
    let score = try ComponentScore.told(["20.00", "15.00", "15.00", "10.00"])
    let check = InferenceGuard(score, policy: .ranksOnly)
    #expect(finding(check, "B", "C")?.kind == .exact && finding(check, "C", "B")?.kind == .exact)
    #expect(finding(check, "A", "B")?.kind == .wide)
    #expect(InferenceGuard.passing(score, within: .ranksOnly) == [.none])
  }

  @Test("nothing is derived from nothing, and everything public leaves nothing to derive")
  func ends() throws {
    let score = try ComponentScore.told(["20.00", "15.00", "10.00"])
    let none = InferenceGuard(score, policy: .none)
    #expect(none.findings.allSatisfy { $0.lower == "0.00" && $0.upper == "25.00" })
    // The public, three teams and three pairs, of the models they do not know.
    #expect(none.findings.count == 3 + 3 * 2 + 3)
    #expect(InferenceGuard(score, policy: .all).findings.isEmpty)
  }

  @Test("twelve models pass under every rule with the first and the average")
  func twelveModels() throws {
    for relative in ["none", "best", "rankSteps=1.5"] {
      // 25.00, 23.50, 22.00 …
      let points = (0..<12).map { "\((250 - 15 * $0) / 10).\($0 % 2 == 0 ? "0" : "5")0" }
      let score = try ComponentScore.told(points, relative: relative)
      #expect(InferenceGuard(score, policy: .winnerAndAverage).passes, "\(relative)")
      #expect(InferenceGuard(score, policy: .ranksOnly).passes == (relative == "none"))
    }
  }

  // MARK: - Against every possible round

  @Test("the intervals are those of trying all points that fit", arguments: 0..<60)
  func bruteForce(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let (full, count) = (6, 1 + generator.index(below: 4))
    let isBest = generator.index(below: 3) == 0
    var truth = (0..<count).map { _ in generator.index(below: full + 1) }.sorted(by: >)
    if isBest { truth[0] = full }
    let score = try ComponentScore.told(
      truth.map(String.init),
      relative: isBest ? "best" : "none",
      full: "\(full)",
      places: 0
    )
    for policy in DisclosurePolicy.allCases where policy != .all {
      let check = InferenceGuard(score, policy: policy)
      for found in check.findings {
        let observer = found.observer.compactMap { "ABCDE".firstIndex(of: Character($0)) }
          .map { "ABCDE".distance(from: "ABCDE".startIndex, to: $0) }
        let model = "ABCDE".prefix { String($0) != found.model }.count
        let fitting = Self.all(count, upTo: full).filter { points in
          observer.allSatisfy { points[$0] == truth[$0] }
            && (!isBest || points.contains(full))
            && Self.looksAlike(points, truth, policy)
        }.map { $0[model] }
        #expect(found.lower == fitting.min().map(String.init), "\(policy) \(truth) \(found)")
        #expect(found.upper == fitting.max().map(String.init), "\(policy) \(truth) \(found)")
      }
    }
  }

  private static func all(_ count: Int, upTo full: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { lists, _ in
      lists.flatMap { list in (0...full).map { list + [$0] } }
    }
  }

  /// Whether points would have been published in the same words as the true ones.
  private static func looksAlike(
    _ points: [Int],
    _ truth: [Int],
    _ policy: DisclosurePolicy
  ) -> Bool {
    switch policy {
    case .none, .all: return true
    case .ranksOnly:
      // The same order; where ranks differ, rounded points may still be equal.
      return points.indices.allSatisfy { first in
        points.indices.allSatisfy { second in
          truth[first] == truth[second]
            ? points[first] == points[second]
            : truth[first] < truth[second] || points[first] >= points[second]
        }
      }
    case .winnerAndAverage:
      func tenths(_ sum: Int) -> Int { (20 * sum + points.count) / (2 * points.count) }
      return points.indices.allSatisfy { truth[$0] != truth[0] || points[$0] == truth[0] }
        && points.allSatisfy { $0 <= truth[0] }
        && tenths(points.reduce(0, +)) == tenths(truth.reduce(0, +))
    }
  }

  @Test("under rank steps the intervals are those of trying all orders", arguments: 0..<40)
  func bruteForceSteps(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(1000 + seed))
    let (full, step, count) = (5, 2, 1 + generator.index(below: 4))
    func points(_ absolute: [Int]) -> [Int] {
      absolute.map { own in max(0, full - step * absolute.count { $0 > own }) }
    }
    let truth = points((0..<count).map { _ in generator.index(below: count) }.sorted(by: >))
    let ranks = truth.map { own in 1 + truth.count { $0 > own } }
    let score = try ComponentScore.told(
      truth.map(String.init),
      relative: "rankSteps=\(step)",
      full: "\(full)",
      places: 0,
      ranks: ranks
    )
    // Below 0 points ranks may go on; then this simple trial knows less than the guard.
    guard truth.count(where: { $0 == 0 }) < 2 else { return }
    let every = Set(Self.all(count, upTo: count - 1).map(points))
    for policy in [DisclosurePolicy.none, .winnerAndAverage] {
      for found in InferenceGuard(score, policy: policy).findings {
        let observer = found.observer.map { id in "ABCDE".prefix { String($0) != id }.count }
        let model = "ABCDE".prefix { String($0) != found.model }.count
        let fitting = every.filter { points in
          observer.allSatisfy { points[$0] == truth[$0] }
            && (policy == .none
              || points.indices.allSatisfy { (points[$0] == full) == (truth[$0] == full) }
                && points.reduce(0, +) == truth.reduce(0, +))
        }.map { $0[model] }
        #expect(found.lower == fitting.min().map(String.init), "\(policy) \(truth) \(found)")
        #expect(found.upper == fitting.max().map(String.init), "\(policy) \(truth) \(found)")
      }
    }
  }
}
