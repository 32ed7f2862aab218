/// Where a round stands.
///
/// There is no way back.
public enum Phase: String, CaseIterable, Codable, Comparable, Sendable {
  /// Keys exist, nothing is fixed yet.
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
  /// The round is put away.
  case archived
  /// The round was given up before publication.
  case void

  /// Orders by the course of a round; `void` comes last.
  public static func < (left: Phase, right: Phase) -> Bool { left.position < right.position }

  private var position: Int { Phase.allCases.firstIndex(of: self) ?? 0 }

  /// The phase in words.
  public var title: LocalizedText {
    switch self {
    case .draft: LocalizedText(ko: "준비 중", en: "draft")
    case .sealed: LocalizedText(ko: "봉인됨", en: "sealed")
    case .enrolling: LocalizedText(ko: "등록 중", en: "enrolling")
    case .enrolled: LocalizedText(ko: "등록 마감", en: "enrolled")
    case .rating: LocalizedText(ko: "평가 중", en: "rating")
    case .closed: LocalizedText(ko: "마감", en: "closed")
    case .published: LocalizedText(ko: "공표됨", en: "published")
    case .archived: LocalizedText(ko: "보관됨", en: "archived")
    case .void: LocalizedText(ko: "무효", en: "void")
    }
  }
}

/// When the phases of a round change.
public enum Schedule: Hashable, Sendable {
  /// By signed entries of the coordinator; for demonstrations and trials.
  case manual
  /// At fixed times.
  case times(enrolFrom: Timestamp, enrolTo: Timestamp, rateFrom: Timestamp, rateTo: Timestamp)

  /// What is wrong with the times, if anything.
  public var problem: LocalizedText? {
    guard case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = self else {
      return nil
    }
    if enrolFrom >= enrolTo || rateFrom >= rateTo {
      return LocalizedText(ko: "기간의 끝이 시작보다 빠릅니다", en: "a period ends before it begins")
    }
    // Enrolling that overlaps with rating would tie "Kim enrolled" to "a submission arrived".
    if enrolTo > rateFrom {
      return LocalizedText(
        ko: "평가는 등록이 끝난 뒤에 시작해야 합니다",
        en: "rating must begin after enrolling has ended"
      )
    }
    return nil
  }

  /// The phase that is due at a moment of a sealed round; `nil` when entries decide.
  public func phaseDue(at now: Timestamp) -> Phase? {
    guard case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = self else {
      return nil
    }
    if now < enrolFrom { return .sealed }
    if now < enrolTo { return .enrolling }
    if now < rateFrom { return .enrolled }
    if now < rateTo { return .rating }
    return .closed
  }
}

extension Schedule: Codable {
  private enum CodingKeys: String, CodingKey {
    case mode, enrolFrom, enrolTo, rateFrom, rateTo
  }

  /// Reads `{"mode":"manual"}` or `{"mode":"times",…}`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    switch try values.decode(String.self, forKey: .mode) {
    case "manual": self = .manual
    case "times":
      self = .times(
        enrolFrom: try values.decode(Timestamp.self, forKey: .enrolFrom),
        enrolTo: try values.decode(Timestamp.self, forKey: .enrolTo),
        rateFrom: try values.decode(Timestamp.self, forKey: .rateFrom),
        rateTo: try values.decode(Timestamp.self, forKey: .rateTo)
      )
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .mode,
        in: values,
        debugDescription: "unknown schedule \(other)"
      )
    }
  }

  /// Writes the same form.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .manual: try values.encode("manual", forKey: .mode)
    case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo):
      try values.encode("times", forKey: .mode)
      try values.encode(enrolFrom, forKey: .enrolFrom)
      try values.encode(enrolTo, forKey: .enrolTo)
      try values.encode(rateFrom, forKey: .rateFrom)
      try values.encode(rateTo, forKey: .rateTo)
    }
  }
}
