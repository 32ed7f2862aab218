import Foundation
import PanelCore
import TestSupport

@testable import panel

/// A form on a terminal of 80 by 24, typed at and read by the frames it draws.
final class FormWindow {
  let terminal: PseudoTerminal
  private let language: Language
  /// The lines of the first frame.
  private(set) var opening: [String] = []

  /// Opens the form and waits until it is drawn.
  init(
    _ home: URL,
    _ arguments: [String] = ["rate"],
    program: URL = Repository.program("panel"),
    language: Language = .en,
    environment: [String: String] = [:]
  ) throws {
    self.language = language
    let locale = language == .ko ? "ko_KR.UTF-8" : "en_US.UTF-8"
    terminal = try PseudoTerminal(
      program,
      arguments,
      environment: ProgramRun.environment(home: home, language: locale)
        .merging(environment) { $1 }
    )
    opening = Self.lines(try nextWhole())
  }

  /// Presses keys; a newline is Enter.
  func press(_ keys: String) { terminal.send(Self.bytes(keys)) }

  static func bytes(_ keys: String) -> [UInt8] {
    Array(keys.utf8).map { $0 == 0x0A ? 0x0D : $0 }
  }

  /// Presses keys that change an answer, and waits until the foot says that it is saved.
  func answer(_ keys: String) throws {
    press(keys)
    try terminal.expect(language == .ko ? "저장 중" : "Saving")
    try terminal.expect(language == .ko ? "저장됨" : "Saved")
  }

  /// Waits until every key so far has been dealt with, and returns the whole screen.
  @discardableResult
  func screen() throws -> [String] { Self.lines(try whole()) }

  /// The same as the terminal received it, with the place of the cursor.
  func whole() throws -> String {
    terminal.send([0x0C])
    return try nextWhole()
  }

  private func nextWhole() throws -> String {
    try terminal.expect("\u{1B}[0m\u{1B}[2J")
    return try terminal.expect("\u{1B}[?2026l")
  }

  /// The lines of a whole frame without what says where and how they are shown.
  static func lines(_ frame: String) -> [String] {
    frame.replacing(/\u{1B}\[[0-9]+;[0-9]+H/, with: "\n").replacing(
      /\u{1B}\[[?0-9;]*[A-Za-z]/,
      with: ""
    )
    .split(separator: "\n").map(String.init)
  }
}

extension [String] {
  /// The name of the question that the list marks.
  var focus: String? {
    first { $0.hasPrefix("> ") }?.split(separator: " ").dropFirst().first.map(String.init)
  }

  /// What the list says of a question; `nil` if it is not in the list.
  func value(of name: String) -> String? {
    for line in self {
      let words = line.prefix { $0 != "|" }.split(separator: " ").drop { $0 == ">" }
      if words.first.map(String.init) == name { return words.last.map(String.init) }
    }
    return nil
  }
}

/// Asks again until something is so, at most for a time; whether it came to be so.
func becomes(
  within seconds: Double = 30,
  _ condition: () throws -> Bool
) rethrows -> Bool {
  let deadline = Date(timeIntervalSinceNow: seconds)
  repeat {
    if try condition() { return true }
    var pause = pollfd()
    poll(&pause, 0, 5)
  } while Date() < deadline
  return false
}
