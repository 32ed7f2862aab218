import Foundation
public import PanelCore

/// Searches a text for anything that could reveal a person, a team or the time of writing.
///
/// A person must still read the text: names that are also common words are reported as uncertain,
/// and nothing without a pattern or list entry (a nickname, a style of writing) is found.
public struct TextScan: Sendable {
  /// The kind of a finding.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// A date or a time of day.
    case date
    /// A UUID.
    case uuid
    /// An IP address or a URL.
    case networkAddress
    /// A postal address.
    case postalAddress
    /// An e-mail address.
    case email
    /// A telephone number.
    case phone
    /// A resident registration number (주민등록번호).
    case residentNumber
    /// A key, a code or a hash.
    case key
    /// The reference of a person on the roster.
    case reference
    /// The name of a person on the roster.
    case name
    /// An affiliation on the roster.
    case affiliation
    /// A model, a vendor or a team.
    case model
  }

  /// A match in the text.
  public struct Finding: Hashable, Sendable {
    /// The kind of the match.
    public var kind: Kind
    /// Its place in the text.
    public var range: Range<String.Index>
    /// The matching text.
    public var text: String
    /// Whether the match is certain; an uncertain one may be a common word.
    public var isCertain: Bool
  }

  /// The number of people's names that are searched for.
  public let names: Int
  private let lists: [(kind: Kind, patterns: [BlindNames.Pattern])]

  /// Prepares a search; lists that are not known stay empty.
  ///
  /// Patterns are searched in any case.
  ///
  /// - Parameters:
  ///   - names: Names of the people on the roster.
  ///   - references: Their opaque references.
  ///   - affiliations: Their affiliations.
  ///   - models: Names of teams, in addition to the known models and vendors.
  public init(
    names: [String] = [],
    references: [String] = [],
    affiliations: [String] = [],
    models: [String] = []
  ) {
    self.names = names.count
    lists = [
      (.name, BlindNames.patterns(names.map(TextScan.spaced))),
      (.reference, BlindNames.patterns(references)),
      (.affiliation, BlindNames.patterns(affiliations)),
      (.model, BlindNames.patterns(models) + BlindNames.builtIn),
    ]
  }

  /// All findings in the order of the text; of overlapping findings only the longest.
  public func findings(in text: String) -> [Finding] {
    let normalised = NormalisedText(text)
    var hits: [Hit] = Patterns.hits(in: normalised.string)
    for (kind, patterns) in lists {
      for match in BlindNames.matches(of: patterns, in: normalised) {
        // A Korean name of two letters also occurs in many words.
        let isShort = kind == .name && match.finding.name.count < 3
        hits.append(Hit(kind, match.range, isCertain: match.finding.isCertain && !isShort))
      }
    }
    hits.sort { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
    var kept: [Hit] = []
    for hit in hits {
      guard let last = kept.last, last.range.upperBound > hit.range.lowerBound else {
        kept.append(hit)
        continue
      }
      if hit.range.count > last.range.count { kept[kept.count - 1] = hit }
    }
    return kept.map { hit in
      let range = normalised.source(of: hit.range)
      return Finding(
        kind: hit.kind,
        range: range,
        text: String(text[range]),
        isCertain: hit.isCertain
      )
    }
  }

  /// The other common spelling of a Korean name: with a space after the family name.
  private static func spaced(_ name: String) -> String {
    let letters = Array(name.normalFormC)
    let isHangul = letters.allSatisfy { ("가"..."힣").contains($0) }
    return isHangul && (3...4).contains(letters.count)
      ? "\(letters[0]) \(String(letters.dropFirst()))" : name
  }

  /// A match as a range of scalars of the normalised text.
  struct Hit {
    var kind: Kind
    var range: Range<Int>
    var isCertain: Bool

    init(_ kind: Kind, _ range: Range<Int>, isCertain: Bool) {
      self.kind = kind
      self.range = range
      self.isCertain = isCertain
    }
  }
}

extension TextScan.Kind {
  /// The kind in words.
  public var title: LocalizedText {
    switch self {
    case .date: LocalizedText(en: "a date or time", ko: "날짜·시각")
    case .uuid: LocalizedText(en: "a UUID", ko: "UUID")
    case .networkAddress: LocalizedText(en: "a network address", ko: "네트워크 주소")
    case .postalAddress: LocalizedText(en: "a postal address", ko: "주소")
    case .email: LocalizedText(en: "an e-mail address", ko: "전자우편 주소")
    case .phone: LocalizedText(en: "a telephone number", ko: "전화번호")
    case .residentNumber: LocalizedText(en: "a resident registration number", ko: "주민등록번호")
    case .key: LocalizedText(en: "a key, code or hash", ko: "키·코드·해시")
    case .reference: LocalizedText(en: "a reference of the roster", ko: "명단의 참조 기호")
    case .name: LocalizedText(en: "a name of the roster", ko: "명단의 이름")
    case .affiliation: LocalizedText(en: "an affiliation of the roster", ko: "명단의 소속")
    case .model: LocalizedText(en: "a model, vendor or team", ko: "모델·기업 이름")
    }
  }
}
