import PanelStatistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(45)))
struct KendallWTests {
  @Test(arguments: AgreementFixture.names) func panels(_ name: String) throws {
    let fixture = try AgreementFixture(name)
    for (part, answers) in fixture.answers.parts {
      let agreement = KendallW.measure(try fixture.table(part))
      #expect(agreement.basis.evaluators == answers.n_complete_raters)
      check(try agreement.result.get(), answers.kendall_w_complete_raters)
    }
  }

  struct Textbook: Decodable {
    let icc_shrout_fleiss_1979: IntraclassCorrelationTests.Textbook.Published
    let kendall_w_shrout_fleiss: Screened.Kendall
  }

  @Test func textbook() throws {
    let textbook = try Fixture.json("textbook_known_answers.json", as: Textbook.self)
    let table = try IntraclassCorrelationTests.transposed(textbook.icc_shrout_fleiss_1979.Y)
    check(try KendallW.measure(table).result.get(), textbook.kendall_w_shrout_fleiss)
  }

  private func check(_ actual: KendallW, _ expected: Screened.Kendall) {
    #expect(isClose(actual.value, expected.W))
    #expect(isClose(actual.chiSquare, expected.chi2))
    #expect(actual.degreesOfFreedom == expected.df)
    // Around zero `isClose` is absolute, and these are far smaller.
    #expect((actual.pValue - expected.p).magnitude <= 1e-12 * expected.p)
  }

  @Test func ends() throws {
    let same = try KendallW.measure(try RatingMatrix([[1, 2, 3], [10, 20, 30]])).result.get()
    #expect(same.value == 1 && same.chiSquare == 4)
    let opposite = try KendallW.measure(try RatingMatrix([[1, 2, 3], [3, 2, 1]])).result.get()
    #expect(opposite.value == 0 && opposite.pValue == 1)
  }

  /// A straight-liner ranks nothing, but the others still do.
  @Test func tiesOfOneEvaluator() throws {
    let w = try KendallW.measure(try RatingMatrix([[1, 2, 3], [4, 4, 4]])).result.get()
    #expect(isClose(w.value, 0.5))
  }
}
