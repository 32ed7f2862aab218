/// What is wrong with a code that somebody typed or a file held.
public enum CodeProblem: Error, Equatable, Sendable {
  /// The code, or the secret to be put into one, has this many characters or bytes: too many or few.
  case length(Int)
  /// This character is not of the alphabet.
  case character(Character)
  /// The last character carries bits that no byte uses and that are not zero.
  case padBits
  /// The checksum does not fit: a typing error.
  case checksum
  /// The code is sound but of another kind: 1 is an invitation, 2 a recovery code.
  case wrongKind(UInt8)
}
