public import Foundation

/// What became of one invitation: a line of the issuance list.
///
/// The line has one form, without white space or line feed:
/// `{"invitation":"<hex>","key":"<base64>","blinded":"<hex of SHA-256>","proof":"<base64>"}`,
/// `{"invitation":"<hex>","notIssued":true}` or `{"invitation":"<hex>","revoked":true}`.
public struct IssuanceLine: Hashable, Sendable {
  /// What became of the invitation.
  public enum Outcome: Hashable, Sendable {
    /// A credential was signed: the invitation's key, the blinded message's SHA-256, the proof.
    case issued(key: Data, blindedHash: Data, proof: Data)
    /// The invitation was not used.
    case notIssued
    /// The invitation was revoked before anything was issued on it.
    case revoked
  }

  /// The invitation's identifier, 16 bytes.
  public let invitation: Data
  /// What became of it.
  public let outcome: Outcome

  /// Makes a line.
  public init(invitation: Data, outcome: Outcome) {
    self.invitation = invitation
    self.outcome = outcome
  }

  /// Reads a line; nil for anything but the exact form, so that a line has one reading.
  public init?(bytes: Data) {
    guard let line = try? Self.read(bytes), line.bytes == bytes else { return nil }
    self = line
  }

  /// The line's bytes, without line feed.
  public var bytes: Data {
    let start = "{\"invitation\":\"\(Hexadecimal.text(invitation))\","
    let rest =
      switch outcome {
      case .issued(let key, let blindedHash, let proof):
        "\"key\":\"\(key.base64EncodedString())\","
          + "\"blinded\":\"\(Hexadecimal.text(blindedHash))\","
          + "\"proof\":\"\(proof.base64EncodedString())\"}"
      case .notIssued: "\"notIssued\":true}"
      case .revoked: "\"revoked\":true}"
      }
    return Data((start + rest).utf8)
  }

  /// The line's leaf: `T("issuance-leaf", mh, line)`.
  public func leaf(manifest: ManifestHash) -> Data {
    Transcript.bytes("issuance-leaf", manifest.bytes, bytes)
  }

  /// Tells whether a credential was issued.
  public var isIssued: Bool {
    switch outcome {
    case .issued: true
    case .notIssued, .revoked: false
    }
  }

  /// Tells whether the invitation's key has signed for what was issued; false if nothing was.
  public func proofIsValid(manifest: ManifestHash) -> Bool {
    switch outcome {
    case .issued(let key, let blindedHash, let proof):
      EnrolmentProof.isValid(
        proof,
        invitation: invitation,
        blindedHash: blindedHash,
        manifest: manifest,
        by: key
      )
    case .notIssued, .revoked: false
    }
  }

  private static func read(_ bytes: Data) throws(JSONScanner.Fault) -> IssuanceLine? {
    var scanner = JSONScanner(bytes)
    try scanner.expect("{")
    guard try scanner.string() == "invitation" else { return nil }
    try scanner.expect(":")
    guard let invitation = Hexadecimal.bytes(try scanner.string()), invitation.count == 16 else {
      return nil
    }
    try scanner.expect(",")
    let key = try scanner.string()
    try scanner.expect(":")
    switch key {
    case "notIssued":
      try scanner.literalTrue()
      return IssuanceLine(invitation: invitation, outcome: .notIssued)
    case "revoked":
      try scanner.literalTrue()
      return IssuanceLine(invitation: invitation, outcome: .revoked)
    default:
      guard let outcome = try issued(&scanner) else { return nil }
      return IssuanceLine(invitation: invitation, outcome: outcome)
    }
  }

  /// The keys' names and whatever follows are settled by the comparison with the written form.
  private static func issued(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Fault) -> Outcome? {
    let key = Data(base64Encoded: try scanner.string())
    try scanner.expect(",")
    _ = try scanner.string()
    try scanner.expect(":")
    let blindedHash = Hexadecimal.bytes(try scanner.string())
    try scanner.expect(",")
    _ = try scanner.string()
    try scanner.expect(":")
    let proof = Data(base64Encoded: try scanner.string())
    guard let key, let blindedHash, let proof else { return nil }
    guard key.count == 32, blindedHash.count == 32, proof.count == 64 else { return nil }
    return .issued(key: key, blindedHash: blindedHash, proof: proof)
  }
}
