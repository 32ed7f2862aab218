/// Whether rating begins only after enrolling has ended.
public enum PhaseOrder: String, Codable, CaseIterable, Sendable {
  /// Rating follows enrolling, so that no time ties "Kim enrolled" to "a submission arrived".
  case disjoint
  /// Both overlap, for small trials; it must never be called anonymous towards the operator.
  case overlapping
}

/// When the phases of a round change.
public enum Schedule: Hashable, Sendable {
  /// By signed entries of the coordinator; for demonstrations and trials.
  case manual
  /// At fixed times.
  case times(enrolFrom: Timestamp, enrolTo: Timestamp, rateFrom: Timestamp, rateTo: Timestamp)

  /// A problem of the times; `nil` if they are valid.
  public func problem(_ order: PhaseOrder = .disjoint) -> LocalizedText? {
    guard case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = self else {
      return nil
    }
    if enrolFrom >= enrolTo || rateFrom >= rateTo {
      return LocalizedText(en: "a period ends before it begins", ko: "기간의 끝이 시작보다 빠릅니다")
    }
    switch order {
    case .disjoint:
      // Enrolling that overlaps with rating would tie "Kim enrolled" to "a submission arrived".
      guard enrolTo <= rateFrom else {
        return LocalizedText(
          en: "rating must begin after enrolling has ended",
          ko: "평가는 등록이 끝난 뒤에 시작해야 합니다"
        )
      }
    case .overlapping:
      guard enrolFrom <= rateFrom, enrolTo == rateTo else {
        return LocalizedText(
          en: "in an overlapping round enrolling begins first and ends together with rating",
          ko: "겹치는 회차에서는 등록이 평가보다 먼저 시작하고 함께 끝나야 합니다"
        )
      }
    }
    return nil
  }

  /// When a phase ends; `nil` under a manual schedule and for other phases.
  public func end(of phase: Phase) -> Timestamp? {
    guard case .times(_, let enrolTo, _, let rateTo) = self else { return nil }
    switch phase {
    case .enrolling: return enrolTo
    case .rating: return rateTo
    default: return nil
    }
  }

  /// The schedule after a phase has been given a new end.
  ///
  /// Rating is shifted by as much as enrolling is extended; if the two overlap, both end together.
  public func extended(_ phase: Phase, to end: Timestamp, order: PhaseOrder) -> Schedule {
    guard case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = self else {
      return self
    }
    if order == .overlapping {
      return .times(enrolFrom: enrolFrom, enrolTo: end, rateFrom: rateFrom, rateTo: end)
    }
    guard phase == .enrolling else {
      return .times(enrolFrom: enrolFrom, enrolTo: enrolTo, rateFrom: rateFrom, rateTo: end)
    }
    let shift = end.seconds - enrolTo.seconds
    return .times(
      enrolFrom: enrolFrom,
      enrolTo: end,
      rateFrom: rateFrom.advanced(by: shift),
      rateTo: rateTo.advanced(by: shift)
    )
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
