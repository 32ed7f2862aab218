/// One line of the fact sheet: what is stated of every model, in which unit.
public struct FactField: Hashable, Sendable {
  /// The line's name, such as `F10`.
  public var id: FactID
  /// What the line states, in the standard term.
  public var title: LocalizedText
  /// The unit, if the value has one.
  public var unit: String?

  /// Makes a line.
  public init(id: FactID, title: LocalizedText, unit: String?) {
    self.id = id
    self.title = title
    self.unit = unit
  }
}

/// What is known of one model on one line of the fact sheet.
public enum Fact: Hashable, Sendable {
  /// Nobody provided the value; it is never shown or read as zero.
  case notProvided
  /// A value with who measured it and when, as far as that is stated.
  case provided(value: String, measuredBy: String?, measuredOn: String?)
}

/// One model as the evaluator meets it.
public struct ModelUnderEvaluation: Hashable, Sendable {
  /// The model's code.
  public var code: ModelCode
  /// The model's name; `nil` in a blind survey.
  public var name: LocalizedText?
  /// The facts stated of it; a line that is absent here is not provided.
  public var facts: [FactID: Fact]

  /// Makes a model.
  public init(code: ModelCode, name: LocalizedText? = nil, facts: [FactID: Fact] = [:]) {
    self.code = code
    self.name = name
    self.facts = facts
  }

  /// What the sheet says on a line.
  public func fact(_ id: FactID) -> Fact { facts[id] ?? .notProvided }
}
