/// Counts ranks over the resamples in which every model with an estimate has a score.
///
/// Ranks among fewer models would mean something else, so other resamples are left out.
struct RankTally {
  private let models: [Bool]
  private(set) var complete = 0
  private(set) var incomplete = 0
  private var atRank: [[Int]]
  private var sharedFirst: [Double]

  init(models: [Bool]) {
    self.models = models
    atRank = Array(repeating: Array(repeating: 0, count: models.count), count: models.count)
    sharedFirst = Array(repeating: 0, count: models.count)
  }

  mutating func add(_ all: [Int?]) {
    let ranked = zip(all, models).map { $1 ? $0 : nil }
    guard zip(ranked, models).allSatisfy({ $0 != nil || !$1 }) else {
      incomplete += 1
      return
    }
    complete += 1
    let firsts = Double(ranked.count { $0 == 1 })
    for (model, rank) in ranked.enumerated() {
      guard let rank else { continue }
      atRank[model][rank - 1] += 1
      if rank == 1 {
        sharedFirst[model] += 1 / firsts
      }
    }
  }

  var matrix: [[Double]] {
    atRank.map { row in
      row.map { complete == 0 ? 0 : Double($0) / Double(complete) }
    }
  }

  var probability: [[Double]] {
    zip(matrix, sharedFirst).map { row, first in
      [complete == 0 ? 0 : first / Double(complete)] + row.dropFirst()
    }
  }
}
