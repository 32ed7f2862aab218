/// Why an envelope is refused before its answers are looked at.
public enum EnvelopeProblem: Error, Equatable, Sendable {
  /// The public key or a signature has a wrong length.
  case length
  /// The issuer has not signed this credential for this round.
  case credential
  /// The body is refused.
  case body(BodyProblem)
  /// The envelope names another revision than the body.
  case revision
  /// The credential's key has not signed this.
  case signature
}
