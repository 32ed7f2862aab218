public import Crypto
public import Foundation

/// The log of all actions on a round, in which each entry is bound to all entries before it.
///
/// `h_i = H("log", h_{i−1}, entry)` from 32 zero bytes; an entry's signature covers
/// `T("log-entry", mh, h_{i−1}, entry)`. A log whose last lines are missing still verifies, so the
/// last hash must be known from elsewhere.
public struct CoordinatorLog: Hashable, Sendable {
  /// The hash before the first entry: 32 zero bytes.
  public static let start = Data(count: 32)

  /// The lines so far.
  public private(set) var lines: [LogLine]
  /// The hash of the last entry, or `start`.
  public private(set) var hash: Data

  /// Takes the lines of a stored log without verifying them.
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

  /// Adds a line that was signed elsewhere if it verifies as the next one; returns whether it did.
  public mutating func append(
    _ line: LogLine,
    manifest: ManifestHash,
    by publicKey: Data
  ) -> Bool {
    guard accepts(line, manifest: manifest, by: publicKey) else { return false }
    add(line)
    return true
  }

  /// Returns whether a line that was signed elsewhere verifies as the next one.
  public func accepts(_ line: LogLine, manifest: ManifestHash, by publicKey: Data) -> Bool {
    Ed25519.isValid(
      line.signature,
      of: Self.message(hash, line.entry, manifest),
      by: publicKey
    )
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

/// One entry of the coordinator's log as it is stored, with its signature.
public struct LogLine: Hashable, Codable, Sendable {
  /// The entry's bytes, as they were signed.
  public let entry: Data
  /// The actor's signature, 64 bytes.
  public let signature: Data

  /// Makes a line from stored parts without checking them.
  public init(entry: Data, signature: Data) {
    self.entry = entry
    self.signature = signature
  }
}
