import Foundation

extension String {
  /// The text in Unicode normalisation form C.
  public var normalFormC: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }

  /// Whether the bytes of the text are in normalisation form C.
  ///
  /// Bytes are compared because two strings that differ only in normalisation are equal in Swift.
  public var isNormalFormC: Bool { normalFormC.utf8.elementsEqual(utf8) }
}

extension StringProtocol {
  /// The text without white space and newlines at its ends.
  public var trimmed: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }
}

/// A text as it is searched: jamo composed, full-width letters and digits narrowed.
///
/// It keeps the origin of each scalar, so that a match can be shown in the original text.
public struct NormalisedText: Sendable {
  /// The scalars; case is kept.
  public let scalars: [Unicode.Scalar]
  /// The character that each scalar comes from.
  private let sources: [Range<String.Index>]

  /// Normalises a text, character by character.
  public init(_ text: String) {
    var scalars: [Unicode.Scalar] = []
    var sources: [Range<String.Index>] = []
    for index in text.indices {
      let character = String(text[index])
      let folded =
        character.utf8.count == 1 ? character : character.precomposedStringWithCompatibilityMapping
      for scalar in folded.unicodeScalars {
        scalars.append(scalar)
        sources.append(index..<text.index(after: index))
      }
    }
    self.scalars = scalars
    self.sources = sources
  }

  /// The normalised text.
  public var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The range in the original text of a range of scalars, which must not be empty.
  public func source(of range: Range<Int>) -> Range<String.Index> {
    sources[range.lowerBound].lowerBound..<sources[range.upperBound - 1].upperBound
  }
}
