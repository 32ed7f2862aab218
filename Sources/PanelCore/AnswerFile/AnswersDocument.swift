/// Writes and reads answer files (`docs/answer-file.md`): answers to a survey as a text to fill in.
public enum AnswersDocument {
  /// The format this version writes and reads and the value of the key `format`.
  public static let format = "panel.answers.v1"

  /// Writes answers, complete or not, with the questions as remarks.
  ///
  /// Answers to what the survey does not ask are left out.
  ///
  /// - Parameters:
  ///   - answers: The answers so far.
  ///   - survey: The survey that they answer.
  ///   - order: The order of the models; those it does not name come last.
  ///   - language: The language of the remarks; keys and values are the same in all.
  ///   - round: The round of the file, if it has one.
  /// - Returns: The text of the file, from which `read` gives the same answers.
  public static func write(
    _ answers: Answers,
    survey: Survey,
    order: [ModelCode],
    language: Language,
    round: String?
  ) -> String {
    var template = AnswersTemplate(answers, survey: survey, order: order, language: language)
    return template.text(round: round)
  }

  /// Reads answers; a blank or absent answer is open.
  ///
  /// Choices are returned in the order of the survey, and tied models in the order of their codes.
  ///
  /// - Parameters:
  ///   - yaml: The text of the file.
  ///   - survey: The survey the answers must fit.
  ///   - round: The round that the file must name if it names any.
  /// - Returns: The answers, complete or not; comments in NFC.
  /// - Throws: Every problem of the file, in the order of its lines.
  public static func read(
    _ yaml: String,
    survey: Survey,
    round: String?
  ) throws(FileProblems) -> Answers {
    let source = YAMLDocument(yaml, kind: .answers)
    var check = AnswersCheck(survey: survey, problems: source.problems)
    if let root = source.root { check.file(root, round: round) }
    guard check.problems.isEmpty else { throw FileProblems(problems: check.problemsByLine) }
    return check.answers
  }
}

/// The keys of an answer file that are not the survey's own names.
enum AnswersKey {
  static let format = "format"
  static let round = "round"
  static let survey = "survey"
  static let id = "id"
  static let version = "version"
  static let models = "models"
  static let overall = "overall"
  static let recused = "recused"

  static let top = [format, round, survey, models, overall]
}

extension Survey {
  /// The key of a recusal in an answer file: one that no question on a model has.
  var recusedKey: String {
    let isTaken = questionsOnModels.contains { $0.rawValue == AnswersKey.recused }
    // No identifier begins with a low line.
    return isTaken ? "_" + AnswersKey.recused : AnswersKey.recused
  }

  /// The questions asked on each model, in the order of the form.
  var questionsOnModels: [ItemID] {
    exposure.map(\.id) + items.map(\.id) + modules.map(\.id)
      + [confidence?.id, comment?.id].compactMap { $0 }
  }

  /// The questions asked once, in the order of the form.
  var questionsAskedOnce: [ItemID] {
    [attention?.id, ranking?.id].compactMap { $0 } + profile.map(\.id)
  }
}
