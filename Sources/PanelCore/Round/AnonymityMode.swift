/// What ties a submission to a person.
public enum AnonymityMode: String, Codable, CaseIterable, Sendable {
  /// Nothing that is stored; the server signs a credential that it cannot see.
  case anonymous
  /// A sealed link that two custodians can open together; never to be called anonymous.
  case confidential
}
