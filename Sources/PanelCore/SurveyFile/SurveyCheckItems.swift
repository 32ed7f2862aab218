extension SurveyCheck {
  /// Reads the criteria.
  mutating func criteria(_ node: YAMLNode?) -> [Criterion] {
    let entries = list(node)
    if let node, entries.isEmpty, case .list = node.content { emptyList(node) }
    return entries.compactMap { entry in
      guard let map = map(entry, "criteria[]") else { return nil }
      let id = identifier(map["id"], CriterionID.self, among: "criterion")
      let title = text(map["title"])
      let points = decimal(map["points"], in: 0...1_000_000, isLowestExcluded: true)
      guard let id, let title, let points else { return nil }
      return Criterion(id: id, title: title, points: points)
    }
  }

  /// Compares the points of the component with the sum over its criteria.
  mutating func checkPoints(_ node: YAMLNode?, of criteria: [Criterion], on list: YAMLNode?) {
    let total = decimal(node, in: 0...1_000_000, isLowestExcluded: true)
    // The sum would be wrong if a criterion could not be read.
    guard let node, let total, !criteria.isEmpty, let list, case .list(let entries) = list.content,
      entries.count == criteria.count
    else { return }
    let sum = criteria.reduce(0) { $0 + $1.points.billionths }
    guard sum != total.billionths else { return }
    let terms = criteria.map(\.points.description).joined(separator: " + ")
    error(
      at: node.line,
      .init(
        en: "the points do not add up: \(terms) is not \(total)",
        ko: "배점 합계가 맞지 않습니다: \(terms) ≠ \(total)"
      ),
      fix: .init(
        en: "correct 'points' or the points of the criteria",
        ko: "points 또는 평가 기준의 points를 고치십시오"
      )
    )
  }

  /// Reads the scored items.
  mutating func items(
    _ node: YAMLNode?,
    of criteria: [Criterion],
    on scale: Scale?
  ) -> [Item] {
    var used: Set<String> = []
    let items: [Item] = list(node).compactMap { entry in
      guard let map = map(entry, "items[]") else { return nil }
      let id = identifier(map["id"], ItemID.self, among: "question")
      let criterion = reference(map["criterion"], to: criteria)
      if let name = map["criterion"].flatMap({ word($0) }) { used.insert(name) }
      let weight = decimal(map["weight"], in: 0...1_000_000, isLowestExcluded: true)
      let title = text(map["title"])
      let text = text(map["text"])
      if map["anchors"] == nil, scale?.needsAnchors ?? false {
        missingAnchors(at: map.line, "anchors")
      }
      let anchors = texts(map["anchors"], for: scale)
      guard let id, let criterion, let weight, let title, let text else { return nil }
      return Item(
        id: id,
        criterion: criterion,
        weight: weight,
        title: title,
        text: text,
        anchors: anchors ?? []
      )
    }
    for criterion in criteria where !used.contains(criterion.id.rawValue) {
      guard let node else { break }
      error(
        at: firstLine(of: criterion.id.rawValue, among: "criterion") ?? node.line,
        .init(
          en: "the criterion '\(criterion.id)' has no item",
          ko: "평가 기준 '\(criterion.id)'에 문항이 없습니다"
        ),
        fix: .init(
          en: "add an item with 'criterion: \(criterion.id)' or remove the criterion",
          ko: "'criterion: \(criterion.id)'인 문항을 추가하거나 기준을 지우십시오"
        )
      )
    }
    return items
  }

  /// Reads the name of a criterion that must exist.
  mutating func reference(_ node: YAMLNode?, to criteria: [Criterion]) -> CriterionID? {
    guard let node, let text = word(node) else { return nil }
    // A criterion with errors still exists.
    guard firstLine(of: text, among: "criterion") != nil else {
      unknownReference(
        at: node.line,
        text,
        what: .init(en: "criterion", ko: "평가 기준"),
        known: criteria.map(\.id.rawValue)
      )
      return nil
    }
    return CriterionID(text)
  }

  /// Notes that a list needs entries.
  mutating func emptyList(_ node: YAMLNode) {
    error(
      at: node.line,
      .init(en: "the list '\(node.name)' is empty", ko: "'\(node.name)' 목록이 비어 있습니다"),
      fix: .init(en: "add at least one entry", ko: "하나 이상 추가하십시오")
    )
  }
}

extension ExactDecimal {
  /// The number in units of 10⁻⁹, for numbers of at most a million.
  var billionths: Int {
    (places..<9).reduce(unscaled) { product, _ in product * 10 }
  }
}
