import PanelCore
import PanelScoring

extension Release {
  /// The answers to the attention check by row label; `nil` if the survey has none.
  func attention() throws(ReleaseProblem) -> ScreeningReport.Attention? {
    guard let check = try survey().attention else { return nil }
    let answers = try answers()
    let labels = RatingsTable.labels(answers.count)
    return ScreeningReport.Attention(
      expected: check.expected,
      answers: Dictionary(
        zip(labels, answers).compactMap { label, answers in
          answers.attention.map { (label, $0) }
        },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }
}
