public import Foundation
public import PanelCore

/// The files of `panel export`: ratings and scores for spreadsheets and statistics programs.
///
/// Evaluators get new random labels in a new random order in every export, so that neither leads
/// back to the release or to another export. Comments, answers to unscored questions and profiles
/// are never exported. `Exports/README.md` says what each file and column means.
public enum RatingsExport {
  /// The names of the files.
  public static let fileNames = [
    "ratings-long.csv", "ratings-wide.csv", "scores.csv", "codebook.csv", "codebook.md",
  ]

  static let longColumns = [
    ExportColumn(
      "rater",
      "평가위원: 내보낼 때마다 새로 섞은 기호",
      "evaluator: a label drawn anew for each export"
    ),
    ExportColumn("model", "모델 코드", "code of the model"),
    ExportColumn("item", "문항", "item"),
    ExportColumn("criterion", "문항이 속한 평가 기준", "criterion that the item counts for"),
    ExportColumn("rating", "평점, 없으면 빈칸", "rating; empty if there is none"),
    ExportColumn("state", "칸의 상태, 평점이 없는 까닭", "what stands here, and why if it is no rating"),
  ]

  static let wideColumns = [
    longColumns[0],
    ExportColumn(
      "MODEL_ITEM",
      "그 모델의 그 문항 평점, 없으면 빈칸",
      "rating of the item for the model, one column each; empty if there is none"
    ),
  ]

  static let scoreColumns = [
    ExportColumn("model", "모델 코드", "code of the model"),
    ExportColumn("criterion", "평가 기준, 'total'은 전체", "criterion, or 'total' for all together"),
    ExportColumn("fullMarks", "배점", "points allotted"),
    ExportColumn("n", "계산에 들어간 평가위원 수", "evaluators entering the estimate"),
    ExportColumn("estimate", "평점 척도의 추정값, 분수", "estimate on the scale of ratings, a fraction"),
    ExportColumn("points", "반올림한 점수", "points, rounded"),
    ExportColumn("exact", "반올림 전 점수, 분수", "points before rounding, a fraction"),
    ExportColumn("rank", "순위, 동점은 같은 순위", "rank; equal models share it"),
    ExportColumn("lower", "95% 구간의 아래 끝, 점", "lower end of the 95 % interval, points"),
    ExportColumn("upper", "95% 구간의 위 끝, 점", "upper end of the 95 % interval, points"),
    ExportColumn("interval", "구간의 방법", "method of the interval"),
    ExportColumn(
      "firstRankShare",
      "재표본 가운데 1위인 비율, 공동 1위는 나눔",
      "share of resamples in which the model is first; ties are shared"
    ),
    ExportColumn("withheld", "점수가 없는 까닭", "why there are no points"),
  ]

  /// Makes the files.
  ///
  /// - Parameters:
  ///   - release: The release.
  ///   - language: The language of `codebook.md`; labels stand in both languages everywhere.
  ///   - byteOrderMark: Whether CSV files are for spreadsheets, with a byte-order mark and CRLF.
  ///   - generator: Draws the evaluators' order.
  /// - Returns: The files by name.
  /// - Throws: `ReleaseProblem` for a release that cannot be read.
  public static func files(
    release: Release,
    language: Language,
    byteOrderMark: Bool,
    using generator: inout some RandomNumberGenerator
  ) throws -> [String: Data] {
    let survey = try release.survey()
    let answers = try release.answers().filter { !$0.isAbstention }
    let style = byteOrderMark ? CSV.Style.spreadsheet : .plain
    let table = RatingsTable(form: RatedForm(survey), submissions: answers)
    let order = answers.indices.shuffled(using: &generator)
    let width = max(2, String(order.count).count)
    let raters = order.enumerated().map { index, position in
      let digits = String(index + 1)
      return (
        label: "e" + String(repeating: "0", count: width - digits.count) + digits,
        position: position
      )
    }
    let codebook = Codebook(survey)
    let contents = [
      CSV.write(long(table, answers, survey, raters), style: style),
      CSV.write(wide(table, raters), style: style),
      CSV.write(scores(try release.officialScore(), survey), style: style),
      CSV.write(codebook.lines, style: style),
      Data(codebook.markdown(language).utf8),
    ]
    return Dictionary(
      zip(fileNames, contents).map { ($0, $1) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private static func long(
    _ table: RatingsTable,
    _ answers: [Answers],
    _ survey: Survey,
    _ raters: [(label: String, position: Int)]
  ) -> [[String]] {
    var lines = [longColumns.map(\.name)]
    for (label, rater) in raters {
      for (model, code) in table.form.models.enumerated() {
        for (index, item) in survey.items.enumerated() {
          let (rating, state) =
            switch table[rater, model, index] {
            case .rating(let rating): (String(rating), "rating")
            case .recused: ("", "recused")
            case .blank: ("", "blank")
            case .cannotJudge: ("", state(answers[rater].answers[code]?[item.id]))
            }
          lines.append([
            label, code.rawValue, item.id.rawValue, item.criterion.rawValue, rating, state,
          ])
        }
      }
    }
    return lines
  }

  private static func state(_ answer: Answer?) -> String {
    guard case .cannotJudge(let reason) = answer else { return "cannotJudge" }
    return "cannotJudge:\(reason)"
  }

  private static func wide(
    _ table: RatingsTable,
    _ raters: [(label: String, position: Int)]
  ) -> [[String]] {
    let form = table.form
    let head = ["rater"] + form.models.flatMap { model in form.items.map { "\(model)_\($0)" } }
    return [head]
      + raters.map { label, rater in
        [label]
          + form.models.indices.flatMap { model in
            form.items.indices.map { table[rater, model, $0].rating.map(String.init) ?? "" }
          }
      }
  }

  private static func scores(_ score: ComponentScore, _ survey: Survey) -> [[String]] {
    var lines = [scoreColumns.map(\.name)]
    for model in score.models {
      for criterion in survey.criteria {
        let part = model.criteria[criterion.id.rawValue]
        lines.append([
          model.id, criterion.id.rawValue, criterion.points.description,
          part.map { String($0.n) } ?? "", part?.estimate ?? "", part?.points ?? "",
          part?.exact?.fraction ?? "", "", "", "", "", "", model.withheld?.text.en ?? "",
        ])
      }
      lines.append([
        model.id, "total", score.fullMarks, String(model.n), "", model.points ?? "",
        model.exact?.fraction ?? "", model.rank.map(String.init) ?? "",
        model.interval.map { "\($0.lower)" } ?? "", model.interval.map { "\($0.upper)" } ?? "",
        model.interval?.method ?? "", model.rankProbability?.first.map { "\($0)" } ?? "",
        model.withheld?.text.en ?? "",
      ])
    }
    return lines
  }
}
