import Foundation
import PanelCore
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite(.timeLimit(.minutes(45)))
struct RatingsFileTests {
  private static let form = RatedForm(
    criteria: [(CriterionID("u"), ExactDecimal(15)), (CriterionID("c"), ExactDecimal(10))],
    lowest: 1,
    highest: 5,
    models: [ModelCode("A"), ModelCode("B")]
  )
  private static let head = "rater,model,item,rating\n"

  private func read(_ text: String, _ form: RatedForm = form) throws -> RatingsTable {
    try RatingsFile(csv: text, form: form).table
  }

  /// The problems of a file as `line: message`, each with a way to mend it in both languages.
  private func problems(_ text: String, _ form: RatedForm = form) -> [String] {
    do throws(RatingsFile.Problems) {
      _ = try RatingsFile(csv: text, form: form)
      return []
    } catch {
      #expect(
        error.problems.allSatisfy {
          ![$0.fix.ko, $0.fix.en, $0.message.ko, $0.message.en].contains("")
        }
      )
      return error.problems.map { "\($0.line): \($0.message.en)" }
    }
  }

  @Test func longFiles() throws {
    let table = try read(Self.head + "x,A,u,5\nx,A,c,\nx,B,u,R\ny,B,c,1\n")
    #expect(table.raters == ["x", "y"])
    #expect(
      [table[0, 0, 0], table[0, 0, 1], table[0, 1, 0]] == [.rating(5), .cannotJudge, .recused]
    )
    #expect([table[0, 1, 1], table[1, 0, 0], table[1, 1, 1]] == [.blank, .blank, .rating(1)])
  }

  @Test func oneContentInManySpellings() throws {
    let plain = try read(Self.head + "x,A,u,5\ny,B,c,1\n")
    for text in [
      "\u{FEFF}" + Self.head + "x,A,u,5\ny,B,c,1\n",
      "rater,model,item,rating\r\nx,A,u,5\r\ny,B,c,1\r\n",
      "\u{FEFF}rater,model,item,rating\r\n\r\nx,A,u,5\r\n\r\ny,B,c,1",
      "\"rater\",\"model\",\"item\",\"rating\"\n\"x\",\"A\",\"u\",\"5\"\n\"y\",\"B\",\"c\",\"1\"",
      " rater , model,item, rating\n x,A ,u, 5\ny,B,c,1 \n",
      "note,rating,item,model,rater\n\"a, \"\"b\"\"\nc\",5,u,A,x\n,1,c,B,y\n",
    ] {
      #expect(try read(text) == plain)
    }
    #expect(
      try RatingsFile(csv: "note," + Self.head + "1,x,A,u,5\n", form: Self.form).notices.map(\.en)
        == ["columns ignored: note"]
    )
  }

  @Test func wideFiles() throws {
    let table = try read("rater,B_c,A_u,A_c,B_u,role\nx,1,2,,R,honest\ny,5,5,5,5,\n")
    #expect(
      [table[0, 1, 1], table[0, 0, 0], table[0, 0, 1], table[0, 1, 0]] == [
        .rating(1), .rating(2), .blank, .recused,
      ]
    )
    // Models are taken from the file when the form names none, and split at the first underscore.
    var form = RatedForm(
      criteria: [(CriterionID("cost_efficiency"), ExactDecimal(25))],
      lowest: 1,
      highest: 5
    )
    #expect(
      try read("rater,Z_cost_efficiency,A_cost_efficiency\nx,1,2\n", form).form.models
        == [ModelCode("Z"), ModelCode("A")]
    )
    form.models = [ModelCode("A")]
    #expect(
      try RatingsFile(csv: "rater,Z_cost_efficiency,A_cost_efficiency\nx,1,2\n", form: form).notices
        .map(\.en) == ["columns ignored: Z_cost_efficiency"]
    )
    form.models = []
    #expect(
      try read("rater,model,item,rating\nx,Q,cost_efficiency,1\nx,P,cost_efficiency,2\n", form).form
        .models == [ModelCode("Q"), ModelCode("P")]
    )
  }

  @Test func badLines() {
    for (line, problem) in [
      ("x,A,u", "3 cells where the header has 4"),
      ("x,A,u,5,", "5 cells where the header has 4"),
      ("x,A,u,4.5", "the rating '4.5' is not a whole number"),
      ("x,A,u,r", "the rating 'r' is not a whole number"),
      ("x,A,u,6", "the rating 6 is outside the scale 1..5"),
      ("x,A,u,0", "the rating 0 is outside the scale 1..5"),
      ("x,A,u,99999999999999999999", "the rating '99999999999999999999' is not a whole number"),
      ("x,Z,u,5", "there is no model 'Z'"),
      ("x,A,z,5", "there is no item 'z'"),
      (",A,u,5", "the rater is missing"),
      ("y,A,u,4", "this was rated on line 2 already"),
      ("x,A,\"u,5", "a quote is not closed properly"),
      ("x,A,\"u\"u,5", "a quote is not closed properly"),
      ("x,A,u\",5", "a quote is not closed properly"),
    ] {
      #expect(problems(Self.head + "y,A,u,5\n" + line + "\n") == ["3: \(problem)"], "\(line)")
    }
  }

  @Test func allProblemsAtOnceInTheOrderOfLines() {
    #expect(
      problems(Self.head + "x,A,u,9\n\"x\n\",B,u,1\nx,Z,z,0.5\n") == [
        "2: the rating 9 is outside the scale 1..5",
        "5: there is no model 'Z'", "5: there is no item 'z'",
        "5: the rating '0.5' is not a whole number",
      ]
    )
  }

  @Test func badHeads() {
    #expect(problems("") == ["1: the file is empty"])
    #expect(problems("\u{FEFF}\r\n\n") == ["1: the file is empty"])
    #expect(problems("a,b\n1,2\n") == ["1: the header is not one of ratings"])
    #expect(problems("rater,model,item,rating,item\n") == ["1: the column 'item' occurs twice"])
    #expect(
      problems("rater,A_u,A_c,B_u\nx,1,1,1\n") == ["1: the column B_c is missing"]
    )
    #expect(
      problems("rater,role\nx,1\n", RatedForm.one(25, 1...5))
        == ["1: there is no MODEL_CRITERION column"]
    )
    #expect(
      problems("rater,A_u,A_c,B_u,B_c\nx,1,1,1,1\nx,2,2,2,2\n") == ["3: the rater 'x' occurs twice"]
    )
    #expect(
      problems("rater,A_u,A_c,B_u,B_c\nx,1,1,1,1\ny,2,2,2\n")
        == ["3: 4 cells where the header has 5"]
    )
  }

  @Test func writtenCellsReadBack() throws {
    let lines = [
      ["a", "b,c", "d\"e", "f\ng", "h\r\ni", ""], ["", " x ", "한", "0", "-1.5", "\u{1F600}"],
    ]
    for style in [CSV.Style.plain, .spreadsheet] {
      let text = String(decoding: CSV.write(lines, style: style), as: UTF8.self)
      #expect(try CSV.read(text).map(\.cells) == lines)
    }
    for formula in ["=1", "+a", "-a", "@a", "\ta", "=\u{301}"] {
      let text = String(decoding: CSV.write([[formula]], style: .plain), as: UTF8.self)
      #expect(text.hasPrefix("'"), "\(formula)")
    }
    #expect(CSV.write([["-1", "+2.5"]], style: .plain) == Data("-1,+2.5\n".utf8))
  }
}
