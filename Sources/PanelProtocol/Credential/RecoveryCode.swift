public import Foundation

/// The code that brings back an evaluator's credential: its secret.
///
/// Text: `02 ‖ secret ‖ CRC`, 56 characters in groups of four.
public struct RecoveryCode: Hashable, Sendable {
  /// The 32 secret bytes from which the credential is derived.
  public let secret: Data

  /// Makes the code of a secret of 32 bytes; throws `length` for another number of bytes.
  public init(secret: Data) throws(CodeProblem) {
    guard secret.count == 32 else { throw .length(secret.count) }
    self.secret = Data(secret)
  }

  /// Reads a typed or pasted code; throws what is wrong with it.
  public init(text: String) throws(CodeProblem) {
    secret = try CodeText.content(text, kind: CodeText.recovery)
  }

  /// Draws a new secret from a cryptographic generator.
  public static func generate(
    using generator: inout some RandomNumberGenerator
  ) throws(CodeProblem) -> RecoveryCode {
    try RecoveryCode(secret: RandomBytes.data(32, using: &generator))
  }

  /// The code as people see it: 14 groups of four, joined by hyphens.
  public var text: String { CodeText.text(kind: CodeText.recovery, content: secret) }
}
