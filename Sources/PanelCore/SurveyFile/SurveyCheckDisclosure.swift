extension SurveyCheck {
  /// Reads the disclosure settings; thresholds can only be stricter than those of this version.
  mutating func disclosure(_ node: YAMLNode?) -> DisclosureSettings? {
    guard let map = map(node, "disclosure") else { return nil }
    let policy = oneOf(map["policy"], DisclosurePolicy.self)
    var settings = DisclosureSettings(policy: policy ?? .none)
    if let size = integer(map["smallestGroup"], in: 1...100_000) {
      requireStrict(map["smallestGroup"], size >= settings.smallestGroup, settings.smallestGroup)
      settings.smallestGroup = size
    }
    if let diversity = decimal(map["leastDiversity"], in: 1...1000) {
      let least = settings.leastDiversity
      requireStrict(map["leastDiversity"], diversity.billionths >= least.billionths, least)
      settings.leastDiversity = diversity
    }
    if let distance = decimal(map["greatestDistance"], in: 0...1) {
      let greatest = settings.greatestDistance
      requireStrict(map["greatestDistance"], distance.billionths <= greatest.billionths, greatest)
      settings.greatestDistance = distance
    }
    if let share = decimal(map["greatestUniqueShare"], in: 0...1) {
      let greatest = settings.greatestUniqueShare
      requireStrict(map["greatestUniqueShare"], share.billionths <= greatest.billionths, greatest)
      settings.greatestUniqueShare = share
    }
    return policy == nil ? nil : settings
  }

  private mutating func requireStrict(
    _ node: YAMLNode?,
    _ isStrict: Bool,
    _ limit: some CustomStringConvertible
  ) {
    guard let node, !isStrict else { return }
    error(
      at: node.line,
      .init(
        en:
          "'\(node.name)' is looser than this version's \(limit): it would let single people show",
        ko: "'\(node.name)'은(는) 이 판의 기준 \(limit)보다 느슨할 수 없습니다"
      ),
      fix: .init(
        en: "write \(limit) or something stricter, or remove the key",
        ko: "\(limit)(으)로 쓰거나 더 엄격하게 하거나 키를 지우십시오"
      )
    )
  }
}
