public import Crypto
public import Foundation

/// The log of what was done to a round, each entry bound to all before it.
///
/// `h_i = H("log", h_{i−1}, entry)` from 32 zero bytes; an entry's signature covers
/// `T("log-entry", mh, h_{i−1}, entry)`. A log that is cut short at its end still verifies: the last
/// hash has to be known from elsewhere.
public struct CoordinatorLog: Hashable, Sendable {
  /// What precedes the first entry: 32 zero bytes.
  public static let start = Data(count: 32)

  /// The lines so far.
  public private(set) var lines: [LogLine]
  /// The hash of the last entry, or `start`.
  public private(set) var hash: Data

  /// Takes the lines of a stored log, or none; nothing is verified.
  public init(lines: [LogLine] = []) {
    self.lines = lines
    hash = lines.reduce(Self.start) { Self.hash(after: $0, entry: $1.entry) }
  }

  /// The chain's hash after each entry.
  public var hashes: [Data] {
    var hash = Self.start
    return lines.map { line in
      hash = Self.hash(after: hash, entry: line.entry)
      return hash
    }
  }

  /// Signs an entry with its actor's key, adds it, and returns its line.
  @discardableResult
  public mutating func append(
    _ entry: Data,
    manifest: ManifestHash,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> LogLine {
    let signature = try key.signature(for: Self.message(hash, entry, manifest))
    let line = LogLine(entry: entry, signature: signature)
    add(line)
    return line
  }

  /// Adds a line that was signed elsewhere, if it verifies as the next one; else changes nothing.
  public mutating func append(
    _ line: LogLine,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    guard accepts(line, manifest: manifest, by: publicKey) else { return false }
    add(line)
    return true
  }

  /// Tells whether a line that was signed elsewhere verifies as the next one.
  public func accepts(_ line: LogLine, manifest: ManifestHash, by publicKey: Data) -> Bool {
    Ed25519.isValid(
      line.signature,
      of: Self.message(hash, line.entry, manifest),
      by: publicKey
    )
  }

  /// Finds the first line that does not hold; nil if all do.
  ///
  /// The closure gives the raw public key of the actor that an entry names, nil if there is none. A
  /// line that was changed, moved or left out shows as a bad signature there or at the next line.
  public func firstFault(
    manifest: ManifestHash,
    actorKey: (_ entry: Data) throws -> Data?
  ) rethrows -> LogProblem? {
    var hash = Self.start
    for (index, line) in lines.enumerated() {
      guard let key = try actorKey(line.entry) else {
        return LogProblem(index: index, reason: .unknownActor)
      }
      let message = Self.message(hash, line.entry, manifest)
      guard Ed25519.isValid(line.signature, of: message, by: key) else {
        return LogProblem(index: index, reason: .signature)
      }
      hash = Self.hash(after: hash, entry: line.entry)
    }
    return nil
  }

  /// Computes the chain's next hash: `H("log", before, entry)`.
  public static func hash(after before: Data, entry: Data) -> Data {
    Transcript.hash("log", before, entry)
  }

  mutating func add(_ line: LogLine) {
    hash = Self.hash(after: hash, entry: line.entry)
    lines.append(line)
  }

  private static func message(_ before: Data, _ entry: Data, _ manifest: ManifestHash) -> Data {
    Transcript.bytes("log-entry", manifest.bytes, before, entry)
  }
}

/// Where a log first fails, and how.
public struct LogProblem: Hashable, Sendable {
  /// Why a line does not hold.
  public enum Reason: Hashable, Sendable {
    /// Nobody of the name in the entry has a key.
    case unknownActor
    /// The signature does not cover this entry after the ones before it.
    case signature
  }

  /// The line's index, from 0.
  public let index: Int
  /// Why it does not hold.
  public let reason: Reason
}
