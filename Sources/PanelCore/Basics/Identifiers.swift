/// A short name of a survey, a round or a part of a survey.
///
/// Identifiers occur in file names, column heads and signed bytes, so they are limited to ASCII
/// letters, digits, `.`, `_` and `-`, start with a letter or a digit and have at most 64
/// characters.
public protocol Identifier: RawRepresentable, Hashable, Comparable, Codable, Sendable,
  CustomStringConvertible, CodingKeyRepresentable
where RawValue == String {
  /// Takes the text without checking it; see `isWellFormed`.
  init(rawValue: String)
}

extension Identifier {
  /// Wraps a text.
  public init(_ text: String) { self.init(rawValue: text) }

  /// Whether the text follows the rules for identifiers.
  public var isWellFormed: Bool {
    guard let first = rawValue.utf8.first, rawValue.utf8.count <= 64 else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    return isAlphanumeric(first)
      && rawValue.utf8.allSatisfy { isAlphanumeric($0) || $0 == 46 || $0 == 95 || $0 == 45 }
  }

  /// The text itself.
  public var description: String { rawValue }

  /// Compares by bytes, so that a list has the same order on every machine.
  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}

/// Names a survey definition.
public struct SurveyID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one round: one panel, one schedule, one manifest.
public struct RoundID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a criterion, such as `usability`.
public struct CriterionID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names an item or an unscored question, such as `U1`.
public struct ItemID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The blind code of a model; in a blind round the only name a model has.
public struct ModelCode: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one choice of a closed question, such as the reason `N1`.
public struct ChoiceID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a line of the fact sheet, such as `F10`.
public struct FactID: Identifier {
  /// The text.
  public let rawValue: String
  /// Takes the text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }
}
