import PanelCore
import PanelStatistics

/// A simulated panel: ratings with known true scores and known behaviours, for trials, teaching and
/// benchmarks.
///
/// The *honest rating* of an evaluator for an item of a model is the whole number nearest to
/// true score − difficulty − severity + taste + noise (a half goes up), within the scale. The true
/// score is the model's on the item's criterion; difficulty belongs to the item, severity to the
/// evaluator, taste to evaluator and model, noise to the single rating. These four are normal
/// deviates with mean 0; difficulties are shifted so that the weighted ones of a criterion sum to 0.
///
/// An evaluator's ratings follow from the seed, the evaluator's number and behaviour: the other
/// planted evaluators do not matter, and a deviation of 0 leaves all other deviates as they are. All
/// arithmetic is in whole millionths, so the same options give the same bytes on every machine.
public struct Simulation: Sendable {
  /// One evaluator, and what their ratings come from.
  public struct Evaluator: Hashable, Sendable {
    /// The position in the panel, from 0.
    public var position: Int
    /// How they behave.
    public var behaviour: SimulatedBehaviour
    /// The model their behaviour is directed at, by position, if any.
    public var target: Int?
    /// The model they are recused from, by position, if they are.
    public var recusal: Int?
  }

  /// What was rated.
  public let form: RatedForm
  /// The options.
  public let options: SimulationOptions
  let truth: TrueScores
  /// How much lower the ratings of each item are than those of its criterion.
  let difficulties: [SixPlaceNumber]
  /// The standard deviations, defaults filled in.
  let deviations: SimulationOptions.Deviations
  /// The planted evaluators, each with a model if the behaviour needs one.
  let plants: [PlantedBehaviour]
  private let special: [Int: Evaluator]
  let partOfItem: [Int]

  /// Plans a panel; no rating is drawn yet.
  ///
  /// Throws the first problem found.
  public init(form: RatedForm, options: SimulationOptions) throws(SimulationProblem) {
    deviations = try options.deviations(form)
    try options.check(form)
    self.form = form
    self.options = options
    partOfItem = form.items.indices.map { item in
      form.parts.firstIndex { $0.items.contains(item) } ?? 0
    }
    let seed = options.seed
    var order = Simulation.stream(seed, 0)
    let models = form.models.count
    let truth =
      try options.truth.map { words throws(SimulationProblem) in
        try TrueScores(words: words, form: form)
      } ?? .spread(Simulation.places(models, of: models, &order), form)
    self.truth = truth
    difficulties = Simulation.difficulties(
      form,
      deviations.difficulty,
      Simulation.stream(seed, 1)
    )
    plants = options.plants.map { plant in
      var plant = plant
      if plant.behaviour.hasTarget, plant.model == nil {
        plant.model = form.models[Simulation.target(of: plant.behaviour, form, truth)]
      }
      return plant
    }
    special = Simulation.special(form, options, plants)
  }

  /// The generator of one purpose, apart from all others.
  ///
  /// Its seed is the first output of SplitMix64 seeded with `number` xor the first output of
  /// SplitMix64 seeded with the simulation's seed.
  private static func stream(_ seed: UInt64, _ number: Int) -> SplitMix64 {
    var outer = SplitMix64(seed: seed)
    var inner = SplitMix64(seed: outer.next() ^ UInt64(number))
    return SplitMix64(seed: inner.next())
  }

  /// The first places of an order of `0..<total` drawn evenly: for each place from the first, it
  /// is exchanged with one drawn from itself and the places after it.
  private static func places(
    _ count: Int,
    of total: Int,
    _ generator: inout SplitMix64
  ) -> [Int] {
    guard count > 0 else { return [] }
    var places = Array(0..<total)
    for index in 0..<count { places.swapAt(index, index + generator.index(below: total - index)) }
    return Array(places.prefix(count))
  }

  private static func difficulties(
    _ form: RatedForm,
    _ deviation: SixPlaceNumber,
    _ stream: SplitMix64
  ) -> [SixPlaceNumber] {
    var stream = stream
    var drawn = form.items.map { _ in deviation.times(stream.normalDeviate()) }
    for part in form.parts {
      var (sum, weight) = (Rational.zero, Rational.zero)
      for item in part.items {
        let w = Rational(form.weights[item])
        sum = sum + w * Rational(drawn[item].count)
        weight = weight + w
      }
      guard weight > .zero else { continue }
      let mean = (sum / weight + Rational(1, 2)).floor ?? 0
      for item in part.items { drawn[item] = drawn[item] - SixPlaceNumber(count: mean) }
    }
    return drawn
  }

  /// The target of a plant without a model: for the hostile the best model, for others the next one,
  /// by the points that the true scores are worth with full marks for the highest rating.
  private static func target(
    of behaviour: SimulatedBehaviour,
    _ form: RatedForm,
    _ truth: TrueScores
  ) -> Int {
    let points = form.models.indices.map { truth.points($0, form, .range) }
    let order = form.models.indices.sorted {
      points[$0] == points[$1] ? $0 < $1 : points[$0] > points[$1]
    }
    return behaviour == .hostile || order.count < 2 ? order[0] : order[1]
  }

  /// All planted or recused evaluators, at places drawn from the whole panel.
  private static func special(
    _ form: RatedForm,
    _ options: SimulationOptions,
    _ plants: [PlantedBehaviour]
  ) -> [Int: Evaluator] {
    var roles: [Evaluator] = []
    for plant in plants {
      let target = plant.model.flatMap { form.models.firstIndex(of: $0) }
      roles += (0..<plant.count).map { _ in
        Evaluator(position: 0, behaviour: plant.behaviour, target: target)
      }
    }
    var recusals = stream(options.seed, 3)
    roles += (0..<options.recused).map { _ in
      Evaluator(
        position: 0,
        behaviour: .honest,
        recusal: recusals.index(below: form.models.count)
      )
    }
    var generator = stream(options.seed, 2)
    var special: [Int: Evaluator] = [:]
    for (place, role) in zip(places(roles.count, of: options.evaluators, &generator), roles) {
      special[place] = role
      special[place]?.position = place
    }
    return special
  }

  /// One evaluator of the panel, by position.
  public func evaluator(_ position: Int) -> Evaluator {
    special[position] ?? Evaluator(position: position, behaviour: .honest)
  }

  /// An evaluator's own numbers, and their ratings model after model, item after item.
  public struct Ballot: Hashable, Sendable {
    /// How much lower than others they rate, as a shift.
    public var severity: SixPlaceNumber
    /// Their taste for each model, in addition to its quality.
    public var tastes: [SixPlaceNumber]
    /// Their cells.
    public var cells: [RatingsTable.Cell]
  }

  /// Draws the ballot of one evaluator; a function of the plan and the evaluator alone.
  public func ballot(of evaluator: Evaluator) -> Ballot {
    // The first stream is used in the same way for every behaviour; draws of the behaviour itself come
    // from the second.
    var common = Simulation.stream(options.seed, 16 + 2 * evaluator.position)
    var own = Simulation.stream(options.seed, 17 + 2 * evaluator.position)
    let quarter = SixPlaceNumber(1, 4, of: form.highest - form.lowest)
    var severity = deviations.severity.times(common.normalDeviate())
    if evaluator.behaviour == .lenient { severity = severity - quarter }
    if evaluator.behaviour == .severe { severity = severity + quarter }
    var tastes: [SixPlaceNumber] = []
    var cells: [RatingsTable.Cell] = []
    cells.reserveCapacity(form.models.count * form.items.count)
    let line = evaluator.behaviour == .straightLine ? even(&own) : form.lowest
    for model in form.models.indices {
      let taste = deviations.taste.times(common.normalDeviate())
      tastes.append(taste)
      let impression = truth.scores[model].indices.map { part in
        truth.scores[model][part] - severity + taste
      }
      let overall = rating(.mean(impression))
      for (item, part) in partOfItem.enumerated() {
        let chance = common.next()
        let seen =
          impression[part] - difficulties[item] + deviations.noise.times(common.normalDeviate())
        if evaluator.recusal == model {
          cells.append(.recused)
          continue
        }
        let isTarget = evaluator.target == model
        let given: Int?
        switch evaluator.behaviour {
        case .straightLine: given = line
        case .random: given = even(&own)
        case .cartel: given = isTarget ? form.highest : form.lowest
        case .favour: given = isTarget ? form.highest : nil
        case .hostile: given = isTarget ? form.lowest : nil
        case .inattentive:
          let drawn = even(&own)
          given = own.next() & 1 == 0 ? drawn : nil
        case .honest, .reversed, .lenient, .severe, .central, .halo: given = nil
        }
        if let given {
          cells.append(.rating(given))
        } else if isMissing(chance) {
          cells.append(.cannotJudge)
        } else {
          switch evaluator.behaviour {
          case .reversed: cells.append(.rating(form.lowest + form.highest - rating(seen)))
          case .central: cells.append(.rating(rating(.mean([seen, middle]))))
          case .halo: cells.append(.rating(overall))
          default: cells.append(.rating(rating(seen)))
          }
        }
      }
    }
    return Ballot(severity: severity, tastes: tastes, cells: cells)
  }

  /// A rating drawn evenly from the scale.
  private func even(_ generator: inout SplitMix64) -> Int {
    form.lowest + generator.index(below: form.highest - form.lowest + 1)
  }

  /// The rating nearest to what was seen.
  private func rating(_ seen: SixPlaceNumber) -> Int {
    min(form.highest, max(form.lowest, seen.rounded))
  }

  /// Whether 64 random bits, as a fraction of 2⁶⁴, are below the share of missing ratings: exactly.
  private func isMissing(_ bits: UInt64) -> Bool {
    let share = options.missing
    return bits.multipliedFullWidth(by: UInt64(share.denominator)).high < UInt64(share.unscaled)
  }

  private var middle: SixPlaceNumber {
    .mean([SixPlaceNumber(whole: form.lowest), SixPlaceNumber(whole: form.highest)])
  }
}
