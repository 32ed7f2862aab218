/// A text of several lines that is being edited, with its caret.
///
/// The caret is between two grapheme clusters, so that a letter with its marks, a syllable in
/// jamo, a flag or a joined emoji is passed and deleted as one. The text keeps the scalars that were
/// typed: the caller brings it into NFC before storing it, which needs Foundation.
public struct TextEditor: Hashable, Sendable {
  /// What an operation did.
  public enum Effect: Hashable, Sendable {
    /// Nothing: the caret cannot go there, or there is nothing to delete.
    case none
    /// The caret moved.
    case moved
    /// The text changed.
    case edited
    /// So many characters were left out because the text has its maximum length; the rest is in.
    case leftOut(Int)
  }

  /// The text as grapheme clusters.
  public internal(set) var characters: [Character]
  /// How many characters are before the caret.
  public internal(set) var caret: Int
  /// The greatest length in characters; a longer text given at the start stays.
  public let maximumLength: Int

  /// The column that the caret keeps while it moves up and down.
  var keptColumn: Int?
  /// The first line that `view` shows, if the caret is in view then; at the start the last lines.
  var firstLine = Int.max

  private enum Group: Hashable, Sendable {
    case typing
    case deleting
    case none
  }

  private struct Former: Hashable, Sendable {
    var characters: [Character]
    var caret: Int
  }

  private var former: [Former] = []
  private var group = Group.none
  private static let maximumUndo = 100

  /// Opens a text with the caret at its end.
  public init(_ text: String = "", maximumLength: Int = .max) {
    characters = Array(TypedText.cleaned(text))
    caret = characters.count
    self.maximumLength = maximumLength
  }

  /// The text.
  public var text: String { String(characters) }

  /// Whether there is a step to undo.
  public var canUndo: Bool { !former.isEmpty }

  // MARK: - Edits

  /// Puts one typed character in before the caret.
  ///
  /// Characters typed one after another are one step to undo. O(length of the paragraph).
  public mutating func type(_ character: Character) -> Effect {
    insert(String(character), as: character == "\n" ? .none : .typing)
  }

  /// Puts a text in before the caret, as one step to undo, as far as it fits.
  public mutating func paste(_ text: String) -> Effect { insert(text, as: .none) }

  private mutating func insert(_ text: String, as group: Group) -> Effect {
    var kept = Array(TypedText.cleaned(text))
    guard !kept.isEmpty else { return .none }
    let total = kept.count
    var changed = (characters: characters, caret: caret)
    while !kept.isEmpty {
      changed = replaced(caret..<caret, by: String(kept))
      let excess = changed.characters.count - max(maximumLength, characters.count)
      if excess <= 0 { break }
      kept.removeLast(min(excess, kept.count))
    }
    guard !kept.isEmpty else { return .leftOut(total) }
    remember(group)
    (characters, caret) = changed
    keptColumn = nil
    return kept.count < total ? .leftOut(total - kept.count) : .edited
  }

  /// Deletes the character before the caret.
  ///
  /// Characters deleted one after another are one step to undo.
  public mutating func backspace() -> Effect {
    guard caret > 0 else { return .none }
    return remove(caret - 1..<caret, as: .deleting)
  }

  /// Deletes the character after the caret.
  public mutating func delete() -> Effect {
    guard caret < characters.count else { return .none }
    return remove(caret..<caret + 1, as: .deleting)
  }

  /// Deletes from the start of the word before the caret up to the caret.
  public mutating func deleteWord() -> Effect {
    guard caret > 0 else { return .none }
    return remove(startOfWord()..<caret, as: .none)
  }

  private mutating func remove(_ range: Range<Int>, as group: Group) -> Effect {
    remember(group)
    (characters, caret) = replaced(range, by: "")
    keptColumn = nil
    return .edited
  }

  /// Takes back the last step: what was typed, deleted or pasted without a move between.
  public mutating func undo() -> Effect {
    guard let last = former.popLast() else { return .none }
    characters = last.characters
    caret = last.caret
    group = .none
    keptColumn = nil
    return .edited
  }

  /// Ends a step to undo, because the caret moved.
  mutating func endGroup() { group = .none }

  private mutating func remember(_ group: Group) {
    if group == .none || group != self.group {
      former.append(Former(characters: characters, caret: caret))
      if former.count > Self.maximumUndo { former.removeFirst() }
    }
    self.group = group
  }

  /// The characters and the caret after a replacement.
  ///
  /// Neighbours may join: a mark with the letter before it, two halves of a flag. So the paragraph
  /// around is divided into clusters again, and the caret moves to the end of the cluster it fell into.
  private func replaced(
    _ range: Range<Int>,
    by text: String
  ) -> (characters: [Character], caret: Int) {
    let start =
      characters[..<range.lowerBound].lastIndex(of: "\n").map { $0 + 1 } ?? characters.startIndex
    let end = characters[range.upperBound...].firstIndex(of: "\n") ?? characters.endIndex
    let before = String(characters[start..<range.lowerBound]) + text
    let clusters = Array(before + String(characters[range.upperBound..<end]))
    var rest = before.unicodeScalars.count
    var caret = start
    for cluster in clusters where rest > 0 {
      rest -= cluster.unicodeScalars.count
      caret += 1
    }
    return (characters[..<start] + clusters + characters[end...], caret)
  }
}
