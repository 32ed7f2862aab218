import Foundation

/// A text as it is searched: jamo composed, full-width letters and digits narrowed.
///
/// It remembers where each of its scalars comes from, so that what is found can be shown in the text
/// as it was written.
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

  /// Where a range of scalars that is not empty stands in the text as it was written.
  public func source(of range: Range<Int>) -> Range<String.Index> {
    sources[range.lowerBound].lowerBound..<sources[range.upperBound - 1].upperBound
  }
}
