import PanelCore
import PanelReport
import PanelScoring
import PanelTerminal

/// The statements that a result supports and those that it does not.
extension ScoreReport {
  func statements() -> [String] {
    let ranked = score.ranking.filter { $0.rank != nil }
    guard let first = ranked.first else {
      return section(say(en: "What can be said", ko: "말할 수 있는 것"))
        + sentence(say(en: "No model has a score.", ko: "점수를 얻은 모델이 없습니다."))
    }
    var say: [String] = []
    var doNot: [String] = []
    let leaders = ranked.filter { $0.rank == 1 }
    if leaders.count > 1 {
      let list = leaders.map(\.id).joined(separator: ", ")
      say += [
        self.say(
          en:
            "\(list) share the first rank with \(first.points ?? "") of \(score.fullMarks) points.",
          ko: "\(list)이(가) \(score.fullMarks)점 가운데 \(first.points ?? "")점으로 공동 1위입니다."
        )
      ]
    } else {
      let interval = first.interval.map {
        self.say(
          en: " (95% interval \(ScoreTable.decimal($0.lower)) to \(ScoreTable.decimal($0.upper)))",
          ko: "(95% 신뢰구간 \(ScoreTable.decimal($0.lower)) – \(ScoreTable.decimal($0.upper)))"
        )
      }
      say += [
        self.say(
          en: "\(first.id) has the most points: \(first.points ?? "") of \(score.fullMarks)"
            + "\(interval ?? "").",
          ko: "\(first.id)의 점수가 가장 높습니다: \(score.fullMarks)점 가운데 \(first.points ?? "")점"
            + "\(interval ?? "")."
        )
      ]
    }
    for pair in score.separable {
      let ends =
        "\(ScoreTable.decimal(pair.lower)) – \(ScoreTable.decimal(pair.upper))"
      let difference = ScoreTable.decimal(pair.difference)
      if pair.separable {
        say += [
          self.say(
            en: "\(pair.first) is ahead of \(pair.second): separable "
              + "(difference \(difference), 95% interval \(ends)).",
            ko: "\(pair.first)은(는) \(pair.second)보다 앞섭니다: 구별됨 (차이 \(difference), 95% 신뢰구간 \(ends))."
          )
        ]
      } else {
        doNot += [
          self.say(
            en: "\"\(pair.first) is better than \(pair.second)\": NOT separable "
              + "(difference \(difference), 95% interval \(ends)). Another panel of this kind "
              + "might well have put them the other way round.",
            ko: "\"\(pair.first)이(가) \(pair.second)보다 낫다\": 구별되지 않음 (차이 \(difference), "
              + "95% 신뢰구간 \(ends)). 같은 방식으로 뽑은 다른 평가단이라면 순서가 바뀌었을 수 있습니다."
          )
        ]
      }
    }
    doNot += [
      self.say(
        en: "Comparisons of these points with another round, another rule or another panel.",
        ko: "다른 회차, 다른 규칙, 다른 평가단의 점수와 비교하는 말."
      )
    ]
    return section(self.say(en: "What can be said", ko: "말할 수 있는 것"))
      + say.flatMap { sentence($0, bullet: "+ ") }
      + section(self.say(en: "What should not be said", ko: "말하지 말아야 할 것"))
      + doNot.flatMap { sentence($0, bullet: "- ") }
  }

  /// How ranks depend on panel membership.
  func stability() -> [String] {
    guard let stability = analysis.stability else { return [] }
    var lines = section(
      say(
        en: "Ranks in \(stability.resamples) panels drawn from this one",
        ko: "이 평가단에서 다시 뽑은 평가단 \(stability.resamples)개에서의 순위"
      )
    )
    let ranked = score.ranking.filter { $0.rank != nil }
    var table = TextTable(
      head: [TextTable.Field(say(en: "Model", ko: "모델"))]
        + ranked.indices.map {
          TextTable.Field(say(en: "rank \($0 + 1)", ko: "\($0 + 1)위"), .right)
        }
    )
    for model in ranked {
      let shares = model.rankProbability ?? []
      table.cells.append(
        [model.id] + ranked.indices.map { shares.indices.contains($0) ? percent(shares[$0]) : "" }
      )
    }
    lines += table.lines(maxColumns: columns)
    if stability.incomplete > 0 {
      lines += sentence(
        say(
          en: "\(stability.incomplete) of them are left out: a model had no estimate there.",
          ko: "그 가운데 \(stability.incomplete)개는 추정값이 없는 모델이 있어 뺐습니다."
        )
      )
    }
    let without = stability.leaveOneOut
    let largest = without.largestShift.max {
      (Double($0.value) ?? 0, $1.key) < (Double($1.value) ?? 0, $0.key)
    }
    lines += sentence(
      say(
        en: "Leaving out one evaluator at a time: ranks change in \(without.rankChanges) of "
          + "\(without.of) cases, the first rank in \(without.topChanges)."
          + (largest.map { " Points move by at most \($0.value) (\($0.key))." } ?? ""),
        ko: "평가위원을 한 명씩 빼 보면 \(without.of)번 가운데 \(without.rankChanges)번 순위가, "
          + "\(without.topChanges)번 1위가 바뀝니다."
          + (largest.map { " 점수는 최대 \($0.value)점 움직입니다(\($0.key))." } ?? "")
      )
    )
    return lines
  }

  /// A share in per cent: 0 is `-`; shares that would round to 0% or 100% are `<1%` and `>99%`.
  func percent(_ share: Double) -> String {
    guard share > 0 else { return "-" }
    guard share < 1 else { return "100%" }
    let rounded = Int((share * 100).rounded())
    if rounded == 0 { return "<1%" }
    return rounded == 100 ? ">99%" : "\(rounded)%"
  }
}
