// Scores a CSV of ratings by the rule of a survey file, as `panel aggregate` does.
//
// Usage: score-a-csv RATINGS.csv SURVEY.yaml

import Foundation
import PanelCore
import PanelScoring

func stop(_ lines: [String], _ status: Int32) -> Never {
  FileHandle.standardError.write(Data(lines.map { $0 + "\n" }.joined().utf8))
  exit(status)
}

let arguments = CommandLine.arguments
guard arguments.count == 3,
  let csv = try? String(contentsOfFile: arguments[1], encoding: .utf8),
  let yaml = try? String(contentsOfFile: arguments[2], encoding: .utf8)
else { stop(["usage: score-a-csv RATINGS.csv SURVEY.yaml (both in UTF-8)"], 64) }

do {
  let survey = try SurveyDocument.read(yaml).survey
  let ratings = try RatingsFile(csv: csv, form: RatedForm(survey))
  var rule = survey.scoring
  rule.bootstrap = 0  // Points only. The survey's own value adds intervals and takes longer.
  let score = ComponentScore(
    ratings.table,
    rule: rule,
    official: false,
    source: "csv",
    invited: ratings.table.raters.count
  )
  for model in score.ranking {
    let rank = model.rank.map(String.init) ?? "-"
    let points = model.points.map { "\($0) of \(score.fullMarks)" }
    print(rank, model.id, points ?? "no score (\(model.withheld?.text.en ?? ""))")
  }
} catch let error as FileProblems {
  stop(error.problems.map { "\(arguments[2]):\($0.line): \($0.message.en)" }, 65)
} catch let error as RatingsFile.Problems {
  stop(error.problems.map { "\(arguments[1]):\($0.line): \($0.message.en)" }, 65)
}
