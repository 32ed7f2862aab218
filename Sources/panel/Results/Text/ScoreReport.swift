import PanelCore
import PanelReport
import PanelScoring
import PanelTerminal

/// The report of `panel aggregate` on a terminal: the numbers, and the statements that they
/// support.
///
/// It is written for coordinators without training in statistics. It does not rely on colour, and
/// plots are plain ASCII: in Korean terminals many line-drawing characters take two columns.
struct ScoreReport {
  let analysis: Analysis
  let language: Language
  /// The width of the text.
  let width: Int
  /// The width of tables; unlimited if the output is not a terminal.
  let columns: Int

  init(_ analysis: Analysis, language: Language, columns: Int?) {
    self.analysis = analysis
    self.language = language
    self.columns = columns ?? .max
    width = min(columns ?? 100, 100)
  }

  var score: ComponentScore { analysis.score }

  func say(en: String, ko: String) -> String { language == .ko ? ko : en }
  func say(_ text: LocalizedText) -> String { text[language] }

  /// The report, followed by the formulas and their sources if requested.
  func lines(explain: Bool) -> [String] {
    var lines = ScoreTable.lines(score, language: language, columns: columns)
    lines += beside()
    if analysis.screening != nil {
      lines += plot() + statements() + stability() + agreement() + outliers() + screening()
      lines += robustness() + manipulation()
      lines += limits()
    }
    if explain {
      lines += Explanation.lines(score.rule, language: language, columns: width)
    } else if analysis.screening != nil {
      lines += [
        "",
        say(
          en: "More: --explain (formulas, sources), --outliers FILE (each dropped rating), --json.",
          ko: "더 보기: --explain(공식과 출처), --outliers 파일(제외한 평점), --json."
        ),
      ]
    }
    return lines
  }

  /// A section: a blank line, its title, and a line under it.
  func section(_ title: String) -> [String] {
    ["", title, String(repeating: "-", count: TextWidth.columns(of: title))]
  }

  /// A sentence that fits the width, its later lines indented.
  func sentence(_ text: String, bullet: String = "") -> [String] {
    let lines = TextWidth.wrapped(text, columns: width - bullet.count)
    return lines.enumerated().map { index, line in
      (index == 0 ? bullet : String(repeating: " ", count: bullet.count)) + line
    }
  }

  /// The official result next to an exploratory one.
  private func beside() -> [String] {
    guard let beside = analysis.beside else { return [] }
    var lines: [String] = []
    if let exclusion = analysis.exclusion {
      lines += sentence(
        say(
          en: "Left out: \(exclusion.raters.joined(separator: ", ")). Reason: \(exclusion.reason)",
          ko: "제외: \(exclusion.raters.joined(separator: ", ")). 이유: \(exclusion.reason)"
        )
      )
    }
    lines += section(
      beside.official
        ? say(
          en: "For comparison: the official result, every submission",
          ko: "비교: 모든 제출을 반영한 공식 결과"
        )
        : say(en: "For comparison: every submission", ko: "비교: 모든 제출을 반영한 결과")
    )
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Model", ko: "모델")),
        TextTable.Field(
          beside.official ? say(en: "official", ko: "공식") : say(en: "all", ko: "전체"),
          .right
        ),
        TextTable.Field(say(en: "rank", ko: "순위"), .right),
        TextTable.Field(say(en: "this", ko: "이 결과"), .right),
        TextTable.Field(say(en: "rank", ko: "순위"), .right),
      ]
    )
    for model in beside.ranking {
      let other = score.models.first { $0.id == model.id }
      table.cells.append([
        model.id, model.points ?? "-", model.rank.map(String.init) ?? "-", other?.points ?? "-",
        other?.rank.map(String.init) ?? "-",
      ])
    }
    lines += table.lines(maxColumns: columns)
    if beside.official {
      lines += sentence(
        say(
          en:
            "The official result counts every submission by the rule that was fixed before opening. "
            + "The exploratory result is for information, not for decisions.",
          ko: "공식 결과는 개시 전에 고정한 규칙으로 모든 제출을 반영합니다. 위의 결과는 살펴보기 위한 것이며 "
            + "결정의 근거가 아닙니다."
        )
      )
    }
    return lines
  }

  /// Points with their intervals on one axis.
  private func plot() -> [String] {
    let shown = score.ranking.filter { $0.points != nil }
    guard !shown.isEmpty else { return [] }
    let plot = IntervalPlot(
      rows: shown.map { model in
        IntervalPlot.Row(
          label: model.id,
          value: model.value ?? 0,
          interval: model.interval.map { ($0.lower, $0.upper) }
        )
      },
      columns: min(width, 78)
    )
    guard let plot else { return [] }
    return section(
      say(
        en: "Points (o) with their 95% intervals |---|",
        ko: "점수(o)와 95% 신뢰구간 |---|"
      )
    ) + plot.lines
  }

  /// The limits that no number in the report can show.
  private func limits() -> [String] {
    section(say(en: "What these numbers cannot show", ko: "이 수치로 알 수 없는 것"))
      + sentence(
        say(
          en:
            "On a bounded scale no rule stops quiet collusion: the highest rating is not an outlier. "
            + "The protection is blind codes, declared conflicts and the size of the panel.",
          ko: "범위가 정해진 척도에서는 어떤 규칙도 조용한 담합을 막지 못합니다. 최고점은 이상치가 아니기 "
            + "때문입니다. 막는 것은 비식별 코드, 이해관계 신고, 평가단의 규모입니다."
        )
      )
  }
}

extension ComponentScore.ModelScore {
  /// The points as a binary number, for plots and comparisons in words.
  var value: Double? { points.flatMap(Double.init) }
}
