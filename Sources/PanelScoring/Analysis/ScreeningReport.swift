import PanelCore
import PanelStatistics

/// The results of the screening measures for every evaluator.
///
/// A flag is a reason to look closer. It never removes an evaluator from the score.
public struct ScreeningReport: Encodable, Sendable {
  /// The measures, in the order in which they are shown.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The longest run of equal ratings over the answered cells.
    case longString
    /// The standard deviation of the evaluator's own ratings; 0 is flagged.
    case irv
    /// The correlation with the mean of all others; 0 or less is flagged.
    case leaveOneOut
    /// The squared Mahalanobis distance from the panel's mean.
    case mahalanobis
    /// The share of extreme ratings by ITU-R BT.500, with n − 1.
    case bt500
    /// The bias by ITU-T P.910: how far above or below the panel; no threshold.
    case bias
    /// The inconsistency by ITU-T P.910, with the floor; no threshold.
    case inconsistency
    /// The answer to the attention check.
    case attention
  }

  /// One measure of one evaluator.
  public struct Finding: Encodable, Sendable {
    /// The measure.
    public var kind: Kind
    /// Its value; absent where it is undefined.
    public var value: Double?
    /// The value at or beyond which it flags; absent where it never flags.
    public var threshold: Double?
    /// `clear`, `flagged`, `undefined` (which is not a pass) or `shown` (no threshold).
    public var outcome: String
    /// Why it is undefined.
    public var reason: String?
  }

  /// All measures of one evaluator.
  public struct Evaluator: Encodable, Sendable {
    /// The row label.
    public var rater: String
    /// The findings.
    public var findings: [Finding]

    /// The kinds that flag this evaluator.
    public var flags: [Kind] { findings.filter { $0.outcome == "flagged" }.map(\.kind) }
  }

  /// One flag.
  public struct Flag: Encodable, Sendable {
    /// The row label.
    public var rater: String
    /// The measure.
    public var kind: Kind
    /// Its value.
    public var value: Double
    /// The value at or beyond which it flags.
    public var threshold: Double
  }

  /// The attention check of the evaluators of a table.
  public struct Attention: Sendable {
    /// The answer that passes.
    public var expected: Int
    /// The answers by row label.
    public var answers: [String: Int]

    /// Takes answers.
    public init(expected: Int, answers: [String: Int]) {
      self.expected = expected
      self.answers = answers
    }
  }

  /// Every evaluator, in the order of the labels.
  public var evaluators: [Evaluator]
  /// All flags, evaluator after evaluator.
  public var flags: [Flag] {
    evaluators.flatMap { evaluator in
      evaluator.findings.compactMap { finding in
        guard finding.outcome == "flagged" else { return nil }
        return Flag(
          rater: evaluator.rater,
          kind: finding.kind,
          value: finding.value ?? 0,
          threshold: finding.threshold ?? 0
        )
      }
    }
  }

  /// Screens a panel.
  init(_ table: RatingsTable, rule: ScoringRule, attention: Attention?) {
    var findings = [[Finding]](repeating: [], count: table.raters.count)
    if let matrix = CriterionMatrix.of(table, rule: rule), matrix.evaluators > 0 {
      func add(_ kind: Kind, _ measured: [ScreeningFinding]) {
        for (rater, finding) in measured.enumerated() {
          findings[rater].append(Finding(kind, finding))
        }
      }
      for (rater, finding) in Self.runs(matrix).enumerated() { findings[rater].append(finding) }
      add(.irv, Screening.variability(matrix))
      add(.leaveOneOut, Screening.leaveOneOutCorrelation(matrix))
      switch Mahalanobis.measure(matrix) {
      case .success(let measured): add(.mahalanobis, measured.findings)
      case .failure(let reason):
        for rater in findings.indices {
          findings[rater].append(Finding(.mahalanobis, undefined: reason))
        }
      }
      add(.bt500, BT500.screen(matrix, variance: .sample).map(\.finding))
      Self.addProjection(matrix, to: &findings)
    }
    if let attention {
      for (rater, label) in table.raters.enumerated() {
        findings[rater].append(Finding(attention, attention.answers[label]))
      }
    }
    evaluators = zip(table.raters, findings).map { Evaluator(rater: $0, findings: $1) }
      .sorted { $0.rater.utf8.lexicographicallyPrecedes($1.rater.utf8) }
  }

  /// The longest runs, in cells: the threshold is the shortest run that is 80 per cent.
  private static func runs(_ matrix: RatingMatrix) -> [Finding] {
    zip(Screening.longestRuns(matrix), Screening.longString(matrix)).map { run, share in
      var finding = Finding(.longString, share)
      if finding.value != nil { finding.value = Double(run.length) }
      finding.threshold = Double((4 * run.answered + 4) / 5)
      return finding
    }
  }

  private static func addProjection(_ matrix: RatingMatrix, to findings: inout [[Finding]]) {
    let projection = AlternatingProjection.estimate(matrix)
    for rater in findings.indices {
      switch projection {
      case .success(let measured):
        findings[rater].append(Finding(.bias, shown: measured.bias[rater]))
        findings[rater].append(Finding(.inconsistency, shown: measured.inconsistency[rater]))
      case .failure(let reason):
        findings[rater].append(Finding(.bias, undefined: reason))
        findings[rater].append(Finding(.inconsistency, undefined: reason))
      }
    }
  }
}

extension ScreeningReport.Finding {
  fileprivate init(_ kind: ScreeningReport.Kind, _ finding: ScreeningFinding) {
    self.kind = kind
    value = finding.value
    threshold = finding.threshold
    switch finding.outcome {
    case .clear: outcome = "clear"
    case .flagged: outcome = "flagged"
    case .undefined(let why):
      outcome = "undefined"
      reason = why.rawValue
    }
  }

  fileprivate init(_ kind: ScreeningReport.Kind, undefined why: Undefined) {
    self.kind = kind
    outcome = "undefined"
    reason = why.rawValue
  }

  fileprivate init(_ kind: ScreeningReport.Kind, shown value: Double?) {
    self.kind = kind
    self.value = value
    outcome = value == nil ? "undefined" : "shown"
    reason = value == nil ? Undefined.noRatings.rawValue : nil
  }

  /// An attention check without an answer is undefined: it may have been withheld.
  fileprivate init(_ attention: ScreeningReport.Attention, _ answer: Int?) {
    kind = .attention
    value = answer.map(Double.init)
    threshold = Double(attention.expected)
    outcome = answer.map { $0 == attention.expected ? "clear" : "flagged" } ?? "undefined"
  }
}
