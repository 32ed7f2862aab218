import PanelCore
import PanelReport
import PanelScoring
import PanelTerminal

/// Component scores as lines for a terminal.
enum ScoreTable {
  static func lines(
    _ score: ComponentScore,
    language: Language,
    columns: Int
  ) -> [String] {
    func say(en: String, ko: String) -> String { language == .ko ? ko : en }
    let full = score.fullMarks
    var lines = [
      score.official
        ? say(en: "Official result", ko: "공식 결과")
        : say(en: "Exploratory result", ko: "탐색 결과 (공식 아님)"),
      say(
        en: "\(score.evaluators) evaluators; rule \(score.rule.outliers), unit \(score.rule.unit), "
          + "conversion \(score.rule.conversion), relative \(score.rule.relative), "
          + "rounded \(score.rule.rounding); quorum \(score.quorum)",
        ko: "평가위원 \(score.evaluators)명; 이상치 규칙 \(score.rule.outliers), 단위 \(score.rule.unit), "
          + "환산 \(score.rule.conversion), 상대 \(score.rule.relative), "
          + "반올림 \(score.rule.rounding); 정족수 \(score.quorum)"
      ),
      "",
    ]
    lines = lines.flatMap { TextWidth.wrapped($0, columns: columns == .max ? 100 : columns) }
    let beside = score.models.compactMap(\.relative).first?.relative ?? "best"
    let criteria = score.criteria
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Rank", ko: "순위"), .right),
        TextTable.Field(say(en: "Model", ko: "모델")),
        TextTable.Field("n", .right),
        TextTable.Field(say(en: "Points of \(full)", ko: "점수/\(full)"), .right),
        TextTable.Field(say(en: "95% interval", ko: "95% 신뢰구간"), .right),
        TextTable.Field(say(en: "Absolute", ko: "절대"), .right),
        TextTable.Field(
          beside == "best" ? say(en: "To best", ko: "최고점 기준") : beside,
          .right
        ),
      ] + criteria.map { TextTable.Field($0, .right) }
    )
    for model in score.ranking {
      let interval = model.interval.map {
        "\(decimal($0.lower)) – \(decimal($0.upper))"
      }
      table.cells.append(
        [
          model.rank.map(String.init) ?? "–", model.id, String(model.n),
          model.points ?? "–", interval ?? "–", model.absolute?.points ?? "–",
          model.relative?.points ?? "–",
        ] + criteria.map { model.criteria[$0]?.points ?? "–" }
      )
    }
    lines += table.lines(maxColumns: columns)
    lines.append("")
    for model in score.models where model.withheld != nil {
      lines.append(
        say(
          en: "\(model.id): no score (\(model.withheld?.text.en ?? ""))",
          ko: "\(model.id): 점수 없음 (\(model.withheld?.text.ko ?? ""))"
        )
      )
    }
    if let top = score.separable.first {
      lines.append(sentence(top, language))
    }
    if let note = ties(score, language) { lines.append(note) }
    let dropped = score.outliers.count
    lines.append(
      say(
        en:
          "\(dropped) ratings were dropped or clipped by the rule; --json lists each with its effect.",
        ko: "규칙에 따라 제외하거나 조정한 평점 \(dropped)건. 각각의 영향은 --json에 있습니다."
      )
    )
    return lines
  }

  /// One sentence on whether the first two models are statistically separable.
  static func sentence(_ top: ComponentScore.Neighbours, _ language: Language) -> String {
    let (difference, lower, upper) = (
      decimal(top.difference), decimal(top.lower), decimal(top.upper)
    )
    switch language {
    case .en:
      return
        "The top two (\(top.first), \(top.second)) are \(top.separable ? "separable" : "NOT separable")"
        + ": difference \(difference) points, 95% interval \(lower) to \(upper)."
    case .ko:
      return
        "1위와 2위(\(top.first), \(top.second))는 통계적으로 구별\(top.separable ? "됩니다" : "되지 않습니다")"
        + ": 차이 \(difference)점, 95% 신뢰구간 \(lower) – \(upper)."
    }
  }

  private static func ties(_ score: ComponentScore, _ language: Language) -> String? {
    let tied = Dictionary(grouping: score.models.filter { $0.rank != nil }) { $0.rank ?? 0 }
      .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
    guard !tied.isEmpty else { return nil }
    let list = tied.map { rank, models in
      "\(rank): \(models.map(\.id).joined(separator: " = "))"
    }.joined(separator: "; ")
    return language == .ko ? "동점 – \(list)" : "Ties – \(list)"
  }

  /// A number rounded to two decimals, or to `places`, the same in every locale.
  static func decimal(_ value: Double, places: Int = 2) -> String {
    let unit = (0..<places).reduce(1) { power, _ in power * 10 }
    let scaled = (value * Double(unit)).rounded()
    guard scaled.magnitude < 1e15 else { return "\(value)" }
    let whole = Int(scaled.magnitude)
    let fraction = String(whole % unit)
    return (scaled < 0 ? "-" : "") + "\(whole / unit)."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
