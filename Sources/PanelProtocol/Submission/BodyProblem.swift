/// Why the bytes of a submission's body are refused, or cannot be made.
public enum BodyProblem: Error, Equatable, Sendable {
  /// The body has another number of bytes than the manifest says.
  case size(Int, expected: Int)
  /// The content has this many bytes before padding, more than the body may have.
  case tooLong(Int, size: Int)
  /// The JSON does not fit at this byte: its syntax, its UTF-8, or the shape of a body.
  case json(offset: Int)
  /// An object has a key that is not `revision` or `units`.
  case unexpectedKey(String)
  /// An object has a key twice.
  case duplicateKey(String)
  /// A key is missing.
  case missingKey(String)
  /// Something other than 0x20 follows the JSON.
  case padding
  /// The revision is 0; the first is 1.
  case revision
  /// A label holds the character U+0000 or is not in normalisation form C.
  case label(String)
  /// A label stands twice.
  case duplicateLabel(String)
  /// The value of the unit of this label is not in normalisation form C.
  case notNormalized(String)
  /// The salt of the unit of this label is not 32 bytes in lower-case hexadecimal.
  case salt(String)
}
