import PanelCore
import PanelReport
import PanelScoring
import PanelStatistics
import PanelTerminal

/// A standing as lines for a terminal.
struct StandingText {
  private let standing: StandingResult
  private let language: Language
  /// The width of tables; unlimited if the output is not a terminal.
  private let columns: Int
  private let width: Int
  private let numbers: PointsText

  init(_ standing: StandingResult, language: Language, columns: Int?) {
    self.standing = standing
    self.language = language
    self.columns = columns ?? .max
    width = min(columns ?? 100, 100)
    let given = standing.teams.flatMap(\.points.values).filter(\.isGiven).map(\.lower)
    numbers = PointsText(places: given.map(PointsText.places).max() ?? 0)
  }

  var lines: [String] {
    wrapped(standing.title[language]) + [""] + points() + releases() + averages() + outcomes()
      + gates() + conclusions()
  }

  private func say(en: String, ko: String) -> String { language == .ko ? ko : en }

  private func wrapped(_ text: String, bullet: String = "") -> [String] {
    TextWidth.wrapped(text, columns: width - bullet.count).enumerated().map { index, line in
      (index == 0 ? bullet : String(repeating: " ", count: bullet.count)) + line
    }
  }

  private func section(_ title: String) -> [String] {
    ["", title, String(repeating: "-", count: TextWidth.columns(of: title))]
  }

  // MARK: - Points

  /// The points of all teams, with as many teams next to each other as fit.
  private func points() -> [String] {
    let labels = standing.components.map { component in
      String(repeating: "  ", count: max(0, component.depth - 1))
        + TextWidth.truncated(component.title[language], to: 24) + " (\(component.points))"
    }
    // The total comes last, as a sum does.
    let order = Array(standing.components.indices.dropFirst()) + [0]
    let cells = standing.teams.map { team in
      order.map { index in
        team.points[standing.components[index].id].map(numbers.cell) ?? ""
      }
    }
    let first = labels.map(TextWidth.columns(of:)).max() ?? 0
    var lines: [String] = []
    var left = Array(standing.teams.indices)[...]
    while !left.isEmpty {
      var used = first
      let fitting = left.prefix { team in
        let texts = cells[team] + [standing.teams[team].id.rawValue]
        used += 2 + (texts.map(TextWidth.columns(of:)).max() ?? 0)
        return used <= columns
      }
      let shown = fitting.isEmpty ? left.prefix(1) : fitting
      let head =
        [TextTable.Field(say(en: "Component (points)", ko: "항목(배점)"))]
        + shown.map { TextTable.Field(standing.teams[$0].id.rawValue, .right) }
      let table = TextTable(
        head: head,
        cells: order.enumerated().map { place, index in
          [labels[index]] + shown.map { cells[$0][place] }
        }
      )
      lines += (lines.isEmpty ? [] : [""]) + table.lines(maxColumns: columns)
      left = left.dropFirst(shown.count)
    }
    let isAnyWithheld = standing.teams.contains { $0.points.values.contains { !$0.isGiven } }
    guard isAnyWithheld else { return lines }
    return lines
      + wrapped(
        say(
          en: "( ): withheld; the interval that contains it, or the only possible value.",
          ko: "( ): 비공개. 있을 수 있는 범위 또는 하나뿐인 값입니다."
        )
      )
  }

  private func releases() -> [String] {
    standing.releases.flatMap { taken in
      let fingerprint = taken.fingerprint.map { ", \($0)" } ?? ""
      let what = "\(taken.team) \(taken.component): "
      let from = " (\(taken.release)\(fingerprint))"
      guard let points = taken.points else {
        let reason = taken.withheld?.text
        return wrapped(
          what + say(en: "no score: \(reason?.en ?? "")", ko: "점수 없음: \(reason?.ko ?? "")") + from
        )
      }
      return wrapped(
        what
          + say(
            en: "\(points), the official score of \(taken.model)",
            ko: "\(points)점, \(taken.model)의 공식 점수"
          )
          + from
      )
    }
  }

  private func averages() -> [String] {
    guard !standing.averages.isEmpty else { return [] }
    var lines = section(say(en: "Published averages", ko: "공개된 평균"))
    for average in standing.averages {
      let title = self.title(average.component)
      var text = say(
        en: "\(title): \(average.printed).",
        ko: "\(title): \(average.printed)점."
      )
      if let mean = average.othersMean.flatMap({ Rational(decimal: $0) }),
        let bounds = average.othersBounds
      {
        let (shown, range) = (numbers.nearest(mean), numbers.range(bounds))
        text += say(
          en:
            " The \(average.others) teams whose value is not known: \(shown) on average (\(range)).",
          ko: " 값을 모르는 \(average.others)팀의 평균은 \(shown)점(\(range))."
        )
      }
      if let sum = average.sumOfParts.flatMap({ Rational(decimal: $0) }) {
        let rounded = sum.decimalText(places: average.printed.places, mode: .halfUp)
        text += say(
          en: " The averages of its parts add up to \(numbers.exact(sum)), rounded \(rounded).",
          ko: " 부분의 평균을 더하면 \(numbers.exact(sum))점, 반올림하면 \(rounded)점."
        )
      }
      lines += wrapped(text)
    }
    return lines
  }

  private func title(_ id: ComponentID) -> String {
    standing.components.first { $0.id == id }?.title[language] ?? id.rawValue
  }

  // MARK: - Outcomes of the teams

  private func outcomes() -> [String] {
    let hasGates = standing.teams.contains { !$0.gates.isEmpty }
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Team", ko: "팀")),
        TextTable.Field(say(en: "Total", ko: "총점"), .right),
        TextTable.Field(say(en: "Rank", ko: "순위"), .right),
      ] + (hasGates ? [TextTable.Field(say(en: "Requirement", ko: "요건"))] : [])
        + [TextTable.Field(say(en: "Outcome", ko: "결과"))]
    )
    for team in standing.teams {
      // If not every ranking was examined, other outcomes are possible.
      let words =
        team.outcomes.map(word) + (standing.isComplete ? [] : [say(en: "undetermined", ko: "미판정")])
      let outcomes = words.joined(separator: say(en: " or ", ko: " 또는 "))
      table.cells.append(
        [team.id.rawValue, team.points[.total].map(numbers.cell) ?? "", ranks(team.ranks)]
          + (hasGates ? [word(team.gate)] : []) + [outcomes]
      )
    }
    return section(say(en: "Outcome", ko: "결과")) + table.lines(maxColumns: columns)
  }

  private func ranks(_ ranks: [Int]) -> String {
    guard let first = ranks.first, let last = ranks.last, first != last else {
      return ranks.first.map(String.init) ?? "–"
    }
    return ranks.count == last - first + 1
      ? "\(first)–\(last)" : ranks.map(String.init).joined(separator: ", ")
  }

  private func word(_ outcome: StandingOutcome) -> String {
    switch outcome {
    case .advances: say(en: "advances", ko: "진출")
    case .lowest: say(en: "eliminated as lowest", ko: "최하위 탈락")
    case .gate: say(en: "requirement not met", ko: "요건 미충족")
    case .belowCutOff: say(en: "below a cut-off", ko: "과락")
    case .outranked: say(en: "outranked", ko: "순위 밖")
    case .tied: say(en: "tie at a cut", ko: "경계 동점")
    }
  }

  private func word(_ gate: StandingFrame.RequirementOutcome) -> String {
    switch gate {
    case .met: say(en: "met", ko: "충족")
    case .notMet: say(en: "not met", ko: "미충족")
    case .open: say(en: "open", ko: "미정")
    }
  }

  private func gates() -> [String] {
    let lines = standing.teams.flatMap { team in
      team.gates.flatMap { finding in
        finding.grounds.map { grounds in
          wrapped(
            "\(team.id), \(finding.title[language]): \(word(finding.outcome)). "
              + grounds[language],
            bullet: "- "
          )
        } ?? []
      }
    }
    return lines.isEmpty
      ? [] : section(say(en: "Requirements, apart from points", ko: "요건(점수와 별도)")) + lines
  }

  // MARK: - Conclusions

  private func conclusions() -> [String] {
    StandingConclusion.Certainty.allCases.flatMap { certainty in
      let lines = sentences(certainty).flatMap { wrapped($0, bullet: "- ") }
      return lines.isEmpty ? [] : section(heading(certainty)) + lines
    }
  }

  private func heading(_ certainty: StandingConclusion.Certainty) -> String {
    switch certainty {
    case .certain:
      say(en: "Certain, whatever the withheld values are", ko: "비공개 값과 관계없이 확실한 것")
    case .possible: say(en: "Possible, not certain", ko: "가능하지만 확실하지 않은 것")
    case .impossible: say(en: "Impossible", ko: "있을 수 없는 것")
    case .undetermined:
      say(en: "Undetermined: too many rankings to examine all", ko: "판정하지 못한 것(가능한 순위가 너무 많음)")
    }
  }

  /// One sentence per statement; comparisons of two totals only if certain.
  private func sentences(_ certainty: StandingConclusion.Certainty) -> [String] {
    let those = standing.conclusions.filter { $0.certainty == certainty }
    var statements: [StandingConclusion.Statement] = []
    for conclusion in those where !statements.contains(conclusion.statement) {
      if case .atLeast = conclusion.statement { continue }
      statements.append(conclusion.statement)
    }
    let sentences = statements.map { statement in
      let teams = those.filter { $0.statement == statement }.map(\.team.rawValue)
      return subject(of: statement) + ": " + teams.joined(separator: ", ")
    }
    guard certainty == .certain else { return sentences }
    return sentences
      + standing.teams.compactMap { team in
        let others = those.filter { $0.team == team.id }.compactMap { conclusion in
          if case .atLeast(let other) = conclusion.statement { other.rawValue } else { nil }
        }
        let list = others.joined(separator: ", ")
        return others.isEmpty
          ? nil
          : say(
            en: "the total of \(team.id) is at least that of \(list)",
            ko: "\(team.id)의 총점은 다음 팀 이상: \(list)"
          )
      }
  }

  private func subject(of statement: StandingConclusion.Statement) -> String {
    switch statement {
    case .advances: say(en: "advances", ko: "진출")
    case .lowest: say(en: "eliminated as lowest", ko: "최하위 탈락")
    case .belowCutOff: say(en: "below a cut-off", ko: "과락")
    case .top(let rank): say(en: "among the top \(rank) by points", ko: "점수 상위 \(rank)팀")
    case .atLeast(let other): say(en: "total at least that of \(other)", ko: "\(other) 이상의 총점")
    }
  }
}
