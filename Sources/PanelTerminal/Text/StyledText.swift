/// What a piece of text on the screen is, which a theme turns into its look.
public enum TextStyle: Hashable, Sendable, CaseIterable {
  /// Ordinary text.
  case plain
  /// Text that matters more than that around it.
  case strong
  /// Text that matters less than that around it.
  case dim
  /// Where the next key acts.
  case focused
  /// What has been chosen.
  case marked
  /// What is open, wrong or late.
  case warning
  /// The title of a page or part.
  case heading
  /// A key that can be pressed.
  case key
}

/// One line of text in pieces of different styles.
///
/// The text is printable: what could act on the terminal is replaced as in `TextWidth.printable(_:)`
/// and newlines are spaces. Equal lines have equal runs: none is empty and neighbours differ.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// A piece of one style.
  public struct Run: Hashable, Sendable {
    /// The text, not empty.
    public internal(set) var text: String
    /// Its style.
    public internal(set) var style: TextStyle
  }

  /// The pieces from left to right.
  public private(set) var runs: [Run] = []

  /// An empty line.
  public init() {}

  /// A line of one style.
  public init(_ text: String, _ style: TextStyle = .plain) { append(text, style) }

  /// A line of plain text.
  public init(stringLiteral text: String) { self.init(text) }

  /// The text without its styles.
  public var text: String { runs.map(\.text).joined() }

  /// The columns the line takes.
  public var columns: Int { runs.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

  /// Adds a piece at the end.
  public mutating func append(_ text: String, _ style: TextStyle = .plain) {
    add(Self.oneLine(text), style)
  }

  /// Adds a line at the end.
  public mutating func append(_ other: StyledText) {
    for run in other.runs { add(run.text, run.style) }
  }

  private mutating func add(_ text: String, _ style: TextStyle) {
    guard !text.isEmpty else { return }
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += text
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  private static func oneLine(_ text: String) -> String {
    // Most text is plain ASCII, and the whole screen is composed again on every key.
    if text.utf8.allSatisfy({ (32...126).contains($0) }) { return text }
    return String(TextWidth.printable(text).map { $0.isNewline ? " " : $0 })
  }

  /// The two lines one after the other.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.append(right)
    return sum
  }

  /// The start of the line that is at most `width` columns wide, without half a wide character.
  ///
  /// If `ending` is given, a line that is too wide ends in it, in the style where the cut is.
  public func clipped(to width: Int, ending: Character? = nil) -> StyledText {
    guard columns > width else { return self }
    let room = width - (ending.map(TextWidth.columns(of:)) ?? 0)
    guard room >= 0 else { return clipped(to: width) }
    var kept = StyledText()
    var used = 0
    for run in runs {
      var text = ""
      for cluster in run.text {
        let next = TextWidth.columns(of: cluster)
        if used + next > room {
          kept.add(text + (ending.map(String.init) ?? ""), run.style)
          return kept
        }
        used += next
        text.append(cluster)
      }
      kept.add(text, run.style)
    }
    return kept
  }

  /// The line filled up with spaces of a style; a line that is too wide stays as it is.
  public func padded(
    to width: Int,
    alignment: TextWidth.Alignment = .left,
    _ style: TextStyle = .plain
  ) -> StyledText {
    let fill = StyledText(String(repeating: " ", count: max(0, width - columns)), style)
    return alignment == .left ? self + fill : fill + self
  }

  /// The line cut and filled to exactly `width` columns; what is cut ends in `…`.
  public func fitted(
    to width: Int,
    alignment: TextWidth.Alignment = .left,
    _ style: TextStyle = .plain
  ) -> StyledText {
    clipped(to: max(0, width), ending: "…").padded(to: width, alignment: alignment, style)
  }

  /// The line without plain spaces at its end.
  public var trimmed: StyledText {
    var result = self
    guard let last = runs.last, last.style == .plain else { return self }
    var text = last.text
    while text.last == " " { text.removeLast() }
    result.runs.removeLast()
    result.add(text, .plain)
    return result
  }

  /// The same text in one style.
  public func styled(_ style: TextStyle) -> StyledText { StyledText(text, style) }

  /// Breaks a text into lines of one style, see `TextWidth.wrapped(_:columns:)`.
  public static func wrapped(
    _ text: String,
    _ style: TextStyle = .plain,
    columns: Int
  ) -> [StyledText] {
    TextWidth.wrapped(TextWidth.printable(text), columns: columns).map { StyledText($0, style) }
  }

  /// Blocks of lines side by side, each fitted to its width, `gap` columns apart.
  ///
  /// The result is as long as the longest block; the last block is cut but not filled up.
  public static func beside(
    _ blocks: [(lines: [StyledText], columns: Int)],
    gap: Int = 2
  ) -> [StyledText] {
    let height = blocks.map(\.lines.count).max() ?? 0
    let space = StyledText(String(repeating: " ", count: max(0, gap)))
    return (0..<height).map { line in
      var joined = StyledText()
      for (number, block) in blocks.enumerated() {
        if number > 0 { joined.append(space) }
        let text = line < block.lines.count ? block.lines[line] : StyledText()
        joined.append(text.fitted(to: block.columns))
      }
      return joined.trimmed
    }
  }
}
