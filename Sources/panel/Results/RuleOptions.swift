import ArgumentParser
import Foundation
import PanelCore
import PanelScoring

/// The options of a scoring rule, with the same values as in a survey file.
struct RuleOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .long,
    help: "\(OutlierRule.words.joined(separator: " · "))."
  )
  var rule: String?

  @ArgumentParser.Option(name: .long, help: "item, criterion or total.")
  var unit: String?

  @ArgumentParser.Option(name: .long, help: "range: (x-lo)/(hi-lo); proportion: x/hi.")
  var conversion: String?

  @ArgumentParser.Option(name: .long, help: "none, best or rankSteps=1.5.")
  var relative: String?

  @ArgumentParser.Option(name: .long, help: "Places and mode, such as 2,halfUp.")
  var round: String?

  @ArgumentParser.Option(name: .long, help: "The least number of evaluators per model.")
  var quorum: Int?

  @ArgumentParser.Option(name: .long, help: "The number of resamples; 0 for none.")
  var bootstrap: Int?

  @ArgumentParser.Option(name: .long, help: "The seed of the resamples.")
  var seed: UInt64?

  @ArgumentParser.Option(
    name: .long,
    help: "A CSV with one resample per line: zero-based positions in file order."
  )
  var bootstrapIndices: String?

  /// Whether any option changes the rule.
  var isGiven: Bool {
    rule != nil || unit != nil || conversion != nil || relative != nil || round != nil
      || quorum != nil || bootstrap != nil || seed != nil || bootstrapIndices != nil
  }

  /// The rule, changed by the given options.
  ///
  /// The conversion `proportion` is refused for a scale that begins below 0.
  func applied(to base: ScoringRule, lowest: Int) throws(Failure) -> ScoringRule {
    var changed = base
    do throws(RuleProblem) {
      if let rule { changed.outliers = try OutlierRule(word: rule) }
      if let relative { changed.relative = try RelativeStep(word: relative) }
      if let round { changed.rounding = try Rounding(word: round) }
    } catch {
      throw Failure(.usage, error.message, fix: error.fix)
    }
    if let unit { changed.unit = try choice(unit, "--unit") }
    if let conversion { changed.conversion = try choice(conversion, "--conversion") }
    func positive(_ value: Int?, _ name: String, from least: Int) throws(Failure) -> Int? {
      guard let value else { return nil }
      guard (least...1_000_000).contains(value) else {
        throw Failure.outOfRange(name, value, least...1_000_000)
      }
      return value
    }
    if let quorum = try positive(quorum, "--quorum", from: 1) { changed.quorum = quorum }
    if let bootstrap = try positive(bootstrap, "--bootstrap", from: 0) {
      changed.bootstrap = bootstrap
    }
    if let seed { changed.seed = seed }
    guard lowest >= 0 || changed.conversion == .range else {
      throw Failure(
        .usage,
        en: "the conversion 'proportion' cannot work on a scale with negative ratings",
        ko: "음수가 있는 척도에는 proportion 환산을 쓸 수 없습니다",
        fix: (en: "add --conversion range", ko: "--conversion range를 더하십시오")
      )
    }
    return changed
  }

  private func choice<Word: RawRepresentable & CaseIterable>(
    _ text: String,
    _ name: String
  ) throws(Failure) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      let list = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .usage,
        en: "\(name) '\(text)' is not known",
        ko: "\(name) '\(text)'은(는) 없습니다",
        fix: (en: "use one of: \(list)", ko: "다음 중 하나: \(list)")
      )
    }
    return word
  }

  /// The resamples in the file, checked against the number of evaluators.
  func resamples(evaluators: Int) throws(Failure) -> [[Int]]? {
    guard let path = bootstrapIndices else { return nil }
    var resamples: [[Int]] = []
    for (number, line) in try InputFile.text(path).split(whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let indices = cells.compactMap { Int($0.trimmed) }
      guard indices.count == cells.count, indices.count == evaluators,
        indices.allSatisfy({ (0..<evaluators).contains($0) })
      else {
        throw Failure(
          .invalidData,
          details: [
            (
              LocalizedText(
                en:
                  "\(path):\(number + 1): not \(evaluators) positions from 0 to \(evaluators - 1)",
                ko: "\(path):\(number + 1): 0부터 \(evaluators - 1)까지의 위치 \(evaluators)개가 아닙니다"
              ),
              LocalizedText(
                en:
                  "one resample per line, one position per evaluator, in the order of the ratings file",
                ko: "한 줄에 재표본 하나, 평가위원 수만큼의 위치를 쓰십시오"
              )
            )
          ]
        )
      }
      resamples.append(indices)
    }
    guard !resamples.isEmpty else {
      throw Failure(
        .invalidData,
        en: "\(path): no resamples",
        ko: "\(path): 재표본이 없습니다",
        fix: (en: "one resample a line", ko: "한 줄에 재표본 하나를 쓰십시오")
      )
    }
    return resamples
  }
}
