import PanelCore
import PanelReport
import PanelTerminal

/// A table of how precisely withheld points can be derived: for each model the most precise result
/// of the public, of a single team, and of two teams together.
enum DisclosureTable {
  static func lines(_ check: InferenceGuard, language: Language, columns: Int) -> [String] {
    func say(en: String, ko: String) -> String { language == .ko ? ko : en }
    guard !check.findings.isEmpty else {
      return [
        say(en: "No points are withheld that anybody could derive.", ko: "숨겨 두어 추론할 것이 없습니다.")
      ]
    }
    var table = TextTable(
      head: [
        TextTable.Field(say(en: "Who", ko: "누가")), TextTable.Field(say(en: "Model", ko: "모델")),
        TextTable.Field(say(en: "at least", ko: "최소"), .right),
        TextTable.Field(say(en: "at most", ko: "최대"), .right), TextTable.Field(""),
      ]
    )
    for finding in closest(check) {
      table.cells.append([
        InferenceGuard.name(finding.observer)[language], finding.model, finding.lower,
        finding.upper, kind(finding.kind)[language],
      ])
    }
    let title = say(
      en: "What can be derived about the points that are withheld",
      ko: "공개하지 않는 점수에 대해 추론할 수 있는 것"
    )
    return [title] + table.lines(maxColumns: columns)
  }

  /// For each number of teams and each model, the first finding with the narrowest interval.
  private static func closest(_ check: InferenceGuard) -> [InferenceGuard.Finding] {
    var list: [InferenceGuard.Finding] = []
    for finding in check.findings {
      let place = list.firstIndex {
        $0.model == finding.model && $0.observer.count == finding.observer.count
      }
      guard let place else {
        list.append(finding)
        continue
      }
      if finding.width < list[place].width { list[place] = finding }
    }
    let models = check.findings.map(\.model)
    return list.sorted { first, second in
      (first.observer.count, models.firstIndex(of: first.model) ?? 0)
        < (second.observer.count, models.firstIndex(of: second.model) ?? 0)
    }
  }

  private static func kind(_ kind: InferenceGuard.Kind) -> LocalizedText {
    switch kind {
    case .exact: LocalizedText(en: "exact", ko: "정확")
    case .narrow: LocalizedText(en: "narrow", ko: "좁음")
    case .wide: LocalizedText(en: "", ko: "")
    }
  }
}

extension Failure {
  /// The refusal of a policy that reveals too much: who can derive whose points, and the fix.
  init(refusing disclosure: Disclosure) {
    let check = disclosure.check
    let passing = disclosure.passingPolicies.map(\.rawValue).joined(separator: ", ")
    let fix =
      passing.isEmpty
      ? LocalizedText(
        en:
          "no policy that the manifest allows hides these points: the rule itself reveals them",
        ko: "선언문이 허용하는 어떤 공개 범위로도 가릴 수 없습니다. 규칙 자체가 점수를 드러냅니다"
      )
      : LocalizedText(
        en: "use a policy that reveals no other points: \(passing)",
        ko: "아무도 알아낼 수 없는 공개 범위를 쓰십시오: \(passing)"
      )
    self.init(
      .notPermitted,
      details: check.explanations.map { explanation in
        (
          LocalizedText(
            en: "'\(check.policy.rawValue)' is refused: \(explanation.en)",
            ko: "'\(check.policy.rawValue)'은(는) 거부됩니다. \(explanation.ko)"
          ),
          fix
        )
      }
    )
  }
}
