import PanelCore
import PanelStatistics

/// The panel with a second version of every evaluator that rates a model the maximum, or the minimum,
/// on every item.
///
/// A scoring holds both versions, and counts select one of them for each evaluator. A model's points
/// before the relative step depend only on its own ratings, so each model is treated separately.
struct Contest: Sendable {
  /// What the colluders do to a model.
  enum Treatment: Int, CaseIterable, Sendable {
    /// Each colluder gives it the maximum on every item.
    case raised
    /// Each colluder gives it the minimum on every item.
    case lowered
  }

  let evaluators: Int
  /// Whether more colluders can never do less.
  let isMonotone: Bool
  /// The official keys.
  private(set) var official: [RankingKey?] = []
  /// By treatment.
  private let scorings: [Scoring]
  /// How often each value occurs officially, by treatment and model.
  private let counts: [[[[Int]]]]
  private let quorum: Int

  init(_ table: RatingsTable, _ rule: ScoringRule, quorum: Int) {
    let form = table.form
    scorings = [form.highest, form.lowest].map { rating in
      var both = table
      for rater in table.raters.indices {
        let added = both.append(rater: "")
        for model in form.models.indices {
          for item in form.items.indices {
            let isRecused = table[rater, model, item] == .recused
            both[added, model, item] = isRecused ? .recused : .rating(rating)
          }
        }
      }
      return Scoring(table: both, rule: rule)
    }
    evaluators = table.raters.count
    isMonotone = rule.outliers.isMonotone
    self.quorum = quorum
    let asTheyAre =
      Array(repeating: 1, count: evaluators) + Array(repeating: 0, count: evaluators)
    counts = scorings.map { scoring in
      form.models.indices.map { scoring.columns.counts($0, asTheyAre) }
    }
    official = form.models.indices.map { key($0, .raised, of: counts[0][$0]) }
  }

  /// A model as it is rated by a part of the panel after some of them have changed their ratings.
  struct Rated {
    fileprivate var size = 0
    fileprivate var counts: [[Int]]
  }

  /// A model as it is rated.
  func rated(_ model: Int, _ treatment: Treatment) -> Rated {
    Rated(counts: counts[treatment.rawValue][model])
  }

  /// Makes the first `size` evaluators of an order, and only them, those who changed their ratings.
  func change(
    _ rated: inout Rated,
    of model: Int,
    _ treatment: Treatment,
    to size: Int,
    of order: [Int]
  ) {
    let samples = scorings[treatment.rawValue].columns.samples[model]
    let change = size > rated.size ? 1 : -1
    for place in min(size, rated.size)..<max(size, rated.size) {
      for (column, sample) in samples.enumerated() {
        let (before, after) = (
          sample.places[order[place]], sample.places[order[place] + evaluators]
        )
        if before >= 0 { rated.counts[column][before] -= change }
        if after >= 0 { rated.counts[column][after] += change }
      }
    }
    rated.size = size
  }

  /// The key of a model with these ratings.
  func key(_ model: Int, _ treatment: Treatment, _ rated: Rated) -> RankingKey? {
    key(model, treatment, of: rated.counts)
  }

  private func key(_ model: Int, _ treatment: Treatment, of counts: [[Int]]) -> RankingKey? {
    let scoring = scorings[treatment.rawValue]
    guard (scoring.columns.entering(counts).min() ?? 0) >= quorum else { return nil }
    return try? scoring.key(model, counts)
  }
}

/// The evaluators in the order in which they join, with the keys computed so far.
struct Coalition {
  private let contest: Contest
  private let order: [Int]
  /// By model and treatment.
  private var rated: [Contest.Rated]
  /// By model and treatment, then by size.
  private var known: [[Int: RankingKey?]]

  init(_ contest: Contest, _ order: [Int]) {
    precondition(order.count == contest.evaluators, "an order names every evaluator")
    self.contest = contest
    self.order = order
    rated = contest.official.indices.flatMap { model in
      Contest.Treatment.allCases.map { contest.rated(model, $0) }
    }
    known = Array(repeating: [:], count: rated.count)
  }

  /// The key of a model after the first `size` evaluators have changed their ratings of it.
  mutating func key(_ model: Int, _ treatment: Contest.Treatment, size: Int) -> RankingKey? {
    let subject = 2 * model + treatment.rawValue
    if let key = known[subject][size] { return key }
    contest.change(&rated[subject], of: model, treatment, to: size, of: order)
    let key = contest.key(model, treatment, rated[subject])
    known[subject][size] = .some(key)
    return key
  }
}

/// The search for the smallest coalition that reaches one end by one strategy, order after order.
struct Search {
  /// What the colluders want.
  enum End {
    /// Some model strictly before this one.
    case overturning(Int)
    /// The target strictly before this many models.
    case rescuing(from: Int)
  }

  /// The models tried as targets, in turn.
  let targets: [Int]
  private let contest: Contest
  private let end: End
  private let strategy: Manipulation.Strategy
  private var smallest: [Int?] = []
  private var best: (size: Int, place: Int)?
  /// Places in `targets` that are worth a search, and where to begin it.
  private var guesses: [(place: Int, size: Int)]

  init(_ contest: Contest, _ end: End, _ strategy: Manipulation.Strategy, _ targets: [Int]) {
    (self.contest, self.end, self.strategy, self.targets) = (contest, end, strategy, targets)
    guesses = targets.indices.map { ($0, max(1, contest.evaluators / 4)) }
    guard contest.isMonotone else { return }
    // What all evaluators together cannot reach, no part of them can, in any order.
    var everybody = Coalition(contest, Array(0..<contest.evaluators))
    let size = contest.evaluators
    guesses = guesses.filter { isReached(targets[$0.place], size, &everybody) }
  }

  /// The results of the orders searched so far.
  var numbers: Manipulation.Numbers {
    Manipulation.Numbers(smallest: smallest, target: best.map { targets[$0.place] })
  }

  /// Searches one more order.
  mutating func search(_ coalition: inout Coalition) {
    var fewest: (size: Int, place: Int)?
    for (index, guess) in guesses.enumerated() {
      let limit = fewest.map { $0.size - 1 } ?? contest.evaluators
      let target = targets[guess.place]
      let size =
        contest.isMonotone
        ? bisected(target, upTo: limit, from: guess.size, &coalition)
        : (0..<limit).first { isReached(target, $0 + 1, &coalition) }.map { $0 + 1 }
      guard let size else { continue }
      guesses[index].size = size
      fewest = (size, guess.place)
    }
    smallest.append(fewest?.size)
    if let fewest, best.map({ (fewest.size, fewest.place) < ($0.size, $0.place) }) ?? true {
      best = fewest
    }
  }

  /// The smallest number of colluders, at most `limit`, that is enough for a target.
  ///
  /// Orders resemble one another, so it looks around `guess` first.
  private func bisected(
    _ target: Int,
    upTo limit: Int,
    from guess: Int,
    _ coalition: inout Coalition
  ) -> Int? {
    guard limit > 0, limit == contest.evaluators || isReached(target, limit, &coalition) else {
      return nil
    }
    var (short, enough) = (0, limit)
    var (next, stride) = (guess, 1)
    while enough - short > 1 {
      let isBracketed = short > 0 && enough < limit
      let size =
        isBracketed ? short + (enough - short) / 2 : min(max(next, short + 1), enough - 1)
      if isReached(target, size, &coalition) {
        enough = size
        next = size - stride
      } else {
        short = size
        next = size + stride
      }
      stride *= 2
    }
    return enough
  }

  private func isReached(_ target: Int, _ size: Int, _ coalition: inout Coalition) -> Bool {
    func other(_ model: Int) -> RankingKey? {
      switch strategy {
      case .quiet: contest.official[model]
      case .blatant: coalition.key(model, .lowered, size: size)
      }
    }
    let raised = coalition.key(target, .raised, size: size)
    switch end {
    case .overturning(let winner):
      guard let key = other(winner) else { return true }
      if let raised, raised > key { return true }
      // Under a monotone rule such a model is itself a target for which as few are enough.
      guard !contest.isMonotone, strategy == .blatant else { return false }
      return contest.official.indices.contains { model in
        model != target && model != winner && other(model).map { $0 > key } ?? false
      }
    case .rescuing(let places):
      guard let raised else { return false }
      let behind = contest.official.indices.count { model in
        model != target && other(model).map { $0 < raised } ?? false
      }
      return behind >= places
    }
  }
}
