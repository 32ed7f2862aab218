import PanelCore

extension DisclosurePolicy {
  /// The policy that a command names; it must show no more than that of the manifest.
  ///
  /// - Parameters:
  ///   - word: The value of `--policy`; `nil` if it was not given.
  ///   - allowed: The manifest's policy, if it sets one.
  /// - Returns: The named policy, otherwise the manifest's; `nil` if there is neither.
  /// - Throws: `Failure` for an unknown word or a policy that shows more.
  static func permitted(
    _ word: String?,
    within allowed: DisclosurePolicy?
  ) throws(Failure) -> DisclosurePolicy? {
    guard let word else { return allowed }
    guard let policy = DisclosurePolicy(rawValue: word) else {
      throw unknown(en: "unknown disclosure policy '\(word)'", ko: "'\(word)'은(는) 공개 범위가 아닙니다")
    }
    guard let allowed, !policy.isWithin(allowed) else { return policy }
    let list = allCases.filter { $0.isWithin(allowed) }.map(\.rawValue).joined(separator: ", ")
    throw Failure(
      .notPermitted,
      en: "'\(policy.rawValue)' reveals what '\(allowed.rawValue)' withholds, as the manifest "
        + "promised before the round opened",
      ko: "'\(policy.rawValue)'은(는) 선언문이 개시 전에 약속한 '\(allowed.rawValue)'이(가) 공개하지 "
        + "않는 것을 공개합니다",
      fix: (en: "give --policy \(list)", ko: "--policy \(list) 가운데 쓰십시오")
    )
  }

  /// The failure of a command that does not know which policy to follow.
  static func unknown(en: String, ko: String) -> Failure {
    let words = allCases.map(\.rawValue).joined(separator: ", ")
    return Failure(
      .usage,
      en: en,
      ko: ko,
      fix: (en: "give --policy with one of: \(words)", ko: "--policy에 다음 중 하나를 쓰십시오: \(words)")
    )
  }
}
