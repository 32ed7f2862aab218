import PanelCore
import PanelStatistics

extension Scoring {
  /// Scores resamples of the evaluators, and the panel without each of them in turn.
  ///
  /// - Parameters:
  ///   - given: Positions in the table for each resample; else the rule's seeded ones are drawn.
  ///   - isScored: Whether each model has points; one below the quorum has none in a resample either.
  /// - Returns: `nil` without evaluators, models or resamples.
  func bootstrap(_ given: [[Int]]?, _ isScored: [Bool]) -> BootstrapResult? {
    let evaluators = table.raters.count
    guard evaluators > 0 else { return nil }
    let samples = columns.samples
    let flat = samples.flatMap { $0 }.map {
      Bootstrap.Column(places: $0.places, size: $0.distinct.values.count)
    }
    let replicate = { (counts: [[Int]]) -> Bootstrap.Replicate in
      var start = 0
      let byModel = samples.map { samples in
        defer { start += samples.count }
        return Array(counts[start..<start + samples.count])
      }
      return self.replicate(byModel, isScored)
    }
    if let given {
      return Bootstrap.run(evaluators, columns: flat, resamples: given, replicate: replicate)
    }
    guard rule.bootstrap > 0 else { return nil }
    let drawn = Bootstrap.resamples(
      evaluators: evaluators,
      count: rule.bootstrap,
      seed: rule.seed
    )
    return Bootstrap.run(evaluators, columns: flat, resamples: drawn, replicate: replicate)
  }
}
