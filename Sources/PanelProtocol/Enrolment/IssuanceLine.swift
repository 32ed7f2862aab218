public import Foundation

/// The outcome of one invitation: a line of the issuance list.
///
/// The line has one form, without white space or line feed:
/// `{"invitation":"<hex>","key":"<base64>","blinded":"<hex of SHA-256>","proof":"<base64>"}`,
/// `{"invitation":"<hex>","notIssued":true}` or `{"invitation":"<hex>","revoked":true}`.
public struct IssuanceLine: Hashable, Sendable {
  /// The outcome of an invitation.
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
  /// Its outcome.
  public let outcome: Outcome

  /// Makes a line.
  public init(invitation: Data, outcome: Outcome) {
    self.invitation = invitation
    self.outcome = outcome
  }

  /// Reads a line; `nil` for any bytes but those that `bytes` writes.
  public init?(bytes: Data) {
    guard let members = try? JSONDecoder().decode(Members.self, from: bytes),
      let invitation = Hexadecimal.bytes(members.invitation), invitation.count == 16
    else { return nil }
    if let key = members.key, let proof = members.proof,
      let blindedHash = members.blinded.flatMap(Hexadecimal.bytes)
    {
      guard key.count == 32, blindedHash.count == 32, proof.count == 64 else { return nil }
      outcome = .issued(key: key, blindedHash: blindedHash, proof: proof)
    } else {
      outcome = members.revoked == nil ? .notIssued : .revoked
    }
    self.invitation = invitation
    guard self.bytes == bytes else { return nil }
  }

  private struct Members: Decodable {
    var invitation: String
    var key: Data?
    var blinded: String?
    var proof: Data?
    var revoked: Bool?
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

  /// Whether a credential was issued.
  public var isIssued: Bool {
    switch outcome {
    case .issued: true
    case .notIssued, .revoked: false
    }
  }

  /// Whether the invitation's key has signed for the credential; false if none was issued.
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
}
