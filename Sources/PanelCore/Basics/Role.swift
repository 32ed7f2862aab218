/// The rights that a server's token gives.
public enum Role: String, Codable, CaseIterable, Sendable {
  /// Runs rounds of their own.
  case coordinator
  /// Reads log, counts and releases, and changes nothing.
  case auditor
}
