/// A decimal number kept exactly as it was written: `0.10` is ten hundredths, never a binary
/// approximation.
///
/// Equality is by value (`0.1` equals `0.10`); `description` keeps the digits that were written.
public struct ExactDecimal: Sendable, CustomStringConvertible {
  /// The digits without the point, with sign.
  public let unscaled: Int
  /// The number of digits after the decimal point, 0…9.
  public let places: Int

  /// A whole number.
  public init(_ whole: Int) {
    unscaled = whole
    places = 0
  }

  /// Reads `12`, `12.5` or `-0.10`; `nil` for any other text, more than nine places or more than
  /// fifteen digits.
  public init?(_ text: String) {
    var digits = ""
    var places = 0
    var seenPoint = false
    for (index, character) in text.utf8.enumerated() {
      switch character {
      case 45 where index == 0: digits.append("-")
      case 46 where !seenPoint && !digits.isEmpty && digits != "-": seenPoint = true
      case 48...57:
        digits.unicodeScalars.append(Unicode.Scalar(character))
        if seenPoint { places += 1 }
      default: return nil
      }
    }
    let length = digits.utf8.count - (digits.hasPrefix("-") ? 1 : 0)
    guard !(seenPoint && places == 0), places <= 9, length <= 15, let value = Int(digits)
    else { return nil }
    unscaled = value
    self.places = places
  }

  /// Ten to the number of places: the value is `unscaled / denominator`.
  public var denominator: Int {
    (0..<places).reduce(1) { product, _ in product * 10 }
  }

  /// The number as it was written.
  public var description: String {
    guard places > 0 else { return String(unscaled) }
    let digits = String(abs(unscaled))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (unscaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }

  private var lowestTerms: (Int, Int) {
    var (value, exponent) = (unscaled, places)
    while exponent > 0, value % 10 == 0 {
      value /= 10
      exponent -= 1
    }
    return (value, exponent)
  }
}

extension ExactDecimal: Hashable {
  /// Compares values, not spellings.
  public static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.lowestTerms == right.lowestTerms
  }

  /// Hashes the value.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lowestTerms.0)
    hasher.combine(lowestTerms.1)
  }
}

extension ExactDecimal: Codable {
  /// Reads the decimal from a JSON string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = ExactDecimal(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "not a decimal number: \(text)"
      )
    }
    self = value
  }

  /// Writes the decimal as a JSON string, so that no reader turns it into a binary number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
