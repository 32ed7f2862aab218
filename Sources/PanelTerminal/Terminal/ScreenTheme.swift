/// How the styles look on a terminal.
///
/// In every theme a style differs from all others by its attributes alone, so that nothing is lost
/// where colours do not show or cannot be distinguished; only `dim` may look plain. The text itself
/// also states the meaning.
public enum ScreenTheme: Hashable, Sendable, CaseIterable {
  /// Attributes, and two of the 16 colours that can be read on dark and on light: red and magenta.
  case colour
  /// Bright colours of text and ground together, nothing faint.
  case highContrast
  /// Bold, faint, underlined and reversed only, as `NO_COLOR` asks.
  case plain

  /// The sequence that begins a style after another, whatever that was.
  func sequence(_ style: TextStyle) -> String {
    let codes = codes(of: style)
    return codes.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(codes)m"
  }

  /// The codes of ECMA-48's SGR, after 0, for a style.
  private func codes(of style: TextStyle) -> String {
    [attributes(of: style), colours(of: style)].filter { !$0.isEmpty }.joined(separator: ";")
  }

  private func attributes(of style: TextStyle) -> String {
    switch style {
    case .plain: ""
    case .strong: "1"
    // Faint has little contrast; terminals without italic show plain.
    case .dim: self == .highContrast ? "3" : "2"
    case .focused: "7"
    case .marked: "4;7"
    case .warning: "1;7"
    case .heading: "1;4"
    case .key: "4"
    }
  }

  // In high contrast the reversed styles name letter and ground, which change places: black on
  // bright yellow, white on blue, white on red.
  private func colours(of style: TextStyle) -> String {
    switch (self, style) {
    case (.colour, .marked), (.colour, .key): "35"
    case (.colour, .warning): "31"
    case (.highContrast, .focused): "93;40"
    case (.highContrast, .marked): "34;107"
    case (.highContrast, .warning): "31;107"
    default: ""
    }
  }
}
