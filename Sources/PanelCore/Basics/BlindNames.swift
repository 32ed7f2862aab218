import Foundation

/// Names of models and vendors that would reveal to an evaluator which model has a blind code.
///
/// Latin names are found as whole words in any case, with any separators between the words of a name
/// (`NC AI`, `nc-ai`); names with Korean letters are found wherever they occur, because particles
/// are attached to them.
public enum BlindNames {
  /// A name found in a text.
  public struct Finding: Hashable, Sendable {
    /// The name as the list has it.
    public var name: String
    /// Whether it is certainly a name and not a common word.
    public var isCertain: Bool
  }

  /// Names that are not common words.
  static let certain: [String] = [
    // Korean developers and their models.
    "LG AI Research", "LG AI연구원", "LG CNS", "LG", "엘지", "EXAONE", "엑사원", "SK Telecom", "SKT",
    "SK텔레콤", "에스케이텔레콤", "에스케이티", "A.X", "에이닷", "NAVER", "네이버", "HyperCLOVA",
    "하이퍼클로바", "CLOVA", "클로바", "HCX", "NC AI", "엔씨에이아이", "NCSOFT", "엔씨소프트", "VARCO",
    "바르코", "VAETKI", "Upstage", "업스테이지", "Motif Technologies", "모티프테크놀로지스", "Kakao",
    "카카오", "Kanana", "카나나", "KoGPT", "케이티", "Mi:dm", "Midm", "Samsung", "삼성", "Konan",
    "코난테크놀로지", "Saltlux", "솔트룩스", "Luxia", "Wrtn", "뤼튼", "Lablup", "래블업", "42MARU",
    "포티투마루", "42dot", "포티투닷", "Crowdworks", "크라우드웍스", "KRAFTON", "크래프톤", "Flitto",
    "플리토", "Selectstar", "셀렉트스타", "Trillion Labs", "트릴리온랩스", "Maum.ai", "마음에이아이",
    // Developers elsewhere and their models.
    "OpenAI", "오픈에이아이", "오픈AI", "ChatGPT", "챗GPT", "챗지피티", "GPT", "Anthropic", "앤트로픽",
    "앤스로픽", "Claude", "클로드", "Google", "구글", "DeepMind", "딥마인드", "Gemini", "제미나이",
    "Gemma", "젬마", "Microsoft", "마이크로소프트", "Copilot", "코파일럿", "Llama", "Amazon", "아마존",
    "xAI", "Mistral", "미스트랄", "Mixtral", "Codestral", "Magistral", "Ministral", "DeepSeek",
    "딥시크", "Qwen", "큐원", "큐웬", "QwQ", "Alibaba", "알리바바", "Kimi", "Baidu", "바이두", "ERNIE",
    "Tencent", "텐센트", "Hunyuan", "ByteDance", "바이트댄스", "Doubao", "MiniMax", "Zhipu", "ChatGLM",
    "Baichuan", "InternLM", "StepFun", "AI21", "Jamba", "Nemotron", "Command R", "Perplexity",
    "퍼플렉시티",
  ]

  /// Names that are also common words: a Latin one counts as a name when it is written with a
  /// capital, otherwise someone should look.
  static let ambiguous: [String] = [
    "Solar", "솔라", "Motif", "모티프", "KT", "믿음", "NC", "SK", "Liner", "라이너", "Gauss", "가우스",
    "Meta", "메타", "Apple", "애플", "Grok", "그록", "Nova", "Titan", "Phi", "Falcon", "PaLM", "Opus",
    "Sonnet", "Haiku", "Granite", "Cohere", "Moonshot", "GLM",
  ]

  /// A name prepared for searching.
  public struct Pattern: Sendable {
    /// The name as the list has it.
    public var name: String
    fileprivate var isCertain: Bool
    fileprivate var isLatin: Bool
    fileprivate var words: [[Unicode.Scalar]]
  }

  /// The names that a text contains, for a closer search of its parts.
  static func candidates(in text: String, extra: [String]) -> [Pattern] {
    let scalars = folded(text)
    // Names are tried only where their first letter occurs.
    var places: [Unicode.Scalar: [Int]] = [:]
    for (index, scalar) in scalars.enumerated()
    where index == 0 || !isLetterOrDigit(scalar) || !isLetterOrDigit(scalars[index - 1]) {
      places[scalar, default: []].append(index)
    }
    return (builtIn + extra.compactMap { pattern($0, isCertain: true) }).filter { pattern in
      (places[pattern.words[0][0]] ?? []).contains { match(pattern, at: $0, in: scalars) != nil }
    }
  }

  /// The names of models and vendors that are known here.
  public static let builtIn: [Pattern] =
    certain.compactMap { pattern($0, isCertain: true) }
    + ambiguous.compactMap { pattern($0, isCertain: false) }

  /// Prepares other names, all of them certain; those without a letter or digit are left out.
  public static func patterns(_ names: [String]) -> [Pattern] {
    names.compactMap { pattern($0, isCertain: true) }
  }

  private static func pattern(_ name: String, isCertain: Bool) -> Pattern? {
    let words = folded(name).split { separators.contains($0) }.map(Array.init)
    guard !words.isEmpty else { return nil }
    let isLatin = words.joined().allSatisfy(\.isASCII)
    return Pattern(name: name.trimmed, isCertain: isCertain, isLatin: isLatin, words: words)
  }

  /// The names in a text, searched for among candidates; of names that overlap, the longest.
  static func find(in text: String, among patterns: [Pattern]) -> [Finding] {
    var findings: [Finding] = []
    for match in matches(of: patterns, in: NormalisedText(text))
    where !findings.contains(match.finding) { findings.append(match.finding) }
    return findings
  }

  /// The names in a text as ranges of its scalars; of overlapping names, the longest.
  public static func matches(
    of patterns: [Pattern],
    in text: NormalisedText
  ) -> [(range: Range<Int>, finding: Finding)] {
    guard !patterns.isEmpty else { return [] }
    let original = text.scalars
    let scalars = original.map(lowercased)
    var hits: [(range: Range<Int>, finding: Finding)] = []
    for pattern in patterns {
      for start in scalars.indices {
        guard let end = match(pattern, at: start, in: scalars) else { continue }
        let isCapital = original[start] != scalars[start]
        let isCertain = pattern.isCertain || (pattern.isLatin && isCapital)
        hits.append((start..<end, Finding(name: pattern.name, isCertain: isCertain)))
      }
    }
    return hits.filter { hit in
      !hits.contains {
        $0.range.count > hit.range.count && $0.range.contains(hit.range.lowerBound)
          && $0.range.contains(hit.range.upperBound - 1)
      }
    }
  }

  private static let separators: Set<Unicode.Scalar> = [" ", "-", "_", "."]

  private static func match(
    _ pattern: Pattern,
    at start: Int,
    in text: [Unicode.Scalar]
  ) -> Int? {
    guard text[start] == pattern.words[0][0] else { return nil }
    if pattern.isLatin, start > 0, isLetterOrDigit(text[start - 1]) { return nil }
    var position = start
    for (index, word) in pattern.words.enumerated() {
      if index > 0 {
        while position < text.count, separators.contains(text[position]) { position += 1 }
      }
      guard text[position...].starts(with: word) else { return nil }
      position += word.count
    }
    // A version number may follow directly (`GPT4`); a letter makes it another word.
    if pattern.isLatin, position < text.count, isLetter(text[position]) { return nil }
    return position
  }

  // Compatibility composition joins decomposed Hangul and narrows full-width letters.
  private static func normalised(_ text: String) -> [Unicode.Scalar] {
    Array(text.precomposedStringWithCompatibilityMapping.unicodeScalars)
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    normalised(text).map(lowercased)
  }

  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar)
  }
}
