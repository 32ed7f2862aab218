public import PanelCore
import PanelScoring
import PanelStatistics

/// The profiles of a round joined to its criterion ratings.
///
/// No export joins them; the gate measures what somebody who could join them would learn.
public struct LinkedProfiles: Sendable {
  /// People with equal profiles, generalised as in an export.
  let classes: EquivalenceClasses
  /// For each model and criterion, the rating of each person.
  let attributes: [[Rational?]]

  /// Joins the profiles and ratings of all submissions except abstentions.
  public init(_ release: VerifiedRelease, settings: DisclosureSettings) {
    let survey = release.survey
    let answers = release.answers.filter { !$0.isAbstention }
    let profiles = ProfileGeneralisation(
      survey.profile,
      answers.map(\.profile),
      k: settings.smallestGroup
    )
    classes = EquivalenceClasses(profiles.rows.map { $0.map { Optional($0) } })
    var rule = survey.scoring
    rule.unit = .criterion
    let table = RatingsTable(form: RatedForm(survey), submissions: answers)
    attributes = RatingColumns(table, rule).samples.flatMap { $0 }.map { sample in
      sample.places.map { $0 < 0 ? nil : sample.distinct.values[$0] }
    }
  }
}

extension GateAudit {
  /// Measures k, uniques and the re-identification risk of the profiles.
  mutating func checkProfile(_ linked: LinkedProfiles?) {
    guard !content.profileRows.isEmpty, !content.profileFields.isEmpty else { return }
    let classes = EquivalenceClasses(content.profileRows.map { $0.map { Optional($0) } })
    apply(
      .profile,
      [
        "k": String(classes.k),
        "uniques": String(classes.uniques),
        "greatestRisk": classes.greatestRisk.fraction,
        "averageRisk": classes.averageRisk.fraction,
        "shareAtRiskAbove0.2": classes.shareAtRisk(above: Rational(1, 5)).fraction,
      ]
    )
    if let linked {
      let diversity = linked.attributes.map { LDiversity(of: $0, in: linked.classes) }
      let closeness = linked.attributes.map { TCloseness(of: $0, in: linked.classes) }
      apply(
        .profile,
        [
          "ifJoined.k": String(linked.classes.k),
          "ifJoined.distinctL": String(diversity.map(\.distinct).min() ?? 0),
          "ifJoined.entropyL": (diversity.map(\.entropy).min() ?? 0).rounded,
          "ifJoined.t": (closeness.map(\.ordered).max() ?? .zero).rounded,
        ]
      )
    }
    if classes.k < k {
      add(
        .profile,
        "k \(classes.k)",
        en: "only \(classes.k) people share some combination of profile answers; need \(k)",
        ko: "응답자 특성이 같은 사람이 \(classes.k)명뿐인 조합이 있습니다 (\(k)명 이상이어야 함)"
      )
    }
  }

  /// Checks size, diversity and distance of the groups whose ratings are shown.
  mutating func checkGroups() {
    guard !content.groups.isEmpty else { return }
    for check in [GateCheck.groupSize, .groupDiversity, .groupDistance] { apply(check) }
    let groups = content.divisions
    var smallest = content.submissions
    for group in groups {
      let panel = groups.reduce(0) { $0 + ($1.field == group.field ? $1.people : 0) }
      let others = panel - group.people
      smallest = min(smallest, group.people, others)
      guard group.people < k || others < k else { continue }
      let name = "\(group.field) \(group.choices.map(\.rawValue).joined(separator: "+"))"
      add(
        .groupSize,
        name,
        en: "\(name): \(group.people) people, \(others) outside; need at least \(k) of each",
        ko: "\(name): \(group.people)명, 나머지 \(others)명 (\(k)명 이상이어야 함)"
      )
    }
    apply(.groupSize, ["smallest": String(smallest)])
    measureRatings()
  }

  private mutating func measureRatings() {
    var (leastDistinct, leastEntropy, greatest) = (Int.max, Double.infinity, Rational.zero)
    var greatestEqual = Rational.zero
    var tables: [[String]: [ExportContent.GroupCell]] = [:]
    for group in content.groups where group.cell.withheld == nil {
      tables[[group.field.rawValue, group.cell.model.rawValue, group.cell.subject], default: []]
        .append(group)
    }
    for groups in tables.values {
      let values = Set(groups.flatMap { $0.cell.counts.map(\.value) }).sorted()
      let counts = groups.map { group in
        let own = Dictionary(
          group.cell.counts.map { ($0.value, $0.count) },
          uniquingKeysWith: +
        )
        return values.map { own[$0] ?? 0 }
      }
      let closeness = TCloseness(counts: counts)
      greatest = max(greatest, closeness.ordered)
      greatestEqual = max(greatestEqual, closeness.equal)
      if closeness.ordered > Rational(settings.greatestDistance) {
        let place = "\(groups[0].field) \(groups[0].cell.model) \(groups[0].cell.subject)"
        add(
          .groupDistance,
          "\(place) \(closeness.ordered.fraction)",
          en: "\(place): a group's ratings are \(closeness.ordered.rounded) from the whole panel's",
          ko: "\(place): 한 집단의 평점이 전체에서 \(closeness.ordered.rounded)만큼 떨어져 있습니다"
        )
      }
      for (group, counts) in zip(groups, counts) {
        let diversity = LDiversity(counts: [counts])
        leastDistinct = min(leastDistinct, diversity.distinct)
        leastEntropy = min(leastEntropy, diversity.entropy)
        guard !diversity.hasEntropy(atLeast: Rational(settings.leastDiversity)) else { continue }
        let place = "\(group.name) \(group.cell.model) \(group.cell.subject)"
        add(
          .groupDiversity,
          "\(place) \(diversity.entropy.rounded)",
          en: "\(place): the ratings are only as diverse as \(diversity.entropy.rounded) values",
          ko: "\(place): 평점이 사실상 \(diversity.entropy.rounded)가지뿐이라 짐작할 수 있습니다"
        )
      }
    }
    guard !tables.isEmpty else { return }
    apply(
      .groupDiversity,
      ["distinctL": String(leastDistinct), "entropyL": leastEntropy.rounded]
    )
    apply(.groupDistance, ["t": greatest.rounded, "equalDistance": greatestEqual.rounded])
  }
}

extension Double {
  /// The value with six decimal places, as reports show it.
  var rounded: String { Rational(Int((self * 1_000_000).rounded()), 1_000_000).rounded }
}
