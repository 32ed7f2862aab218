import Foundation
import PanelCore
import PanelFiles

/// A window on a round: the one that writes, or one that may only read because another writes.
final class RatingWindow {
  private let state: RoundState
  private var lock: FolderLock?
  private var holder: FolderLock.Holder?

  private init(_ state: RoundState, lock: FolderLock?, holder: FolderLock.Holder?) {
    self.state = state
    self.lock = lock
    self.holder = holder
  }

  /// The process of the window that writes; `nil` if this one does.
  var reader: String? { holder?.description }

  /// Refuses to write while another window does.
  func requireWriting() throws {
    guard let holder else { return }
    throw Failure(
      .busy,
      en: "NOT SAVED: round '\(state.round)' is open in another window: \(holder)",
      ko: "저장되지 않음: 회차 '\(state.round)'이(가) 다른 창에서 열려 있습니다: \(holder)",
      fix: (en: "continue there, or run it again and take over", ko: "그 창에서 계속하거나, 다시 실행하여 넘겨받으십시오")
    )
  }

  /// Opens the round for writing, or for reading if another window writes.
  ///
  /// With line prompts the person is asked whether to take over; the form offers a key for it.
  static func open(
    _ state: RoundState,
    _ console: Console,
    asksLines: Bool
  ) async throws -> RatingWindow {
    switch try state.tryLock() {
    case .held(let lock): return RatingWindow(state, lock: lock, holder: nil)
    case .busy(let holder):
      let window = RatingWindow(state, lock: nil, holder: holder)
      guard asksLines else { return window }
      console.say(
        en: "This round is open in another window: \(holder).",
        ko: "이 회차는 다른 창에서 열려 있습니다: \(holder)."
      )
      let takesOver = Confirmation.ask(
        en: "Take over? The other window then saves and ends. (yes/no)",
        ko: "넘겨받을까요? 다른 창은 저장하고 끝납니다. (예/아니오)",
        on: console
      )
      if takesOver == true {
        try await window.takeOver()
        return window
      }
      console.say(en: "Opened for reading only.", ko: "읽기 전용으로 엽니다.")
      return window
    }
  }

  /// Asks the other window to save and end, and writes here from then on.
  func takeOver() async throws {
    guard let holder else { return }
    lock = try await Takeover.request(state: state, holder: holder)
    self.holder = nil
  }
}
