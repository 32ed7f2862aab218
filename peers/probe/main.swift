import Foundation
import PanelStatistics

func jsonNumber(_ x: Double?) -> Any { x ?? NSNull() }

func load(_ path: String) throws -> RatingMatrix {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let lines = text.split(whereSeparator: \.isNewline).map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  let kept = lines[0].indices.filter { !["rater", "role"].contains(lines[0][$0]) }
  return try RatingMatrix(exact: lines.dropFirst().map { line in
    kept.map { Rational(decimal: line[$0]) }
  })
}

func dump(_ m: RatingMatrix) throws {
  var out: [String: Any] = [:]
  out["long_string"] = Screening.longestRuns(m).map(\.length)
  out["variability"] = Screening.variability(m).map { jsonNumber($0.value) }
  out["leave_one_out"] = Screening.leaveOneOutCorrelation(m).map { jsonNumber($0.value) }
  if case .success(let d) = Mahalanobis.measure(m) {
    out["mahalanobis"] = d.findings.map { jsonNumber($0.value) }
    out["mahalanobis_threshold"] = d.threshold
  }
  for (name, v) in [("bt500_population", BT500.Variance.population), ("bt500_sample", .sample)] {
    let r = BT500.screen(m, variance: v)
    out[name] = [
      "above": r.map(\.above), "below": r.map(\.below),
      "flagged": r.indices.filter { r[$0].finding.outcome == .flagged },
    ]
  }
  for (name, f) in [("projection_floor", true), ("projection", false)] {
    if case .success(let p) = AlternatingProjection.estimate(m, isFloored: f) {
      out[name] = [
        "scores": p.scores.map(jsonNumber), "bias": p.bias.map(jsonNumber),
        "inconsistency": p.inconsistency.map(jsonNumber), "iterations": p.iterations,
        "converged": p.isConverged, "effective": p.effectiveEvaluators,
        "largest": p.largestWeightShare,
      ] as [String: Any]
    }
  }
  var alpha: [String: Any] = [:]
  for metric in KrippendorffAlpha.Metric.allCases {
    alpha[metric.rawValue] = jsonNumber(
      try? KrippendorffAlpha.measure(m, metric).result.get().value
    )
  }
  out["alpha"] = alpha
  if case .success(let i) = IntraclassCorrelation.measure(m, level: 0.95).result {
    guard let s = try? i.single.get() else { return }
    let a = try i.average.get()
    let si = try s.interval.get()
    let ai = try? a.interval.get()
    out["icc"] = [
      "single": s.value, "average": a.value, "single_ci": [si.lower, si.upper],
      "average_ci": [jsonNumber(ai?.lower), jsonNumber(ai?.upper)],
      "mean_squares": [i.meanSquares.cells, i.meanSquares.evaluators, i.meanSquares.error],
    ] as [String: Any]
  }
  if case .success(let w) = KendallW.measure(m).result {
    out["kendall"] = ["w": w.value, "chi2": w.chiSquare, "p": w.pValue]
  }
  let data = try JSONSerialization.data(withJSONObject: out, options: [.sortedKeys])
  print(String(decoding: data, as: UTF8.self))
}

func time(_ name: String, _ body: () -> Void) {
  var best = Double.infinity
  for _ in 0..<5 {
    var a = timespec(), b = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a)
    body()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b)
    best = min(best, Double(b.tv_sec - a.tv_sec) + Double(b.tv_nsec - a.tv_nsec) * 1e-9)
  }
  print(name, best)
}

func speed(_ evaluators: Int, _ cells: Int, _ top: Int) throws {
  var g = SplitMix64(seed: 1)
  let rows: [[Double?]] = (0..<evaluators).map { _ in
    (0..<cells).map { _ in g.index(below: 50) == 0 ? nil : Double(1 + g.index(below: top)) }
  }
  print("== \(evaluators) x \(cells), 1...\(top)")
  let m = try RatingMatrix(rows)
  time("matrix") { _ = try? RatingMatrix(rows) }
  for metric in KrippendorffAlpha.Metric.allCases {
    time("alpha \(metric)") { _ = KrippendorffAlpha.measure(m, metric) }
  }
  time("longString") { _ = Screening.longString(m) }
  time("variability") { _ = Screening.variability(m) }
  time("loo") { _ = Screening.leaveOneOutCorrelation(m) }
  time("bt500") { _ = BT500.screen(m, variance: .sample) }
  time("p910 floor") { _ = AlternatingProjection.estimate(m) }
  time("icc") { _ = IntraclassCorrelation.measure(m, level: 0.95) }
  time("kendall") { _ = KendallW.measure(m) }
  if cells <= 50 { time("mahalanobis") { _ = Mahalanobis.measure(m) } }
  if evaluators * cells < 10_000 {
    time("alpha interval 10000") {
      _ = KrippendorffAlpha.interval(
        m, .ordinal,
        resamples: Bootstrap.resamples(evaluators: evaluators, count: 10_000, seed: 7), level: 0.95)
    }
  }
}

if CommandLine.arguments[1] == "f" {
  let a = CommandLine.arguments[2...].map { Double($0) ?? 0 }
  print(FDistribution.quantile(a[0], a[1], a[2]))
} else if CommandLine.arguments[1] == "speed" {
  try speed(49, 10, 5)
  try speed(1000, 1000, 5)
  try speed(1000, 1000, 100)
  try speed(100_000, 10, 5)
} else {
  try dump(load(CommandLine.arguments[1]))
}
