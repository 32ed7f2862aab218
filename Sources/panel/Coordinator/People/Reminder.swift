import Foundation
import PanelCore
import PanelProtocol
import PanelTerminal

/// Whom to remind of what, and in which words.
struct Reminder {
  struct Person: Encodable, Equatable {
    var name: String
    var email: String
    var affiliation: String
  }

  /// Those who get it, by seat.
  let people: [Person]
  /// Whether everybody who has enrolled gets it, since nobody can know who has submitted.
  let isForAll: Bool
  /// What it says.
  let text: LocalizedText

  init(
    status: RoundStatus,
    title: LocalizedText,
    people: [Coordinator.Person],
    states: [Data: InvitationState.State],
    localOffset: Int
  ) throws(Failure) {
    func end(_ phase: Phase, _ language: Language) -> String {
      status.schedule?.end(of: phase).map {
        ShownTime.text($0, language, localOffset: localOffset)
      } ?? (language == .ko ? "마감 전" : "before it closes")
    }
    let wanted: InvitationState.State
    switch status.phase {
    case .sealed, .enrolling:
      wanted = .open
      isForAll = false
      text = LocalizedText(
        en: """
          \(title.en)
          You have been invited as an evaluator and have not enrolled yet. Enrolling ends: \
          \(end(.enrolling, .en)).
          Run 'panel join' with the file of your invitation. If you have lost it, or do not take part, \
          write to us; or decline with: panel join --decline
          """,
        ko: """
          \(title.ko)
          평가위원으로 초대되었으나 아직 등록하지 않으셨습니다. 등록 마감: \(end(.enrolling, .ko))
          초대문 파일로 panel join을 실행하십시오. 초대문을 잃어버렸거나 참여하지 않으시면 알려 주십시오. \
          직접 거절하려면: panel join --decline
          """
      )
    case .rating:
      wanted = .enrolled
      isForAll = true
      text = LocalizedText(
        en: """
          \(title.en)
          Rating ends: \(end(.rating, .en)).
          This goes to everybody who has enrolled: we cannot know whether you have submitted. \
          'panel receipt' tells you, and 'panel submit' sends what is not sent yet. You can revise until \
          the end.
          """,
        ko: """
          \(title.ko)
          평가 마감: \(end(.rating, .ko))
          등록하신 모든 분께 보내는 안내입니다. 누가 제출했는지 저희는 알 수 없습니다. 제출 여부는 \
          panel receipt로 확인하고, 보내지 않은 것은 panel submit으로 보내십시오. 마감 전까지 고칠 수 있습니다.
          """
      )
    default:
      throw Failure(
        .notPermitted,
        en: "there is nothing to remind of: the round is \(status.phase.title.en)",
        ko: "알릴 것이 없습니다. 현재 단계: \(status.phase.title.ko)",
        fix: (
          en: "see where it stands: panel round progress \(status.round)",
          ko: "확인: panel round progress \(status.round)"
        )
      )
    }
    self.people =
      people
      .filter { states[$0.invitation] == wanted }
      .sorted { ($0.seat ?? .max, $0.name) < ($1.seat ?? .max, $1.name) }
      .map { Person(name: $0.name, email: $0.email, affiliation: $0.affiliation) }
  }

  /// The lines of a CSV for mail merge; no codes are in it.
  var merge: [[String]] {
    [["name", "email", "affiliation", "text_ko", "text_en"]]
      + people.map { [$0.name, $0.email, $0.affiliation, text.ko, text.en] }
  }
}
