import PanelCore

extension DisclosurePolicy {
  /// The policy that a command names, which must be within that of the manifest.
  ///
  /// - Parameters:
  ///   - word: What was given with `--policy`; `nil` where nothing was.
  ///   - allowed: The manifest's policy, if it sets one.
  /// - Returns: The named one, else the manifest's; `nil` where there is neither.
  /// - Throws: `Failure` for another word, and for a looser policy.
  static func permitted(
    _ word: String?,
    within allowed: DisclosurePolicy?
  ) throws(Failure) -> DisclosurePolicy? {
    guard let word else { return allowed }
    guard let policy = DisclosurePolicy(rawValue: word) else {
      throw unknown(en: "'\(word)' is no disclosure policy", ko: "'\(word)'은(는) 공개 범위가 아닙니다")
    }
    guard let allowed, !policy.isWithin(allowed) else { return policy }
    let list = allCases.filter { $0.isWithin(allowed) }.map(\.rawValue).joined(separator: ", ")
    throw Failure(
      .notPermitted,
      en: "'\(policy.rawValue)' tells what '\(allowed.rawValue)' keeps back, which the manifest "
        + "promised before the round opened",
      ko: "'\(policy.rawValue)'은(는) 선언문이 개시 전에 약속한 '\(allowed.rawValue)'이(가) 공개하지 "
        + "않는 것을 공개합니다",
      fix: (en: "give --policy \(list)", ko: "--policy \(list) 가운데 쓰십시오")
    )
  }

  /// The failure of a command that cannot tell which policy to follow.
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
