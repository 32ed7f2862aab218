/// What the token of a server is good for.
public enum Role: String, Codable, CaseIterable, Sendable {
  /// Runs rounds of their own.
  case coordinator
  /// Reads log, counts and releases, and changes nothing.
  case auditor
}
