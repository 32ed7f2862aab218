public import PanelCore
public import PanelStatistics

/// The standing of several teams: their points as far as they are known, and what holds for certain.
///
/// Its JSON form is `panel.standing.result.v1` (`docs/standing.md`).
public struct StandingResult: Encodable, Sendable {
  /// Between which values points must lie.
  public struct Points: Hashable, Encodable, Sendable {
    /// The least they may be.
    public var lower: Rational
    /// The greatest they may be.
    public var upper: Rational
    /// Whether the file gives them, or all that they are the sum of.
    public var isGiven: Bool

    /// Whether they can only be one number.
    public var isKnown: Bool { lower == upper }

    private enum CodingKeys: String, CodingKey { case lower, upper, given }

    /// Writes both ends as fractions.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(lower.fraction, forKey: .lower)
      try values.encode(upper.fraction, forKey: .upper)
      try values.encode(isGiven, forKey: .given)
    }
  }

  /// A component.
  public struct Component: Encodable, Sendable {
    /// The name; `total` for the whole.
    public var id: ComponentID
    /// The title.
    public var title: LocalizedText
    /// Full marks.
    public var points: ExactDecimal
    /// How deep it lies below the total.
    public var depth: Int
  }

  /// One gate of one team.
  public struct RequirementFinding: Encodable, Sendable {
    /// The gate.
    public var gate: RequirementID
    /// The title of the gate.
    public var title: LocalizedText
    /// Whether the team fulfils it.
    public var outcome: StandingFrame.RequirementOutcome
    /// Why.
    public var grounds: LocalizedText?
  }

  /// One team.
  public struct Team: Encodable, Sendable {
    /// The name.
    public var id: TeamID
    /// A longer name.
    public var title: LocalizedText?
    /// The points, by component.
    public var points: [ComponentID: Points]
    /// The ranks by points that are possible, in order, whatever gates and cut-offs say; where not every
    /// ranking was looked at, those that no two teams' points exclude.
    public var ranks: [Int] = []
    /// What may become of it; where not every ranking was looked at, what was seen, which need not be all.
    public var outcomes: [StandingOutcome] = []
    /// What was found at the gates.
    public var gates: [RequirementFinding]
    /// What the gates say together.
    public var gate: StandingFrame.RequirementOutcome
  }

  /// A published average, and what it says of those whose points are not known.
  public struct Average: Encodable, Sendable {
    /// The component.
    public var component: ComponentID
    /// The average as it was printed.
    public var printed: ExactDecimal
    /// How many teams have points that are not known.
    public var others: Int
    /// The mean of these, if the printed average were exact; `nil` without such teams.
    public var othersMean: String?
    /// Between which values that mean must lie.
    public var othersBounds: Points?
    /// Of the total: what the printed averages of its parts add up to.
    public var sumOfParts: String?
  }

  /// The name and version of this form.
  public var schema = "panel.standing.result.v1"
  /// What it is about.
  public var title: LocalizedText
  /// The total, then its components, each before its parts.
  public var components: [Component]
  /// The teams in the order of the file.
  public var teams: [Team]
  /// The published averages.
  public var averages: [Average]
  /// What is certain, possible or impossible.
  public var conclusions: [StandingConclusion]
  /// Whether every ranking that is possible was looked at, and no interval is wider than it must be.
  public var isComplete: Bool
  /// The points that were taken from releases.
  public var releases: [ReleasedPoints] = []

  private enum CodingKeys: String, CodingKey {
    case schema, title, components, teams, averages, conclusions, releases
    case isComplete = "complete"
  }

  /// Computes a standing.
  ///
  /// - Parameters:
  ///   - frame: The known points; all values from releases have been filled in.
  ///   - patience: How many numbers may be looked at before intervals stay wide and conclusions
  ///     undetermined.
  /// - Throws: What contradicts each other, at the line of the first.
  public init(_ frame: StandingFrame, patience: Int = 5_000_000) throws(FileProblems) {
    let claims = StandingClaims(frame)
    let polytope: LinearPolytope
    do throws(LinearSystem.Infeasible) {
      polytope = try claims.polytope()
    } catch {
      throw FileProblems(problems: [Self.problem(claims.contradiction())])
    }
    var bounds = StandingBounds(polytope, patience: patience)
    let ranges = frame.components.indices.map { component in
      frame.teams.indices.map { bounds.range(of: claims.points($0, component)) }
    }
    averages = Self.averages(of: frame, claims, ranges, &bounds)
    let leads = StandingLeads(claims, totals: ranges[0], &bounds)
    var tally = StandingTally(frame)
    let sawAll = StandingRankings.visit(
      claims,
      polytope,
      leads,
      patience: bounds.patience,
      cost: tally.cost
    ) { ranking in
      if ranking.agrees(with: frame.facts) { tally.add(ranking) }
    }
    isComplete = sawAll && tally.hasAllGates && bounds.isExact
    if tally.isEmpty, sawAll { throw FileProblems(problems: [Self.problem(frame)]) }

    title = frame.title
    components = frame.components.map {
      Component(id: $0.id, title: $0.title, points: $0.points, depth: $0.depth)
    }
    teams = frame.teams.enumerated().map { index, team in
      let points = frame.components.indices.map { component in
        (
          frame.components[component].id,
          Points(
            ranges[component][index],
            isGiven: frame.isGiven(index, component)
          )
        )
      }
      return Team(
        id: team.id,
        title: team.title,
        points: Dictionary(uniqueKeysWithValues: points),
        ranks: sawAll ? tally.ranks[index].sorted() : Array(leads.ranks(of: index)),
        outcomes: StandingOutcome.allCases.filter { tally.outcomes[index].contains($0) },
        gates: frame.gates.map { gate in
          let finding = team.gates[gate.id]
          return RequirementFinding(
            gate: gate.id,
            title: gate.title,
            outcome: finding?.outcome ?? .open,
            grounds: finding?.grounds
          )
        },
        gate: frame.gate(of: index)
      )
    }
    conclusions = tally.conclusions(sawAll: sawAll, leads)
  }

  private static func problem(_ claims: [StandingClaims.Claim]) -> FileProblem {
    let list = claims.sorted { $0.line < $1.line }
    func text(_ language: Language, _ line: String) -> String {
      list.map { "\($0.text[language]) (\(line) \($0.line))" }.joined(separator: "; ")
    }
    return FileProblem(
      line: list.first?.line ?? 1,
      severity: .error,
      message: LocalizedText(
        en: "these cannot all be true: \(text(.en, "line"))",
        ko: "다음이 모두 참일 수는 없습니다: \(text(.ko, "행"))"
      ),
      fix: LocalizedText(
        en: "compare them with their sources, and correct or remove what is wrong",
        ko: "출처와 비교해 틀린 것을 고치거나 빼십시오"
      )
    )
  }

  private static func problem(_ frame: StandingFrame) -> FileProblem {
    let lines = frame.facts.compactMap { fact in
      if case .among = fact.content { fact.line } else { nil }
    }
    return FileProblem(
      line: lines.first ?? 1,
      severity: .error,
      message: LocalizedText(
        en: "the other values allow no ranking that agrees with 'among' "
          + "(line \(lines.map(String.init).joined(separator: ", ")))",
        ko: "나머지 값으로는 'among'에 쓴 순위가 나올 수 없습니다(\(lines.map(String.init).joined(separator: ", "))행)"
      ),
      fix: LocalizedText(
        en: "compare them with their sources, and correct or remove what is wrong",
        ko: "출처와 비교해 틀린 것을 고치거나 빼십시오"
      )
    )
  }

  private static func averages(
    of frame: StandingFrame,
    _ claims: StandingClaims,
    _ ranges: [[LinearBounds]],
    _ bounds: inout StandingBounds
  ) -> [Average] {
    var printed: [Int: ExactDecimal] = [:]
    for case .average(let component, let value) in frame.facts.map(\.content) {
      printed[component] = value
    }
    return printed.sorted { $0.key < $1.key }.map { component, value in
      let id = frame.components[component].id
      let (known, others) = (
        ranges[component].filter { $0.lower == $0.upper }.compactMap(\.lower),
        frame.teams.indices.filter { ranges[component][$0].lower != ranges[component][$0].upper }
      )
      var average = Average(component: id, printed: value, others: others.count)
      if !others.isEmpty {
        let share = Rational(1, others.count)
        let sum = Rational(value) * Rational(frame.teams.count) - known.reduce(.zero, +)
        average.othersMean = (sum * share).fraction
        average.othersBounds = Points(
          bounds.range(of: others.flatMap { claims.points($0, component, times: share) }),
          isGiven: false
        )
      }
      let parts = frame.components[component].parts.compactMap { printed[$0] }
      if !parts.isEmpty, parts.count == frame.components[component].parts.count {
        average.sumOfParts = parts.reduce(Rational.zero) { $0 + Rational($1) }.fraction
      }
      return average
    }
  }
}

extension StandingResult.Points {
  /// Points are bounded on both sides.
  fileprivate init(_ bounds: LinearBounds, isGiven: Bool) {
    self.init(
      lower: bounds.lower ?? .zero,
      upper: bounds.upper ?? .zero,
      isGiven: isGiven
    )
  }
}

extension StandingFrame {
  /// Whether the file gives points, or all that they are the sum of.
  fileprivate func isGiven(_ team: Int, _ component: Int) -> Bool {
    if case .known = teams[team].values[component]?.content { return true }
    let parts = components[component].parts
    return !parts.isEmpty && parts.allSatisfy { isGiven(team, $0) }
  }
}
