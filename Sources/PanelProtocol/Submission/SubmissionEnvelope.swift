public import Foundation

/// A submission as it is sent: the body, the credential and the signatures.
///
/// JSON `{"ppk","cred_sig","rev","body","sig"}`, binary values in base64, the body too.
public struct SubmissionEnvelope: Hashable, Codable, Sendable {
  /// The credential's raw public key, 32 bytes; `ppk` in JSON.
  public let publicKey: Data
  /// The issuer's signature on the credential, 384 bytes; `cred_sig` in JSON.
  public let credentialSignature: Data
  /// The revision, from 1; `rev` in JSON.
  public let revision: UInt32
  /// The padded body; `body` in JSON.
  public let body: Data
  /// The signature of the revision, 64 bytes; `sig` in JSON.
  public let signature: Data
  /// The hash of the padded body: SHA-256, 32 bytes.
  public let bodyHash: Data

  private enum CodingKeys: String, CodingKey {
    case publicKey = "ppk"
    case credentialSignature = "cred_sig"
    case revision = "rev"
    case body
    case signature = "sig"
  }

  /// Makes an envelope from stored parts without checking them.
  public init(
    publicKey: Data,
    credentialSignature: Data,
    revision: UInt32,
    body: Data,
    signature: Data
  ) {
    self.publicKey = publicKey
    self.credentialSignature = credentialSignature
    self.revision = revision
    self.body = body
    self.signature = signature
    bodyHash = ContentHash.sha256(body)
  }

  /// Reads the members of the JSON.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      publicKey: try members.decode(Data.self, forKey: .publicKey),
      credentialSignature: try members.decode(Data.self, forKey: .credentialSignature),
      revision: try members.decode(UInt32.self, forKey: .revision),
      body: try members.decode(Data.self, forKey: .body),
      signature: try members.decode(Data.self, forKey: .signature)
    )
  }

  /// Pads and signs a body.
  ///
  /// Throws `BodyProblem.tooLong`, or the library's error if signing fails.
  public static func make(
    credential: Credential,
    credentialSignature: Data,
    body: SubmissionBody,
    size: Int
  ) throws -> SubmissionEnvelope {
    let padded = try body.padded(to: size)
    let publicKey = credential.publicKey
    let signature = try SubmissionSignature.sign(
      revision: body.revision,
      bodyHash: ContentHash.sha256(padded),
      recordCommitment: body.recordCommitment(
        manifest: credential.manifest,
        publicKey: publicKey
      ),
      manifest: credential.manifest,
      with: credential.signingKey
    )
    return SubmissionEnvelope(
      publicKey: publicKey,
      credentialSignature: credentialSignature,
      revision: body.revision,
      body: padded,
      signature: signature
    )
  }

  /// The envelope's JSON, equally long for every content of equal body size.
  ///
  /// Slashes in base64 are not escaped, and spaces after the closing brace make up for the digits of
  /// the revision. With escapes, the length would reveal something about the content.
  public var wire: Data {
    let digits = String(revision)
    let text =
      "{\"ppk\":\"\(publicKey.base64EncodedString())\","
      + "\"cred_sig\":\"\(credentialSignature.base64EncodedString())\","
      + "\"rev\":\(digits),"
      + "\"body\":\"\(body.base64EncodedString())\","
      + "\"sig\":\"\(signature.base64EncodedString())\"}"
    return Data((text + String(repeating: " ", count: 10 - digits.count)).utf8)
  }

  /// The length of `wire` for a body size, which is also the server's limit for a request.
  public static func wireByteCount(bodySize: Int) -> Int {
    let empty = SubmissionEnvelope(
      publicKey: Data(count: 32),
      credentialSignature: Data(count: IssuerPublicKey.byteCount),
      revision: 1,
      body: Data(),
      signature: Data(count: 64)
    )
    return empty.wire.count + (bodySize + 2) / 3 * 4
  }

  /// Reads an envelope's JSON; throws a `DecodingError` for any other bytes.
  public init(wire: Data) throws {
    self = try EnvelopeWire.read(wire) ?? JSONDecoder().decode(SubmissionEnvelope.self, from: wire)
  }

  /// Whether the public key and the two signatures have their lengths.
  public var hasValidLengths: Bool {
    publicKey.count == 32 && signature.count == 64
      && credentialSignature.count == IssuerPublicKey.byteCount
  }

  /// Returns whether the issuer has signed this credential for this round.
  public func credentialIsValid(issuer: IssuerPublicKey, manifest: ManifestHash) -> Bool {
    issuer.isValid(
      credentialSignature: credentialSignature,
      for: publicKey,
      manifest: manifest
    )
  }

  /// Returns whether the credential's key has signed this revision with this record commitment.
  public func signatureIsValid(recordCommitment: Data, manifest: ManifestHash) -> Bool {
    SubmissionSignature.isValid(
      signature,
      publicKey: publicKey,
      revision: revision,
      bodyHash: bodyHash,
      recordCommitment: recordCommitment,
      manifest: manifest
    )
  }

  /// Makes all checks that need no database and no survey, cheapest first, and returns the body.
  ///
  /// Throws, in this order: `length`, `body` for a wrong size, `credential`, `body` for its content,
  /// `revision` if body and envelope disagree, and `signature`.
  public func checked(
    issuer: IssuerPublicKey,
    manifest: ManifestHash,
    bodySize: Int
  ) throws(EnvelopeProblem) -> SubmissionBody {
    guard hasValidLengths else { throw .length }
    guard body.count == bodySize else {
      throw .body(.size(body.count, expected: bodySize))
    }
    guard credentialIsValid(issuer: issuer, manifest: manifest) else { throw .credential }
    let content: SubmissionBody
    do throws(BodyProblem) {
      content = try SubmissionBody.parse(body, size: bodySize)
    } catch {
      throw .body(error)
    }
    guard content.revision == revision else { throw .revision }
    let commitment = content.recordCommitment(manifest: manifest, publicKey: publicKey)
    guard signatureIsValid(recordCommitment: commitment, manifest: manifest) else {
      throw .signature
    }
    return content
  }
}

/// Why an envelope is refused before its answers are looked at.
public enum EnvelopeProblem: Error, Equatable, Sendable {
  /// The public key or a signature has a wrong length.
  case length
  /// The issuer has not signed this credential for this round.
  case credential
  /// The body is refused.
  case body(BodyProblem)
  /// The envelope and the body name different revisions.
  case revision
  /// The signature of the credential's key does not verify.
  case signature
}
