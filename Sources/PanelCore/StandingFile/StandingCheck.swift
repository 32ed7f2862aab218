/// Reads the parts of a standing file and notes every problem on the way.
struct StandingCheck: KeyedCheck {
  static let maps = FileKey.standingMaps
  let kind = YAMLKind.standing
  var problems: [FileProblem]
  var firstLines: [String: [String: Int]] = [:]
  private(set) var components: [StandingFrame.Component] = []
  private(set) var teams: [StandingFrame.Team] = []

  /// Continues after the problems that parsing the file has found.
  init(problems: [FileProblem]) { self.problems = problems }

  /// Reads the whole file; `nil` when it has errors.
  mutating func frame(_ root: YAMLNode) -> StandingFrame? {
    guard let top = map(root, ""), checkFormat(top["format"]) else { return nil }
    let title = text(top["title"])
    let total = points(top["total"])
    components = [
      StandingFrame.Component(
        id: .total,
        title: LocalizedText(en: "Total", ko: "총점"),
        points: total ?? ExactDecimal(0),
        depth: 0
      )
    ]
    firstLines["component"] = [ComponentID.total.rawValue: top["total"]?.line ?? top.line]
    readParts(top["components"], of: 0, path: "components[]")
    let gates = list(top["gates"]).compactMap { gate($0) }
    for node in list(top["teams"]) { readTeam(node, gates: gates) }
    if let node = top["teams"], teams.count < 2, !hasErrors {
      error(
        at: node.line,
        .init(en: "there must be two teams or more", ko: "팀이 둘 이상이어야 합니다"),
        fix: .init(en: "add a team", ko: "팀을 추가하십시오")
      )
    }
    if let node = top["teams"], teams.count > StandingDocument.mostTeams {
      error(
        at: node.line,
        .init(
          en: "there are \(teams.count) teams; at most \(StandingDocument.mostTeams) are read",
          ko: "팀이 \(teams.count)개입니다. 많아야 \(StandingDocument.mostTeams)개입니다"
        ),
        fix: .init(
          en: "leave out teams that an earlier stage decides about, or split the file",
          ko: "앞 단계에서 가려낼 팀을 빼거나 파일을 나누십시오"
        )
      )
    }
    let facts = averages(top["averages"]) + list(top["facts"]).compactMap { fact($0) }
    let rules = rules(top["rules"])
    guard !hasErrors, let title, let rules else { return nil }
    return StandingFrame(
      title: title,
      components: components,
      teams: teams,
      gates: gates,
      facts: facts,
      rules: rules
    )
  }

  private mutating func checkFormat(_ node: YAMLNode?) -> Bool {
    guard let node, let text = word(node), text != StandingDocument.format else { return true }
    error(
      at: node.line,
      .init(
        en: "'\(text)' is not a format this version reads",
        ko: "'\(text)'은(는) 이 판이 읽는 형식이 아닙니다"
      ),
      fix: .init(
        en: "write 'format: \(StandingDocument.format)'",
        ko: "'format: \(StandingDocument.format)'으로 쓰십시오"
      )
    )
    return false
  }

  // MARK: - Components

  private mutating func points(_ node: YAMLNode?) -> ExactDecimal? {
    decimal(node, in: 0...1_000_000, isLowestExcluded: true)
  }

  private mutating func readParts(_ node: YAMLNode?, of whole: Int, path: String) {
    let nodes = list(node)
    if let node, nodes.isEmpty {
      error(
        at: node.line,
        .init(en: "the list '\(node.name)' is empty", ko: "'\(node.name)' 목록이 비어 있습니다"),
        fix: .init(en: "add at least one entry", ko: "하나 이상 추가하십시오")
      )
    }
    for node in nodes {
      guard let map = map(node, path) else { continue }
      let id = identifier(map["id"], ComponentID.self, among: "component")
      let title = text(map["title"])
      let points = points(map["points"])
      let rounding = ruleWord(map["round"]) { word throws(RuleProblem) in
        try Rounding(word: word)
      }
      guard let id, let title, let points else { continue }
      components[whole].parts.append(components.count)
      components.append(
        StandingFrame.Component(
          id: id,
          title: title,
          points: points,
          rounding: rounding,
          depth: components[whole].depth + 1
        )
      )
      guard let parts = map["parts"] else { continue }
      readParts(parts, of: components.count - 1, path: "components[].parts[]")
      if let round = map["round"] {
        error(
          at: round.line,
          .init(en: "a sum of parts is not rounded", ko: "부분이 있는 항목은 반올림하지 않습니다"),
          fix: .init(en: "give 'round' to the parts instead", ko: "'round'를 부분마다 쓰십시오")
        )
      }
    }
    guard let node, !hasErrors else { return }
    let (sum, full) = components[whole].parts.reduce(into: (0, 0)) { sums, part in
      sums.0 += components[part].points.billionths
      sums.1 = components[whole].points.billionths
    }
    guard sum != full else { return }
    let id = components[whole].id
    error(
      at: node.line,
      .init(
        en: "the points of the parts do not add up to the \(components[whole].points) of '\(id)'",
        ko: "부분의 배점을 더하면 '\(id)'의 \(components[whole].points)점이 아닙니다"
      ),
      fix: .init(en: "correct the points", ko: "배점을 고치십시오")
    )
  }

  // MARK: - Teams

  private mutating func gate(_ node: YAMLNode) -> StandingFrame.Requirement? {
    guard let map = map(node, "gates[]") else { return nil }
    let id = identifier(map["id"], RequirementID.self, among: "gate")
    let title = text(map["title"])
    guard let id, let title else { return nil }
    return StandingFrame.Requirement(id: id, title: title)
  }

  private mutating func readTeam(_ node: YAMLNode, gates: [StandingFrame.Requirement]) {
    guard let map = map(node, "teams[]") else { return }
    let id = identifier(map["id"], TeamID.self, among: "team")
    let title = text(map["title"])
    guard let id else { return }
    var team = StandingFrame.Team(id: id, title: title)
    for entry in map["values"].flatMap({ entries($0) }) ?? [] {
      guard let component = component(entry.key, at: entry.line) else { continue }
      if let value = value(entry, of: component) {
        team.values[component] = StandingFrame.Located(line: entry.line, value)
      }
    }
    for entry in map["gates"].flatMap({ entries($0) }) ?? [] {
      guard let gate = gates.first(where: { $0.id.rawValue == entry.key }) else {
        unknown(entry.key, at: entry.line, .init(en: "gate", ko: "요건"), gates.map(\.id.rawValue))
        continue
      }
      guard let finding = self.map(entry.value, "teams[].gates.*") else { continue }
      let outcome = oneOf(finding["outcome"], StandingFrame.RequirementOutcome.self)
      let grounds = text(finding["grounds"])
      guard let outcome else { continue }
      if outcome != .open, finding["grounds"] == nil {
        missingKey(
          "grounds",
          at: entry.line,
          place: LocalizedText("'\(entry.key)'"),
          example: "{ko: …, en: …}"
        )
      }
      team.gates[gate.id] = StandingFrame.RequirementFinding(outcome: outcome, grounds: grounds)
    }
    teams.append(team)
  }

  private mutating func value(_ entry: YAMLEntry, of component: Int) -> StandingFrame.Value? {
    switch entry.value.content {
    case .scalar("withheld"): return .withheld
    case .scalar:
      return amount(entry.value, of: component).map { .known($0) }
    case .map:
      guard let map = map(entry.value, "teams[].values.*") else { return nil }
      switch (map["from"], map["to"], map["release"], map["model"]) {
      case (let from?, let to?, nil, nil):
        let (from, to) = (amount(from, of: component), amount(to, of: component))
        guard let from, let to else { return nil }
        if from.billionths <= to.billionths { return .between(from, to) }
      case (nil, nil, let release?, let model?):
        guard let directory = word(release), let model = word(model) else { return nil }
        if components[component].parts.isEmpty {
          return .released(directory: directory, model: ModelCode(model))
        }
      default: break
      }
    case .blank, .list: break
    }
    error(
      at: entry.line,
      .init(en: "'\(entry.key)' has no value that can be read", ko: "'\(entry.key)'의 값을 읽을 수 없습니다"),
      fix: .init(
        en:
          "write points, 'withheld', '{from: …, to: …}' with the lower number first, or, where there "
          + "are no parts, '{release: DIR, model: CODE}'",
        ko: "점수, withheld, '{from: …, to: …}' 또는 부분이 없는 항목에 '{release: 폴더, model: 코드}'를 쓰십시오"
      )
    )
    return nil
  }

  private mutating func amount(_ node: YAMLNode, of component: Int) -> ExactDecimal? {
    guard let value = decimal(node, in: 0...1_000_000) else { return nil }
    let full = components[component].points
    guard value.billionths <= full.billionths else {
      outOfRange(node, value.description, "0", full.description)
      return nil
    }
    if let places = components[component].rounding?.places, value.places > places {
      error(
        at: node.line,
        .init(
          en: "\(value) has more than \(places) decimal places",
          ko: "\(value)은(는) 소수점 아래 \(places)자리보다 깁니다"
        ),
        fix: .init(en: "write it rounded, or correct 'round'", ko: "반올림한 점수를 쓰거나 'round'를 고치십시오")
      )
    }
    return value
  }

  // MARK: - What was published, and the rules

  private mutating func averages(_ node: YAMLNode?) -> [StandingFrame.Located<StandingFrame.Fact>] {
    var facts: [StandingFrame.Located<StandingFrame.Fact>] = []
    for entry in node.flatMap({ entries($0) }) ?? [] {
      guard let component = component(entry.key, at: entry.line),
        let value = decimal(entry.value, in: 0...1_000_000)
      else { continue }
      facts.append(.init(line: entry.line, .average(component: component, value)))
    }
    return facts
  }

  private mutating func fact(_ node: YAMLNode) -> StandingFrame.Located<StandingFrame.Fact>? {
    guard let map = map(node, "facts[]") else { return nil }
    guard map.values.count == 1 else {
      error(
        at: node.line,
        .init(en: "an entry holds one fact", ko: "항목마다 사실 하나를 씁니다"),
        fix: .init(en: "write one of lowest, best, among", ko: "lowest, best, among 중 하나만 쓰십시오")
      )
      return nil
    }
    let fact: StandingFrame.Fact?
    if let lowest = map["lowest"] {
      fact = team(lowest).map { .lowest(team: $0) }
    } else if let best = self.map(map["best"], "facts[].best") {
      let (component, team) = (component(best["component"]), team(best["team"]))
      fact = component.flatMap { component in team.map { .best(component: component, team: $0) } }
    } else if let among = self.map(map["among"], "facts[].among") {
      let top = integer(among["top"], in: 1...max(1, teams.count))
      let teams = list(among["teams"]).compactMap { team($0) }
      if let top, teams.count > top, let node = among["top"] {
        outOfRange(node, "\(top)", "\(teams.count)", "\(self.teams.count)")
      }
      fact = top.map { .among(top: $0, teams: teams) }
    } else {
      fact = nil
    }
    return fact.map { .init(line: node.line, $0) }
  }

  private mutating func rules(_ node: YAMLNode?) -> StandingFrame.Rules? {
    guard let map = map(node, "rules") else { return nil }
    var rules = StandingFrame.Rules()
    for node in list(map["cutOffs"]) {
      guard let cutOff = self.map(node, "rules.cutOffs[]"),
        let component = component(cutOff["component"])
      else { continue }
      switch (cutOff["points"], cutOff["percent"]) {
      case (let points?, nil):
        if let floor = amount(points, of: component) {
          rules.cutOffs.append(.init(component: component, floor: floor, isPercent: false))
        }
      case (nil, let percent?):
        if let floor = decimal(percent, in: 0...100) {
          rules.cutOffs.append(.init(component: component, floor: floor, isPercent: true))
        }
      default:
        error(
          at: node.line,
          .init(en: "a cut-off needs one floor", ko: "과락 기준에는 하한 하나가 필요합니다"),
          fix: .init(
            en: "write 'points: 21' or 'percent: 60'",
            ko: "'points: 21' 또는 'percent: 60'을 쓰십시오"
          )
        )
      }
    }
    rules.eliminate = integer(map["eliminate"], in: 0...max(0, teams.count - 1)) ?? 0
    rules.advance = integer(map["advance"], in: 1...max(1, teams.count))
    rules.ties = list(map["ties"]).compactMap { component($0) }
    rules.gates = oneOf(map["gates"], StandingFrame.RequirementOrder.self) ?? .last
    return rules
  }

  // MARK: - Names

  private mutating func component(_ node: YAMLNode?) -> Int? {
    guard let node, let text = word(node) else { return nil }
    return component(text, at: node.line)
  }

  private mutating func component(_ text: String, at line: Int) -> Int? {
    if let index = components.firstIndex(where: { $0.id.rawValue == text }) { return index }
    unknown(text, at: line, .init(en: "component", ko: "항목"), components.map(\.id.rawValue))
    return nil
  }

  private mutating func team(_ node: YAMLNode?) -> Int? {
    guard let node, let text = word(node) else { return nil }
    if let index = teams.firstIndex(where: { $0.id.rawValue == text }) { return index }
    unknown(text, at: node.line, .init(en: "team", ko: "팀"), teams.map(\.id.rawValue))
    return nil
  }

  private mutating func unknown(
    _ text: String,
    at line: Int,
    _ what: LocalizedText,
    _ known: [String]
  ) {
    let list = known.joined(separator: ", ")
    error(
      at: line,
      .init(
        en: "'\(text)' is not a known \(what.en) of this file",
        ko: "'\(text)': 이 파일에 없는 \(what.ko)입니다"
      ),
      fix: Self.nearest(to: text, among: known)
        ?? .init(en: "use one of: \(list)", ko: "다음 중 하나를 쓰십시오: \(list)")
    )
  }
}
