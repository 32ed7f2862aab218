/// The phase of a round; a round never returns to an earlier phase.
public enum Phase: String, CaseIterable, Codable, Comparable, Sendable {
  /// Keys exist; nothing is fixed yet.
  case draft
  /// The manifest is fixed and signed.
  case sealed
  /// Invitations are redeemed for credentials.
  case enrolling
  /// The issuance list is fixed and the issuer key destroyed.
  case enrolled
  /// Submissions are taken.
  case rating
  /// The tree head is fixed.
  case closed
  /// Scores are public.
  case published
  /// The round is finished and kept.
  case archived
  /// The round was cancelled before publication.
  case void

  /// Compares by the order in which a round passes its phases; `void` comes last.
  public static func < (left: Phase, right: Phase) -> Bool { left.position < right.position }

  private var position: Int { Phase.allCases.firstIndex(of: self) ?? 0 }

  /// The phase in words.
  public var title: LocalizedText {
    switch self {
    case .draft: LocalizedText(en: "draft", ko: "준비 중")
    case .sealed: LocalizedText(en: "sealed", ko: "봉인됨")
    case .enrolling: LocalizedText(en: "enrolling", ko: "등록 중")
    case .enrolled: LocalizedText(en: "enrolled", ko: "등록 마감")
    case .rating: LocalizedText(en: "rating", ko: "평가 중")
    case .closed: LocalizedText(en: "closed", ko: "마감")
    case .published: LocalizedText(en: "published", ko: "공표됨")
    case .archived: LocalizedText(en: "archived", ko: "보관됨")
    case .void: LocalizedText(en: "void", ko: "무효")
    }
  }
}

/// What ties a submission to a person.
public enum AnonymityMode: String, Codable, CaseIterable, Sendable {
  /// Nothing that is stored ties them: the server signs a credential that it cannot see.
  case anonymous
  /// A sealed link that two custodians can open together; it must never be called anonymous.
  case confidential
}
