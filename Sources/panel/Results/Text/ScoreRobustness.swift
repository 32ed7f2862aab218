import PanelCore
import PanelReport
import PanelScoring
import PanelStatistics
import PanelTerminal

/// How much the result depends on the choice of rule, and what it would take to manipulate it.
extension ScoreReport {
  func robustness() -> [String] {
    guard let robustness = analysis.robustness else { return [] }
    var lines = section(
      say(en: "The same ratings by other rules", ko: "같은 평점을 다른 규칙으로 집계하면")
    )
    let all = robustness.summary.all
    guard all.complete > 0 else {
      return lines + sentence(say(en: "There is nothing to compare.", ko: "비교할 결과가 없습니다."))
    }
    let last = all.sameLast.map { same in
      say(
        en: ", the last \(robustness.summary.eliminate) the same in \(same)",
        ko: ", 하위 \(robustness.summary.eliminate)개 모델이 같은 것은 \(same)가지"
      )
    }
    lines += sentence(
      say(
        en:
          "\(all.specifications) specifications (outlier rule, unit, conversion, with and without the "
          + "flagged); \(all.complete) give every model points. The order is the same in "
          + "\(all.sameOrder) of these, the first rank in \(all.sameWinner)\(last ?? "").",
        ko: "이상치 규칙, 단위, 환산, 표시된 평가위원 포함 여부로 \(all.specifications)가지이며, 모든 모델이 점수를 "
          + "얻는 것은 \(all.complete)가지입니다. 그 가운데 순위가 모두 같은 것은 \(all.sameOrder)가지, 1위가 같은 "
          + "것은 \(all.sameWinner)가지\(last ?? "")입니다."
      )
    )
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Choice", ko: "선택")),
        TextTable.Field(say(en: "compared", ko: "비교"), .right),
        TextTable.Field(say(en: "same order", ko: "같은 순위"), .right),
        TextTable.Field(say(en: "same first", ko: "같은 1위"), .right),
        TextTable.Field(say(en: "same last", ko: "같은 하위"), .right),
      ]
    )
    for group in robustness.summary.groups {
      table.cells.append([
        name(group.choice), "\(group.tally.complete)/\(group.tally.specifications)",
        "\(group.tally.sameOrder)", "\(group.tally.sameWinner)",
        group.tally.sameLast.map(String.init) ?? "-",
      ])
    }
    lines += table.lines(maxColumns: columns)
    for range in robustness.summary.ranges where range.conversion == score.rule.conversion {
      lines += sentence(
        say(
          en:
            "\(robustness.models[range.model]): \(text(range.smallest)) to \(text(range.largest)) points "
            + "(by \(robustness.outcomes[range.smallestAt].specification.outliers) and "
            + "\(robustness.outcomes[range.largestAt].specification.outliers)), "
            + "conversion \(range.conversion).",
          ko: "\(robustness.models[range.model]): \(text(range.smallest)) – \(text(range.largest))점"
            + "(\(robustness.outcomes[range.smallestAt].specification.outliers), "
            + "\(robustness.outcomes[range.largestAt].specification.outliers)), "
            + "환산 \(range.conversion)."
        ),
        bullet: "- "
      )
    }
    for omission in robustness.omissions {
      lines += sentence(say(omission.text) + ".", bullet: "- ")
    }
    return lines
  }

  private func text(_ points: Rational) -> String { ScoreTable.decimal(points.doubleValue) }

  private func name(_ choice: Robustness.Choice) -> String {
    switch choice {
    case .outliers(let rule): rule.description
    case .unit(let unit): say(en: "unit \(unit)", ko: "단위 \(unit)")
    case .conversion(let conversion): say(en: "conversion \(conversion)", ko: "환산 \(conversion)")
    case .withoutFlagged(false): say(en: "with everyone", ko: "전원 포함")
    case .withoutFlagged(true): say(en: "without the flagged", ko: "표시된 평가위원 제외")
    }
  }

  func manipulation() -> [String] {
    guard let manipulation = analysis.manipulation else { return [] }
    let lines = section(say(en: "What it would take to manipulate it", ko: "조작하려면 몇 명이 필요한가"))
    return lines
      + finding(
        manipulation.overturning,
        manipulation,
        say(en: "Another winner", ko: "1위가 바뀌려면")
      )
      + finding(
        manipulation.rescuing,
        manipulation,
        say(en: "Another model eliminated", ko: "탈락 모델이 바뀌려면")
      )
      + sentence(
        say(
          en:
            "Of these \(manipulation.evaluators) evaluators, had they acted together; the fewest and the "
            + "median of \(manipulation.orders) seeded orders in which they join. Quiet: the maximum "
            + "for one model, otherwise as they rated. Blatant: the minimum for all others too.",
          ko: "실제 평가위원 \(manipulation.evaluators)명 가운데 몇 명이 짰더라면 바뀌었을지를, 가담하는 순서 "
            + "\(manipulation.orders)가지(시드 고정)에서 가장 적은 수와 중앙값으로 보인 것입니다. 조용한 담합은 한 "
            + "모델에만 최고점을 주고 나머지는 그대로 두며, 노골적인 담합은 나머지에 최저점까지 줍니다."
        )
      )
  }

  private func finding(
    _ finding: Result<Manipulation.Finding, NoClearOutcome>,
    _ manipulation: Manipulation,
    _ title: String
  ) -> [String] {
    switch finding {
    case .failure(let reason):
      return sentence("\(title): \(say(reason.text)).", bullet: "- ")
    case .success(let finding):
      return Manipulation.Strategy.allCases.flatMap { strategy in
        let numbers = finding[strategy]
        let name =
          strategy == .quiet ? say(en: "quiet", ko: "조용한 담합") : say(en: "blatant", ko: "노골적인 담합")
        guard let fewest = numbers.fewest else {
          return sentence(
            say(
              en: "\(title), \(name): not possible, not even for all of them.",
              ko: "\(title) (\(name)): 전원이 짜도 바뀌지 않습니다."
            ),
            bullet: "- "
          )
        }
        let target = numbers.target.map { manipulation.models[$0].rawValue } ?? ""
        let median = numbers.median.map(String.init) ?? say(en: "more than all", ko: "전원 이상")
        return sentence(
          say(
            en: "\(title), \(name): \(fewest) at the least (for \(target)), median \(median).",
            ko: "\(title) (\(name)): 최소 \(fewest)명(\(target)에 유리하게), 중앙값 \(median)명."
          ),
          bullet: "- "
        )
      }
    }
  }
}
