import Foundation
import PanelStatistics
import TestSupport
import Testing

/// Nine tables with what pyCANON 1.3.6 says of them, and what the papers' definitions give (`own`).
///
/// Where the two differ, a test names the difference.
@Suite(.timeLimit(.minutes(45)))
struct DisclosureMeasureTests {
  struct Reference: Decodable {
    var cases: [Case]
  }

  struct Case: Decodable {
    var name: String
    var csv: String
    var qi: [String]
    var sa: [String]
    var pycanon: Theirs
    var own: Own
  }

  /// What pyCANON printed; a number that it could not compute is a text.
  struct Theirs: Decodable {
    var k_anonymity: Int
    var l_diversity: Int
    var entropy_l_diversity: Int
    var t_closeness: NumberOrText
    var average_rir: Double
    var max_rir: Double
  }

  enum NumberOrText: Decodable, Equatable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  struct Own: Decodable {
    struct Attribute: Decodable {
      var l: Int
      var entropy_l: Double
      var t_ordered_emd: Double
      var t_equal_distance: Double
    }

    var k: Int
    var classes: Int
    var uniques: Int
    var prosecutor_max_risk: Double
    var prosecutor_avg_risk_arx: Double
    var records_at_risk_gt_0_2: Double
    var l: Int
    var entropy_l_real: Double
    var t_ordered_emd: Double
    var t_equal_distance: Double
    var per_sa: [String: Attribute]?
  }

  /// One table, read with an empty cell as a missing value.
  struct Table {
    var reference: Case
    var classes: EquivalenceClasses
    var attributes: [(name: String, diversity: LDiversity, closeness: TCloseness)]

    init(_ reference: Case) throws {
      self.reference = reference
      let lines = try Fixture.lines("disclosure/" + reference.csv)
      let rows = lines.dropFirst().map { line in
        Dictionary(uniqueKeysWithValues: zip(lines[0], line.map { $0.isEmpty ? nil : $0 }))
      }
      let known = rows.map { row in reference.qi.map { row[$0] ?? nil } }
      classes = EquivalenceClasses(known)
      attributes = reference.sa.map { [classes] name in
        let values = rows.map { $0[name] ?? nil }
        return (name, LDiversity(of: values, in: classes), TCloseness(of: values, in: classes))
      }
    }

    var distinct: Int? { attributes.map(\.diversity.distinct).min() }
    var entropy: Double? { attributes.map(\.diversity.entropy).min() }
    var ordered: Double? { attributes.map(\.closeness.ordered.doubleValue).max() }
    var equal: Double? { attributes.map(\.closeness.equal.doubleValue).max() }
  }

  static let names = [
    "raw", "generalised", "one_qi", "one_qi_one_sa", "one_qi_string_sa", "missing_qi",
    "tiny_recursive", "tiny_entropy3", "constant_sa",
  ]

  func table(_ name: String) throws -> Table {
    let reference = try Fixture.json("pycanon_reference.json", as: Reference.self)
    return try Table(try #require(reference.cases.first { $0.name == name }))
  }

  func isClose(_ actual: Double?, _ expected: Double) -> Bool {
    actual.map { ($0 - expected).magnitude <= 1e-9 } == true
  }

  @Test("all nine tables are tested")
  func allNineTablesAreTested() throws {
    let reference = try Fixture.json("pycanon_reference.json", as: Reference.self)
    #expect(reference.cases.map(\.name).sorted() == Self.names.sorted())
  }

  @Test(
    "classes, risks, diversity and closeness are those of the definitions",
    arguments: names
  )
  func classesRisksDiversityAndClosenessAre(
    _ name: String
  ) throws {
    let table = try table(name)
    let (classes, own) = (table.classes, table.reference.own)
    #expect(classes.k == own.k)
    #expect(classes.classes.count == own.classes)
    #expect(classes.uniques == own.uniques)
    #expect(isClose(classes.greatestRisk.doubleValue, own.prosecutor_max_risk))
    #expect(isClose(classes.averageRisk.doubleValue, own.prosecutor_avg_risk_arx))
    let share = classes.shareAtRisk(above: Rational(1, 5)).doubleValue
    #expect(isClose(share, own.records_at_risk_gt_0_2))
    #expect(table.distinct == own.l)
    #expect(isClose(table.entropy, own.entropy_l_real))
    #expect(isClose(table.ordered, own.t_ordered_emd))
    #expect(isClose(table.equal, own.t_equal_distance))
    for attribute in table.attributes {
      guard let expected = own.per_sa?[attribute.name] else { continue }
      #expect(attribute.diversity.distinct == expected.l)
      #expect(isClose(attribute.diversity.entropy, expected.entropy_l))
      #expect(isClose(attribute.closeness.ordered.doubleValue, expected.t_ordered_emd))
      #expect(isClose(attribute.closeness.equal.doubleValue, expected.t_equal_distance))
    }
  }

  @Test(
    "where no value is missing, k, distinct l and the greatest risk are those of pyCANON",
    arguments: names.filter { $0 != "missing_qi" }
  )
  func whereNoValueIsMissingK(
    _ name: String
  ) throws {
    let table = try table(name)
    #expect(table.classes.k == table.reference.pycanon.k_anonymity)
    #expect(table.distinct == table.reference.pycanon.l_diversity)
    #expect(isClose(table.classes.greatestRisk.doubleValue, table.reference.pycanon.max_rir))
  }

  @Test(
    "t of numbers is that of pyCANON",
    arguments: ["raw", "generalised", "one_qi", "one_qi_one_sa", "tiny_entropy3"]
  )
  func tOfNumbersIsThatOf(_ name: String) throws {
    let table = try table(name)
    guard case .number(let expected) = table.reference.pycanon.t_closeness else {
      Issue.record("pyCANON has no t here")
      return
    }
    #expect(isClose(table.ordered, expected))
  }

  @Test(
    "t of texts is pyCANON's by the equal distance, which leaves out the order of ratings",
    arguments: ["one_qi_string_sa", "tiny_recursive"]
  )
  func tOfTextsIsPyCANONS(
    _ name: String
  ) throws {
    let table = try table(name)
    guard case .number(let expected) = table.reference.pycanon.t_closeness else {
      Issue.record("pyCANON has no t here")
      return
    }
    #expect(isClose(table.equal, expected))
    #expect(!isClose(table.ordered, expected))
  }

  // MARK: Where pyCANON is not followed

  @Test("a missing value is a class of its own, which pyCANON drops")
  func aMissingValueIsAClass() throws {
    let table = try table("missing_qi")
    #expect(table.reference.pycanon.k_anonymity == 14)
    #expect(table.classes.k == 1)
    #expect(table.classes.rows == 49)
    #expect(table.distinct == 1)
  }

  @Test("entropy l is a real number, which pyCANON truncates to a whole one")
  func entropyLIsARealNumber() throws {
    let table = try table("tiny_entropy3")
    #expect(table.reference.pycanon.entropy_l_diversity == 2)
    #expect(isClose(table.entropy, 3))
    #expect(table.attributes[0].diversity.hasEntropy(atLeast: Rational(3)))
    #expect(!table.attributes[0].diversity.hasEntropy(atLeast: Rational(30_001, 10_000)))
  }

  @Test("a constant attribute has distance 0, where pyCANON divides by zero")
  func aConstantAttributeHasDistance0() throws {
    let table = try table("constant_sa")
    #expect(
      table.reference.pycanon.t_closeness == .text("ERROR ZeroDivisionError: division by zero")
    )
    #expect(table.ordered == 0)
    #expect(table.equal == 0)
    #expect(table.distinct == 1)
  }

  @Test("the average risk is over rows, which pyCANON takes over classes")
  func theAverageRiskIsOverRows() throws {
    let table = try table("constant_sa")
    // Classes of 3 and of 4 rows: 2 classes among 7 rows; the mean of 1/3 and 1/4 is another number.
    #expect(table.classes.averageRisk == Rational(2, 7))
    #expect(isClose(table.reference.pycanon.average_rir, Rational(7, 24).doubleValue))
  }

  // MARK: By hand

  @Test("without rows there is no risk and no class")
  func withoutRowsThereIsNoRisk() {
    let classes = EquivalenceClasses([[String?]]())
    #expect(classes.k == 0 && classes.uniques == 0)
    #expect(classes.greatestRisk == .zero && classes.averageRisk == .zero)
    #expect(classes.shareAtRisk(above: .zero) == .zero)
    #expect(TCloseness(of: [Int?](), in: classes).ordered == .zero)
  }

  @Test("two equally frequent values have entropy l of exactly 2")
  func twoEquallyFrequentValuesHaveEntropy() {
    for half in 1...60 {
      let diversity = LDiversity(counts: [[half, half]])
      #expect(diversity.hasEntropy(atLeast: Rational(2)))
      #expect(!LDiversity(counts: [[half, half + 1]]).hasEntropy(atLeast: Rational(2)))
    }
  }

  @Test("a missing rating is a value below the lowest")
  func aMissingRatingIsAValue() {
    let classes = EquivalenceClasses([["a"], ["a"], ["b"], ["b"]])
    // Missing, 1 | 2, 2: at distance 1/2 from value to value.
    let closeness = TCloseness(of: [nil, 1, 2, 2], in: classes)
    #expect(closeness.ordered == Rational(3, 8))
    #expect(closeness.equal == Rational(1, 2))
    #expect(LDiversity(of: [nil, 1, 2, 2], in: classes).distinct == 1)
  }

  // MARK: Known ratings

  @Test("known ratings single out rows by every set of cells")
  func knownRatingsSingleOutRowsBy() throws {
    let rows = [[1, 1, nil], [1, 2, nil], [1, 2, 3]]
    let one = try #require(Unicity.measure(rows, known: 1, seed: 1))
    // First cell: nobody; second: the first row; third: the last row.
    #expect(one.unique == 2 && one.pairs == 9 && !one.isSampled)
    let two = try #require(Unicity.measure(rows, known: 2, seed: 1))
    // Cells 1 and 2: the first; 1 and 3: the last; 2 and 3: all three.
    #expect(two.unique == 5 && two.share == Rational(5, 9))
    let three = try #require(Unicity.measure(rows, known: 3, seed: 1))
    #expect(three.share == .one)
    #expect(Unicity.measure(rows, known: 4, seed: 1) == nil)
    #expect(Unicity.measure([], known: 1, seed: 1) == nil)
  }

  @Test("every set of cells is looked at once")
  func everySetOfCellsIsLooked() throws {
    // Each row differs from the others by its own cell alone: a set finds the rows of its cells,
    // and the row with none of them if it is the only one.
    let rows = (0..<8).map { row in (0..<8).map { $0 == row ? 1 : 0 } }
    for known in 1...5 {
      let measured = try #require(Unicity.measure(rows, known: known, seed: 1))
      let sets = (0..<known).reduce(1) { $0 * (8 - $1) / ($1 + 1) }
      #expect(measured.pairs == sets * 8)
      #expect(measured.unique == sets * known)
    }
  }

  @Test("a sample of sets is the same with the same seed and near the whole")
  func aSampleOfSetsIsThe() throws {
    var generator = SplitMix64(seed: 7)
    let rows = (0..<20).map { _ in (0..<14).map { _ in Optional(generator.index(below: 3)) } }
    let whole = try #require(Unicity.measure(rows, known: 4, seed: 1))
    let sample = try #require(
      Unicity.measure(rows, known: 4, seed: 1, greatestSets: 500)
    )
    #expect(!whole.isSampled && sample.isSampled && sample.pairs == 500 * 20)
    #expect(Unicity.measure(rows, known: 4, seed: 1, greatestSets: 500) == sample)
    #expect((whole.share - sample.share).magnitude < Rational(1, 20))
  }
}
