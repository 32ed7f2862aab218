public import PanelCore

/// How a deadline is shown to people.
public enum ShownTime {
  /// A moment in Korean time and, if that is another, on the reader's clock.
  ///
  /// Seconds are left out where there are none, as in every deadline.
  public static func text(
    _ moment: Timestamp,
    _ language: Language,
    localOffset: Int
  ) -> String {
    let korean = minutes(moment.koreanTime)
    guard localOffset != 9 * 3600 else { return korean }
    let here = LocalizedText(en: "here", ko: "현지")[language]
    let local = minutes(moment.shown(offset: localOffset, zone: here))
    let parts = local.split(separator: " ")
    let time = korean.hasPrefix(parts[0]) ? parts.dropFirst().joined(separator: " ") : local
    return "\(korean) (\(time))"
  }

  /// `2026-08-03 18:00:00 KST` without seconds that are zero.
  private static func minutes(_ text: String) -> String {
    let parts = text.split(separator: " ")
    guard parts.count == 3, parts[1].hasSuffix(":00") else { return text }
    return "\(parts[0]) \(parts[1].dropLast(3)) \(parts[2])"
  }
}
