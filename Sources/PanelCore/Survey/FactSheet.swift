/// One line of the fact sheet: a property of every model and its unit.
public struct FactField: Hashable, Sendable {
  /// The line's name, such as `F10`.
  public var id: FactID
  /// The property, in its standard term.
  public var title: LocalizedText
  /// The unit, if the value has one.
  public var unit: String?
}

/// The entry of one model on one line of the fact sheet.
public enum Fact: Hashable, Sendable {
  /// The value was not provided; it is never shown or read as zero.
  case notProvided
  /// A value, with its source and date if these are stated.
  case provided(value: String, measuredBy: String?, measuredOn: String?)
}

/// One model as it is shown to evaluators.
public struct ModelUnderEvaluation: Hashable, Sendable {
  /// The model's code.
  public var code: ModelCode
  /// The model's name; `nil` in a blind survey.
  public var name: LocalizedText?
  /// The facts of the model; an absent line is not provided.
  public var facts: [FactID: Fact] = [:]

  /// The entry on a line.
  public func fact(_ id: FactID) -> Fact { facts[id] ?? .notProvided }
}
