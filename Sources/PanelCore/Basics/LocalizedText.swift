/// The two languages of every text of a survey.
public enum Language: String, CaseIterable, Codable, Sendable {
  /// Korean.
  case ko
  /// English.
  case en

  /// Reads a POSIX locale name such as `ko_KR.UTF-8`; anything that is not Korean is English.
  public init(locale: String) {
    self = locale.lowercased().hasPrefix("ko") ? .ko : .en
  }
}

/// One text in Korean and English.
public struct LocalizedText: Hashable, Codable, Sendable {
  /// The Korean text.
  public var ko: String
  /// The English text.
  public var en: String

  /// Pairs the two texts.
  public init(en: String, ko: String) {
    self.ko = ko
    self.en = en
  }

  /// The text in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .ko: ko
    case .en: en
    }
  }
}
