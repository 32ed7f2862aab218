internal import Foundation

/// Bytes from a generator that the caller passes in.
enum RandomBytes {
  /// Draws `count` bytes; the generator must be a cryptographic one outside tests.
  static func data(_ count: Int, using generator: inout some RandomNumberGenerator) -> Data {
    Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }
}
