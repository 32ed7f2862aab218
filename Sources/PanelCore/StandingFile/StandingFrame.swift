/// Names a component of a standing, such as `benchmark`.
public struct ComponentID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The whole, of which the other components are parts.
  public static let total = ComponentID("total")
}

/// Names a team of a standing: a blind code, or a name that has been published.
public struct TeamID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a gate of a standing, such as `originality`.
public struct RequirementID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// What is known of the points of several teams, and the rules by which teams advance.
///
/// Teams and components are named by their place in the lists; component 0 is the total.
public struct StandingFrame: Hashable, Sendable {
  /// A component: points that parts share, or that are given as they are.
  public struct Component: Hashable, Sendable {
    /// The name.
    public var id: ComponentID
    /// The title.
    public var title: LocalizedText
    /// Full marks.
    public var points: ExactDecimal
    /// How the points of a release are rounded; `nil` leaves them as they are.
    public var rounding: Rounding?
    /// How deep it lies below the total, which is 0.
    public var depth: Int
    /// The components it is the sum of; empty where points are given.
    public var parts: [Int] = []
  }

  /// What is known of the points of one team for one component.
  public enum Value: Hashable, Sendable {
    /// The points.
    case known(ExactDecimal)
    /// The least and the greatest they may be.
    case between(ExactDecimal, ExactDecimal)
    /// Nothing is known except that they lie between 0 and full marks.
    case withheld
    /// The official score of a model in a release.
    case released(directory: String, model: ModelCode)
  }

  /// A statement of the file, with its line from 1.
  public struct Located<Content: Hashable & Sendable>: Hashable, Sendable {
    /// The line.
    public var line: Int
    /// The statement.
    public var content: Content

    /// Makes a statement of a line.
    public init(line: Int, _ content: Content) {
      self.line = line
      self.content = content
    }
  }

  /// Whether a team fulfils a gate.
  public enum RequirementOutcome: String, CaseIterable, Codable, Sendable {
    /// The team fulfils it.
    case met
    /// The team does not fulfil it and cannot advance, whatever its points are.
    case notMet
    /// It is not known yet.
    case open
  }

  /// The finding for one team at one gate.
  public struct RequirementFinding: Hashable, Sendable {
    /// Whether the team fulfils it.
    public var outcome: RequirementOutcome
    /// The reason.
    public var grounds: LocalizedText?
  }

  /// A team.
  public struct Team: Hashable, Sendable {
    /// The name.
    public var id: TeamID
    /// A longer name.
    public var title: LocalizedText?
    /// The known points by component; absent ones are withheld.
    public var values: [Int: Located<Value>] = [:]
    /// The findings by gate; an absent one is open.
    public var gates: [RequirementID: RequirementFinding] = [:]
  }

  /// A condition in addition to points.
  public struct Requirement: Hashable, Sendable {
    /// The name.
    public var id: RequirementID
    /// The title.
    public var title: LocalizedText
  }

  /// A published statement that bounds withheld points.
  public enum Fact: Hashable, Sendable {
    /// The mean over all teams, as it was printed.
    case average(component: Int, ExactDecimal)
    /// No team has a lower total.
    case lowest(team: Int)
    /// No team has more points for the component.
    case best(component: Int, team: Int)
    /// At most this many teams have a higher total than any of these.
    case among(top: Int, teams: [Int])
  }

  /// The least points with which a team can advance.
  public struct CutOff: Hashable, Sendable {
    /// The component.
    public var component: Int
    /// The floor: points, or per cent of full marks.
    public var floor: ExactDecimal
    /// Whether the floor is in per cent.
    public var isPercent: Bool
  }

  /// When gates stop teams.
  public enum RequirementOrder: String, CaseIterable, Codable, Sendable {
    /// Before the lowest are eliminated, which are then the lowest of the teams that passed.
    case first
    /// After it, so that the lowest are those of all teams.
    case last
  }

  /// How it is decided who advances.
  public struct Rules: Hashable, Sendable {
    /// The floors.
    public var cutOffs: [CutOff] = []
    /// How many of the lowest are eliminated.
    public var eliminate = 0
    /// How many of the remaining teams advance; `nil` for all.
    public var advance: Int?
    /// The components that break ties between equal totals, most important first.
    public var ties: [Int] = []
    /// When gates stop teams.
    public var gates = RequirementOrder.last

    /// Makes rules by which all teams advance.
    public init() {}
  }

  /// The title.
  public var title: LocalizedText
  /// The total, then its components, each before its parts.
  public var components: [Component]
  /// The teams.
  public var teams: [Team]
  /// The gates.
  public var gates: [Requirement]
  /// The published statements other than values.
  public var facts: [Located<Fact>]
  /// How it is decided who advances.
  public var rules: Rules

  /// The components without parts, of which all others are sums.
  public func leaves(of component: Int) -> [Int] {
    let parts = components[component].parts
    return parts.isEmpty ? [component] : parts.flatMap(leaves)
  }

  /// The result of all gates of a team: `notMet` if any is, otherwise `open` if any is.
  public func gate(of team: Int) -> RequirementOutcome {
    let outcomes = gates.map { teams[team].gates[$0.id]?.outcome ?? .open }
    return outcomes.contains(.notMet) ? .notMet : outcomes.contains(.open) ? .open : .met
  }
}
