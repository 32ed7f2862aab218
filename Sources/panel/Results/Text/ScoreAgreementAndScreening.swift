import PanelCore
import PanelReport
import PanelScoring
import PanelTerminal

/// Agreement, outliers and screening, as tables with sentences.
extension ScoreReport {
  func agreement() -> [String] {
    guard let agreement = analysis.agreement else { return [] }
    var lines = section(say(en: "Agreement of the evaluators", ko: "평가자 간 일치도"))
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Measure", ko: "지표")),
        TextTable.Field(say(en: "value", ko: "값"), .right),
        TextTable.Field(say(en: "95% interval", ko: "95% 신뢰구간"), .right),
        TextTable.Field(say(en: "evaluators", ko: "평가위원"), .right),
        TextTable.Field(say(en: "ratings", ko: "평점"), .right),
        TextTable.Field(say(en: "blank", ko: "빈칸"), .right),
      ]
    )
    for measure in agreement.measures {
      table.cells.append([
        title(measure.name), measure.value.map(thousandths) ?? "-",
        measure.interval.map { "\(thousandths($0.lower)) – \(thousandths($0.upper))" } ?? "-",
        measure.evaluators == measure.evaluatorsInTable
          ? "\(measure.evaluators)" : "\(measure.evaluators)/\(measure.evaluatorsInTable)",
        "\(measure.ratings)", "\(measure.missing)",
      ])
    }
    lines += table.lines(maxColumns: columns)
    // A meaning that several measures share is printed once.
    var meanings: [(names: [String], text: String)] = []
    for measure in agreement.measures {
      let text = say(measure.meaning)
      if meanings.last?.text == text {
        meanings[meanings.count - 1].names.append(title(measure.name))
      } else {
        meanings.append(([title(measure.name)], text))
      }
    }
    for meaning in meanings {
      lines += sentence("\(meaning.names.joined(separator: "; ")): \(meaning.text)", bullet: "- ")
    }
    return lines
  }

  private func title(_ name: String) -> String {
    switch name {
    case "alphaNominal": say(en: "alpha, nominal", ko: "알파(명목)")
    case "alphaOrdinal": say(en: "alpha, ordinal", ko: "알파(서열)")
    case "alphaInterval": say(en: "alpha, interval", ko: "알파(등간)")
    case "icc21": "ICC(2,1)"
    case "icc2k": "ICC(2,k)"
    default: "Kendall W"
    }
  }

  private func thousandths(_ value: Double) -> String { ScoreTable.decimal(value, places: 3) }

  func outliers() -> [String] {
    var lines = section(
      say(en: "Ratings that the rule dropped or clipped", ko: "규칙에 따라 제외하거나 조정한 평점")
    )
    let entries = score.outliers
    guard !entries.isEmpty else {
      return lines + sentence(say(en: "None.", ko: "없습니다."))
    }
    lines += sentence(
      say(
        en:
          "\(entries.count) in all. The effect is what the model would gain if that one rating were "
          + "kept as it is. The largest:",
        ko: "모두 \(entries.count)건. 영향은 그 평점 하나를 그대로 둘 때 모델이 더 얻는 점수입니다. 가장 큰 것:"
      )
    )
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Row", ko: "행")), TextTable.Field(say(en: "Model", ko: "모델")),
        TextTable.Field(say(en: "Criterion", ko: "기준")),
        TextTable.Field(say(en: "value", ko: "값"), .right),
        TextTable.Field(say(en: "reason", ko: "까닭")),
        TextTable.Field(say(en: "effect", ko: "영향"), .right),
      ]
    )
    let largest = entries.enumerated().sorted { first, second in
      let (a, b) = (magnitude(first.element), magnitude(second.element))
      return a == b ? first.offset < second.offset : a > b
    }
    for (_, entry) in largest.prefix(5) {
      table.cells.append([
        entry.rater, entry.model, entry.criterion, entry.value, entry.reason, entry.effect,
      ])
    }
    return lines + table.lines(maxColumns: columns)
  }

  private func magnitude(_ entry: OutlierEntry) -> Double {
    (Double(entry.effect) ?? 0).magnitude
  }

  func screening() -> [String] {
    guard let screening = analysis.screening else { return [] }
    var lines = section(say(en: "Evaluators to look at", ko: "살펴볼 평가위원"))
    let flagged = screening.evaluators.filter { !$0.flags.isEmpty }
    let undefined = screening.evaluators.count { evaluator in
      evaluator.findings.contains { $0.outcome == "undefined" }
    }
    if flagged.isEmpty {
      lines += sentence(say(en: "Nobody is flagged.", ko: "표시된 평가위원이 없습니다."))
    } else {
      let kinds = ScreeningReport.Kind.allCases.filter { kind in
        flagged.contains { $0.findings.contains { $0.kind == kind } }
      }
      var table = TextTable(
        head: [TextTable.Field(say(en: "Row", ko: "행"))]
          + kinds.map { TextTable.Field(heading($0), .right) }
      )
      for evaluator in flagged.prefix(15) {
        table.cells.append(
          [evaluator.rater]
            + kinds.map { kind in
              evaluator.findings.first { $0.kind == kind }.map { cell($0, language) } ?? ""
            }
        )
      }
      lines += table.lines(maxColumns: columns)
      if flagged.count > 15 {
        lines += sentence(
          say(
            en: "\(flagged.count - 15) more are in --json.",
            ko: "나머지 \(flagged.count - 15)명은 --json에 있습니다."
          )
        )
      }
      lines += sentence(
        say(
          en:
            "* flags. A flag is a reason to look, never an exclusion: honest experts are flagged too, "
            + "and the score counts every submission.",
          ko: "* 표시. 살펴볼 까닭일 뿐 제외의 근거가 아닙니다. 성실한 전문가도 표시될 수 있으며, 점수에는 모든 "
            + "제출이 반영됩니다."
        )
      )
    }
    if undefined > 0 {
      lines += sentence(
        say(
          en:
            "For \(undefined) evaluators some measure is undefined (?), which does not mean that they pass.",
          ko: "평가위원 \(undefined)명은 정의되지 않는 지표(?)가 있으며, 통과를 뜻하지 않습니다."
        )
      )
    }
    return lines
  }

  private func heading(_ kind: ScreeningReport.Kind) -> String {
    switch kind {
    case .longString: say(en: "run", ko: "연속")
    case .irv: say(en: "sd", ko: "편차")
    case .leaveOneOut: say(en: "r others", ko: "상관")
    case .mahalanobis: "D2"
    case .bt500: "BT.500"
    case .bias: say(en: "bias", ko: "치우침")
    case .inconsistency: say(en: "noise", ko: "비일관성")
    case .attention: say(en: "attention", ko: "응답확인")
    }
  }

  private func cell(_ finding: ScreeningReport.Finding, _ language: Language) -> String {
    guard finding.outcome != "undefined", let value = finding.value else { return "?" }
    let text =
      switch finding.kind {
      case .longString, .attention: String(Int(value))
      default: ScoreTable.decimal(value)
      }
    return text + (finding.outcome == "flagged" ? "*" : " ")
  }
}
