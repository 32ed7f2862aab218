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
