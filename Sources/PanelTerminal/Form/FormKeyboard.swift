/// Which key of the keyboard a typed character stands for.
///
/// With the Korean input method on, the key `b` types `ㅠ`, and two keys may arrive as one syllable;
/// they mean the same as the keys (two-set layout, KS X 5002). Full-width letters count as plain.
enum FormKeyboard {
  /// The characters of the keys, in the order they were pressed.
  static func characters(of typed: Character) -> [Character] {
    let scalars = Array(typed.unicodeScalars)
    guard scalars.count == 1, let scalar = scalars.first else { return [typed] }
    switch scalar.value {
    case 0xFF01...0xFF5E:
      return Unicode.Scalar(scalar.value - 0xFEE0).map { [Character($0)] } ?? [typed]
    case 0x3131...0x3163: return jamo[typed].map { Array($0) } ?? [typed]
    case 0xAC00...0xD7A3: return syllable(Int(scalar.value) - 0xAC00)
    default: return [typed]
    }
  }

  private static func syllable(_ index: Int) -> [Character] {
    let parts = [initials[index / 588], medials[index / 28 % 21], finals[index % 28]]
    return parts.flatMap { jamo[$0] ?? "" }
  }

  private static let initials: [Character] = Array("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
  private static let medials: [Character] = Array("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
  private static let finals: [Character] = Array(" ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

  private static let jamo: [Character: String] = [
    "ㄱ": "r", "ㄲ": "R", "ㄳ": "rt", "ㄴ": "s", "ㄵ": "sw", "ㄶ": "sg", "ㄷ": "e", "ㄸ": "E",
    "ㄹ": "f", "ㄺ": "fr", "ㄻ": "fa", "ㄼ": "fq", "ㄽ": "ft", "ㄾ": "fx", "ㄿ": "fv", "ㅀ": "fg",
    "ㅁ": "a", "ㅂ": "q", "ㅃ": "Q", "ㅄ": "qt", "ㅅ": "t", "ㅆ": "T", "ㅇ": "d", "ㅈ": "w",
    "ㅉ": "W", "ㅊ": "c", "ㅋ": "z", "ㅌ": "x", "ㅍ": "v", "ㅎ": "g", "ㅏ": "k", "ㅐ": "o",
    "ㅑ": "i", "ㅒ": "O", "ㅓ": "j", "ㅔ": "p", "ㅕ": "u", "ㅖ": "P", "ㅗ": "h", "ㅘ": "hk",
    "ㅙ": "ho", "ㅚ": "hl", "ㅛ": "y", "ㅜ": "n", "ㅝ": "nj", "ㅞ": "np", "ㅟ": "nl", "ㅠ": "b",
    "ㅡ": "m", "ㅢ": "ml", "ㅣ": "l",
  ]
}
