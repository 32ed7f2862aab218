/// What ties a submission to a person.
public enum AnonymityMode: String, Codable, CaseIterable, Sendable {
  /// Nothing that is stored; the server signs a credential that it cannot see.
  case anonymous
  /// A sealed link that two custodians can open together; never to be called anonymous.
  case confidential
}

/// Whether rating waits until enrolling has ended.
public enum PhaseOrder: String, Codable, CaseIterable, Sendable {
  /// It does, so that no time ties "Kim enrolled" to "a submission arrived".
  case disjoint
  /// It does not: for small trials, and never to be called anonymous towards the operator.
  case overlapping
}
