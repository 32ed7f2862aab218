import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// The reader of large files against a plain one, on random files with faults.
@Suite(.timeLimit(.minutes(45)))
struct RatingsFilePropertyTests {
  private static let raters = [
    "r1", "r2", "r3", "  r1", "r1\t", "가나", "\u{1100}\u{1161}\u{1102}\u{1161}", "K", "\u{212A}",
    "\"a,\"\"b\"\"\"", "\"two\nlines\"", "\u{A0}r2\u{3000}",
    "a rater with a long name of many bytes",
    "\u{200B}r3", "é", "e\u{301}", "\"\"\"\"",
  ]
  private static let models = [
    "A", "B", "모델", " A", "\"B\"", "\u{1106}\u{1169}\u{1103}\u{1166}\u{11AF}",
  ]
  private static let items = ["u", "c", "u ", "\"c\""]
  private static let ratings = ["1", "2", "3", "4", "5", "", "R", " 3", "\"4\"", "+2", "007"]
  private static let faults = [
    "0", "6", "x", "4.5", "r", "-1", "99999999999999999999", "\u{FF15}", "1e0", " ", "\"", "\"1\"2",
    "3\"",
    "1\r", "1,2", "1\n", "1234567890",
  ]

  private static func form(models: [String]) -> RatedForm {
    RatedForm(
      criteria: [(CriterionID("u"), ExactDecimal(15)), (CriterionID("c"), ExactDecimal(10))],
      lowest: 1,
      highest: 5,
      models: models.map { ModelCode($0) }
    )
  }

  private func pick<Element>(_ list: [Element], _ generator: inout SplitMix64) -> Element {
    list[generator.index(below: list.count)]
  }

  /// A file of up to `lines` lines; about one cell in `rarity` is not as it should be.
  private func long(
    lines: Int,
    rarity: Int,
    _ generator: inout SplitMix64
  ) -> String {
    let end = pick(["\n", "\r\n"], &generator)
    var head = pick(
      [["rater", "model", "item", "rating"], ["note", "rating", "item", "model", "rater"]],
      &generator
    )
    if generator.index(below: 20) == 0 { head.append(pick(["rater", "extra", ""], &generator)) }
    var text = generator.index(below: 3) == 0 ? "\u{FEFF}" : ""
    text += head.joined(separator: ",") + end
    for _ in 0..<generator.index(below: lines) {
      func fault() -> Bool { generator.index(below: rarity) == 0 }
      var cells = head.map { name in
        switch name {
        case "rater": fault() ? "" : pick(Self.raters, &generator)
        case "model": fault() ? pick(["Z", "", "\""], &generator) : pick(Self.models, &generator)
        case "item": fault() ? pick(["z", "U"], &generator) : pick(Self.items, &generator)
        case "rating": pick(fault() ? Self.faults : Self.ratings, &generator)
        default: pick(["", "text", "\"more, \"\"text\"\"\n\""], &generator)
        }
      }
      if fault() { cells.removeLast() }
      if fault() { cells.append("") }
      text +=
        cells.joined(separator: ",")
        + pick([end, end, end, end + end, end + ",,," + end], &generator)
    }
    return generator.index(below: 4) == 0 ? String(text.dropLast()) : text
  }

  private func wide(lines: Int, rarity: Int, _ generator: inout SplitMix64) -> String {
    func fault() -> Bool { generator.index(below: rarity) == 0 }
    var names = ["A", "B"].flatMap { model in ["u", "c"].map { "\(model)_\($0)" } }
    names.shuffle(using: &generator)
    if fault() { names.removeLast() }
    if fault() { names.append(pick(["A_u", "A_u_c", "role", "_u"], &generator)) }
    var text = (["rater"] + names).joined(separator: ",") + "\n"
    for line in 0..<generator.index(below: lines) {
      var cells = names.map { _ in pick(fault() ? Self.faults : Self.ratings, &generator) }
      cells.insert(fault() ? pick(Self.raters + [""], &generator) : "w\(line)", at: 0)
      if fault() { cells.append("") }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Reads with both; returns whether the file was free of faults.
  private func compare(_ text: String, _ form: RatedForm) -> Bool {
    let plain = PlainRatingsReader(text, form)
    do throws(RatingsFile.Problems) {
      let file = try RatingsFile(csv: text, form: form)
      #expect(plain.problems.isEmpty, "\(text.debugDescription)")
      #expect(file.table == plain.table, "\(text.debugDescription)")
      // Equal labels may be spelled in more than one way; the first spelling stays.
      #expect(file.table.raters.map { Array($0.utf8) } == plain.table.raters.map { Array($0.utf8) })
      #expect(file.notices == plain.notices)
      return true
    } catch {
      #expect(error.problems.map(\.line) == plain.problems.map(\.line), "\(text.debugDescription)")
      #expect(
        error.problems.map { Array(($0.message.ko + $0.message.en).utf8) }
          == plain.problems.map { Array(($0.message.ko + $0.message.en).utf8) },
        "\(text.debugDescription)"
      )
      return false
    }
  }

  @Test(arguments: [[], ["A", "B", "모델"]])
  func longFilesReadAsByAPlainReader(models: [String]) {
    var generator = SplitMix64(seed: 31)
    var readable = 0
    for round in 0..<400 {
      // Without equal raters, as long as there are few lines, a file may well be free of faults.
      let text = long(
        lines: round % 3 == 0 ? 4 : 40,
        rarity: round % 2 == 0 ? 12 : 10_000,
        &generator
      )
      readable += compare(text, Self.form(models: models)) ? 1 : 0
    }
    #expect((15..<385).contains(readable), "\(readable) of the files have no fault")
  }

  @Test(arguments: [[], ["A", "B"]])
  func wideFilesReadAsByAPlainReader(models: [String]) {
    var generator = SplitMix64(seed: 32)
    var readable = 0
    for round in 0..<400 {
      let text = wide(lines: 20, rarity: round % 2 == 0 ? 15 : 10_000, &generator)
      readable += compare(text, Self.form(models: models)) ? 1 : 0
    }
    #expect((30..<385).contains(readable), "\(readable) of the files have no fault")
  }

  @Test func recordsAreSplitAsByAPlainReader() {
    var generator = SplitMix64(seed: 33)
    let pieces = [
      ",", ",", "\"", "\"\"", "\n", "\n", "\r", "\r\n", "a", " ", "한", "\u{FEFF}", "\u{1F600}",
    ]
    var split = 0
    for _ in 0..<6000 {
      let text = (0..<generator.index(below: 14)).map { _ in pick(pieces, &generator) }.joined()
      do throws(CSV.QuoteProblem) {
        let lines = try CSV.read(text)
        #expect(lines == PlainCSV.read(text), "\(text.debugDescription)")
        split += 1
      } catch {
        #expect(PlainCSV.read(text) == nil, "\(text.debugDescription)")
        #expect(error.line == PlainCSV.faultyLine(text), "\(text.debugDescription)")
      }
    }
    #expect((600..<5700).contains(split))
  }

  @Test func whiteSpaceIsThatOfFoundation() throws {
    let syntax: Set<UInt32> = [10, 13, 34, 44]
    let cells =
      (UInt32(1)...0xFFFF).filter { !syntax.contains($0) }.compactMap(Unicode.Scalar.init)
      .map { "\($0) \($0)x\($0)\t\($0)" } + ["\u{3000} \u{A0}", " ", ""]
    var records = CSV.Records(cells.joined(separator: ","))
    #expect(try records.next())
    try #require(records.cells.count == cells.count)
    for (cell, range) in zip(cells, records.cells) {
      let trimmed = records.text(records.trimmed(range))
      let expected = cell.trimmingCharacters(in: .whitespaces)
      #expect(trimmed.utf8.elementsEqual(expected.utf8), "\(cell.debugDescription)")
    }
  }

  @Test func labelsAreNumberedAsTexts() {
    var generator = SplitMix64(seed: 34)
    var index = LabelIndex(["x", "가"])
    var known = ["x": 0, "가": 1]
    for _ in 0..<6000 {
      let number = generator.index(below: 1000)
      let label = pick(
        [
          "\(number)", "라\(number)", "\u{1105}\u{1161}\(number)", "K", "\u{212A}", "x",
          "\u{1100}\u{1161}",
        ],
        &generator
      )
      let bytes = Array(("," + label + ",").utf8)
      let expected = known[label] ?? known.count
      known[label] = expected
      #expect(index.number(of: bytes, 1..<bytes.count - 1) == expected)
    }
    #expect(index.labels.count == known.count && known.count > 1000)
    #expect(index.labels.enumerated().allSatisfy { known[$1] == $0 })
  }
}
