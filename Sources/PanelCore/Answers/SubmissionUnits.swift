import Foundation

/// The parts of a submission that are committed to separately, so that some can be withheld and the
/// rest still verifies.
///
/// A unit is a label and a text. Labels and their order are fixed in the manifest.
public enum SubmissionUnits {
  /// A problem of a unit that was received or read from a file.
  public struct Problem: Error, Hashable, Sendable {
    /// The unit's label.
    public var label: String
    /// What is wrong, in English, for a log or a report.
    public var reason: String
  }

  /// The labels a survey needs, in their order.
  public static func labels(for survey: Survey) -> [String] {
    var labels = ["answers", "recusals", "exposure"]
    if !survey.modules.isEmpty { labels.append("modules") }
    labels += ["ranking", "confidence", "attention"]
    if survey.comment != nil { labels += survey.models.map { "comment.\($0.code)" } }
    labels += survey.profile.map { "profile.\($0.id)/0" }
    return labels
  }

  /// The units of a set of answers, in the order of `labels(for:)`; blank parts are empty texts.
  public static func units(
    of answers: Answers,
    for survey: Survey
  ) throws -> [(label: String, value: String)] {
    let answers = answers.normalised(for: survey)
    return try labels(for: survey).map { label in (label, try value(of: label, in: answers)) }
  }

  /// Reads answers back from units; labels that are absent (withheld) stay blank.
  public static func answers(
    from units: [(label: String, value: String)],
    for survey: Survey
  ) throws(Problem) -> Answers {
    let known = Set(labels(for: survey))
    var answers = Answers()
    for (label, value) in units {
      guard known.contains(label) else {
        throw Problem(label: label, reason: "the survey has no such unit")
      }
      guard !value.isEmpty else { continue }
      func decode<Value: Decodable>(_ type: Value.Type) throws(Problem) -> Value {
        do {
          return try JSONDecoder().decode(type, from: Data(value.utf8))
        } catch {
          throw Problem(label: label, reason: "not the expected JSON")
        }
      }
      switch label {
      case "answers": answers.answers = try decode([ModelCode: [ItemID: Answer]].self)
      case "recusals":
        let list = try decode([ModelCode].self)
        answers.recusals = Set(list)
        guard answers.recusals.count == list.count else {
          throw Problem(label: label, reason: "a model is named twice")
        }
      case "exposure": answers.exposure = try decode([ModelCode: [ItemID: [ChoiceID]]].self)
      case "modules": answers.modules = try decode([ModelCode: [ItemID: Int]].self)
      case "ranking": answers.ranking = try decode([[ModelCode]].self)
      case "confidence": answers.confidence = try decode([ModelCode: Int].self)
      case "attention":
        guard let number = Int(value) else {
          throw Problem(label: label, reason: "not a whole number")
        }
        answers.attention = number
      default:
        if label.hasPrefix("comment.") {
          answers.comments[ModelCode(String(label.dropFirst(8)))] = value
        } else {
          answers.profile[ItemID(String(label.dropFirst(8).dropLast(2)))] = ChoiceID(value)
        }
      }
    }
    return answers
  }

  /// The labels of units whose text differs from the canonical text of the answers.
  ///
  /// Such units are refused, so that two readers cannot take different ratings from the same signed bytes.
  public static func misspelled(
    _ units: [(label: String, value: String)],
    as answers: Answers,
    for survey: Survey
  ) throws -> [String] {
    let answers = answers.normalised(for: survey)
    return try units.filter { $0.value != (try value(of: $0.label, in: answers)) }.map(\.label)
  }

  /// The text of a unit; the answers are normalised.
  private static func value(of label: String, in answers: Answers) throws -> String {
    switch label {
    case "answers": try json(answers.answers, isBlank: answers.answers.isEmpty)
    case "recusals": try json(answers.recusals.sorted(), isBlank: answers.recusals.isEmpty)
    case "exposure": try json(answers.exposure, isBlank: answers.exposure.isEmpty)
    case "modules": try json(answers.modules, isBlank: answers.modules.isEmpty)
    case "ranking": try json(answers.ranking, isBlank: answers.ranking.isEmpty)
    case "confidence": try json(answers.confidence, isBlank: answers.confidence.isEmpty)
    case "attention": answers.attention.map(String.init) ?? ""
    default:
      if label.hasPrefix("comment.") {
        answers.comments[ModelCode(String(label.dropFirst(8)))] ?? ""
      } else {
        answers.profile[ItemID(String(label.dropFirst(8).dropLast(2)))]?.rawValue ?? ""
      }
    }
  }

  private static func json(_ value: some Encodable, isBlank: Bool) throws -> String {
    guard !isBlank else { return "" }
    return String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
  }
}
