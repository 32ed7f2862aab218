public import PanelCore
import PanelStatistics
public import PanelScoring

extension StandingFrame {
  /// The directories of the releases from which values are taken, without duplicates.
  public var directories: [String] {
    var directories: [String] = []
    for case .released(let directory, _) in teams.flatMap(\.values.values).map(\.content)
    where !directories.contains(directory) {
      directories.append(directory)
    }
    return directories.sorted()
  }

  /// Replaces values that refer to a release by the official scores of that release.
  ///
  /// A model without a score is withheld.
  ///
  /// - Parameter releases: The releases by directory.
  /// - Returns: The frame, in which no value refers to a release any more, and what was taken.
  /// - Throws: A problem for every line whose release does not verify or has no such score.
  public func filled(
    from releases: [String: Release]
  ) throws(FileProblems) -> (frame: StandingFrame, releases: [ReleasedPoints]) {
    var (frame, taken) = (self, [ReleasedPoints]())
    var problems: [FileProblem] = []
    var results: [String: Result<OfficialResult, FileProblem>] = [:]
    for index in teams.indices {
      for (component, value) in teams[index].values.sorted(by: { $0.key < $1.key }) {
        guard case .released(let directory, let model) = value.content else { continue }
        let result = results[directory] ?? OfficialResult.of(releases[directory], directory)
        results[directory] = result
        do throws(FileProblem) {
          let result = try result.get()
          var entry = ReleasedPoints(
            team: teams[index].id,
            component: components[component].id,
            release: directory,
            fingerprint: result.fingerprint,
            model: model
          )
          let points = try result.points(of: model, for: components[component])
          entry.points = points.points?.description
          entry.withheld = points.withheld
          taken.append(entry)
          frame.teams[index].values[component] = Located(
            line: value.line,
            points.points.map { .known($0) } ?? .withheld
          )
        } catch {
          var problem = error
          problem.line = value.line
          problems.append(problem)
        }
      }
    }
    guard problems.isEmpty else {
      throw FileProblems(problems: problems.sorted { $0.line < $1.line })
    }
    return (frame, taken)
  }
}

/// The official scores of a release that verifies.
private struct OfficialResult {
  var score: ComponentScore
  var fingerprint: String?

  static func of(
    _ release: Release?,
    _ directory: String
  ) -> Result<OfficialResult, FileProblem> {
    var failed = ""
    if let release {
      do {
        let verified = try VerifiedRelease(release)
        return .success(
          OfficialResult(score: verified.score, fingerprint: verified.verification.fingerprint)
        )
      } catch {
        failed = " (\(error.failed.joined(separator: ", ")))"
      }
    }
    return .failure(
      problem(
        LocalizedText(
          en: "the release '\(directory)' does not verify\(failed)",
          ko: "공개 자료 '\(directory)'가 검증되지 않습니다\(failed)"
        ),
        fix: LocalizedText(
          en: "run 'panel verify \(directory)' and get the release again",
          ko: "'panel verify \(directory)'로 확인하고 공개 자료를 다시 받으십시오"
        )
      )
    )
  }

  func points(
    of model: ModelCode,
    for component: StandingFrame.Component
  ) throws(FileProblem) -> (points: ExactDecimal?, withheld: Withheld?) {
    guard let row = score.models.first(where: { $0.id == model.rawValue }) else {
      let models = score.models.map(\.id).joined(separator: ", ")
      throw Self.problem(
        LocalizedText(
          en: "the release has no model '\(model)'",
          ko: "공개 자료에 모델 '\(model)'이(가) 없습니다"
        ),
        fix: LocalizedText(en: "use one of: \(models)", ko: "다음 중 하나를 쓰십시오: \(models)")
      )
    }
    guard ExactDecimal(score.fullMarks) == component.points else {
      throw Self.problem(
        LocalizedText(
          en: "the release scores out of \(score.fullMarks), '\(component.id)' out of "
            + "\(component.points)",
          ko: "공개 자료는 \(score.fullMarks)점 만점이고 '\(component.id)'은(는) \(component.points)점 만점입니다"
        ),
        fix: LocalizedText(en: "use it for a component of the same points", ko: "배점이 같은 항목에 쓰십시오")
      )
    }
    guard let points = row.points(rounded: component.rounding) else {
      return (nil, row.withheld ?? .noEstimate)
    }
    return (points, nil)
  }

  private static func problem(_ message: LocalizedText, fix: LocalizedText) -> FileProblem {
    FileProblem(line: 1, severity: .error, message: message, fix: fix)
  }
}

extension ComponentScore.ModelScore {
  /// The points, rounded by the given rule if there is one: once, from the exact fraction if known.
  func points(rounded rounding: Rounding?) -> ExactDecimal? {
    guard let points, let rounding else { return points.flatMap { ExactDecimal($0) } }
    return Rational(decimal: exact?.fraction ?? points).flatMap {
      ExactDecimal($0.decimalText(places: rounding.places, mode: RoundingMode(rounding.mode)))
    }
  }
}
