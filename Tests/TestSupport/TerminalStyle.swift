/// How a cell of a terminal looks, as far as ECMA-48's SGR tells.
public struct TerminalStyle: Hashable, Sendable {
  /// Whether the text is bold.
  public var isBold = false
  /// Whether the text is faint.
  public var isFaint = false
  /// Whether the text is italic.
  public var isItalic = false
  /// Whether the text is underlined.
  public var isUnderlined = false
  /// Whether letter and ground change places.
  public var isReversed = false
  /// The colour of the letter, 0 to 15; `nil` for the terminal's own.
  public var letter: Int?
  /// The colour of the ground, 0 to 15; `nil` for the terminal's own.
  public var ground: Int?

  /// A plain look.
  public init() {}

  /// The look that codes make of a plain one, as in `1;4;35`.
  public init(_ codes: some StringProtocol) { apply(codes) }

  /// Changes the look by codes; `false` if one is unknown.
  @discardableResult
  public mutating func apply(_ codes: some StringProtocol) -> Bool {
    var isKnown = true
    for code in codes.split(separator: ";", omittingEmptySubsequences: false)
    where !apply(code.isEmpty ? 0 : Int(code) ?? -1) {
      isKnown = false
    }
    return isKnown
  }

  private mutating func apply(_ code: Int) -> Bool {
    switch code {
    case 0: self = TerminalStyle()
    case 1: isBold = true
    case 2: isFaint = true
    case 3: isItalic = true
    case 4: isUnderlined = true
    case 7: isReversed = true
    case 22: (isBold, isFaint) = (false, false)
    case 23: isItalic = false
    case 24: isUnderlined = false
    case 27: isReversed = false
    case 30...37: letter = code - 30
    case 39: letter = nil
    case 40...47: ground = code - 40
    case 49: ground = nil
    case 90...97: letter = code - 90 + 8
    case 100...107: ground = code - 100 + 8
    default: return false
    }
    return true
  }
}
