/// A key that was pressed, as far as a terminal reports it.
///
/// Modifiers are ignored, except Ctrl or Alt with an arrow, which move by words.
public enum Key: Hashable, Sendable {
  /// A character was typed; terminals send one scalar at a time, so it may belong to the one before.
  case character(Character)
  /// Enter, by CR or LF.
  case enter
  /// Tab.
  case tab
  /// Shift and Tab.
  case backTab
  /// The key that deletes to the left, by 0x7F or 0x08.
  case backspace
  /// The key that deletes to the right.
  case delete
  /// Escape alone.
  case escape
  /// An arrow.
  case up, down, left, right
  /// Ctrl or Alt with an arrow.
  case wordLeft, wordRight
  /// To the start or the end of a line.
  case home, end
  /// One screen up or down.
  case pageUp, pageDown
  /// Ctrl with a small letter, or with one of `\ ] ^ _` or space.
  case control(Character)
  /// Alt with a character, which arrives as Escape and the character at once.
  case alternate(Character)
  /// F1 to F20.
  case function(Int)
  /// A text that was pasted: LF ends its lines, and tab is its only other control character.
  case paste(String)
}
