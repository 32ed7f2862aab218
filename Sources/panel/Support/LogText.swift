import PanelCore
import PanelProtocol
import PanelTerminal

/// Entries of the log in words.
enum LogText {
  static func sentence(_ entry: LogEntry) -> LocalizedText {
    let phase = entry.phase?.title ?? LocalizedText(en: "", ko: "")
    let noun = entry.phase == .enrolling ? "등록" : entry.phase == .rating ? "평가" : ""
    let count = entry.count.map(String.init) ?? ""
    let reason = printable(entry.reason)
    let rater = printable(entry.rater)
    switch entry.action {
    case .sealed: return LocalizedText(en: "sealed the manifest", ko: "선언문을 봉인")
    case .invited: return LocalizedText(en: "invited \(count)", ko: "\(count)명 초대")
    case .replaced:
      return LocalizedText(en: "replaced the invitations: \(count)", ko: "초대 명단 교체: \(count)명")
    case .extended:
      let until = entry.until?.koreanTime ?? ""
      let why: LocalizedText =
        entry.actor == LogEntry.server
        ? LocalizedText(en: " (only \(count) had enrolled)", ko: " (등록 \(count)명, 최소 인원 미달)")
        : LocalizedText(en: "", ko: "")
      return LocalizedText(
        en: "extended \(phase.en) until \(until)\(why.en)",
        ko: "\(noun)을(를) \(until)까지 연장\(why.ko)"
      )
    case .opened: return LocalizedText(en: "opened \(phase.en)", ko: "\(noun) 시작")
    case .closed: return LocalizedText(en: "closed \(phase.en)", ko: "\(noun) 종료")
    case .keyDestroyed:
      return LocalizedText(
        en: "fixed the list of \(count) credentials and destroyed the issuer key",
        ko: "인증 \(count)건의 발급 목록을 확정하고 발급 키를 폐기"
      )
    case .treeFixed:
      return LocalizedText(en: "fixed the tree of \(count) submissions", ko: "제출 \(count)건의 트리를 확정")
    case .reinstated:
      return LocalizedText(
        en: "reinstated a submission that a receipt proved: \(count) now",
        ko: "제출 확인증으로 입증된 제출을 다시 넣음: \(count)건"
      )
    case .codesOpened:
      let table = entry.codes.flatMap { codes in
        entry.salt.flatMap { CodeTable(bytes: codes, salt: $0) }
      }
      let list = (table?.teamOfCode ?? [:]).sorted { $0.key < $1.key }
        .map { "\($0.key) = \(printable($0.value))" }.joined(separator: ", ")
      return LocalizedText(en: "opened the codes: \(list)", ko: "코드 표를 공개: \(list)")
    case .released: return LocalizedText(en: "made the release", ko: "공개 자료를 만듦")
    case .excluded:
      return LocalizedText(
        en: "left \(rater) out of an exploratory result: \(reason)",
        ko: "탐색적 결과에서 \(rater) 제외: \(reason)"
      )
    case .waived:
      let what = "\(printable(entry.check)), \(printable(entry.tier))"
      return LocalizedText(
        en: "approved findings of the release gate (\(what)): \(reason)",
        ko: "공개 심사의 지적을 예외로 승인 (\(what)): \(reason)"
      )
    case .linkOpened:
      return LocalizedText(
        en: "opened the link of invitation \(printable(entry.invitation)): \(reason)",
        ko: "초대 \(printable(entry.invitation))의 연결을 열람: \(reason)"
      )
    case .published: return LocalizedText(en: "published", ko: "공표")
    case .conflicted:
      let teams = (entry.teams ?? []).map(printable).joined(separator: ", ")
      return LocalizedText(
        en: "declared own ties to: \(teams); sees no rating before publication",
        ko: "본인의 이해관계 신고: \(teams). 공표 전에는 평점을 보지 않음"
      )
    case .archived: return LocalizedText(en: "archived the round", ko: "회차를 보관")
    case .destroyed:
      return LocalizedText(
        en: "ordered the destruction of persons and ratings",
        ko: "사람과 평점 자료의 파기를 지시"
      )
    case .erased:
      return count.isEmpty
        ? LocalizedText(en: "destroyed persons and submissions", ko: "사람 자료와 제출을 파기")
        : LocalizedText(
          en: "destroyed persons and \(count) submissions",
          ko: "사람 자료와 제출 \(count)건을 파기"
        )
    case .voided:
      let why =
        reason == LogEntry.belowMinimumPanel
        ? LocalizedText(en: "only \(count) had enrolled", ko: "등록 \(count)명, 최소 인원 미달")
        : LocalizedText(en: reason, ko: reason)
      return LocalizedText(en: "cancelled the round: \(why.en)", ko: "회차를 무효로 함: \(why.ko)")
    }
  }

  /// A peer's text on one line, so that it cannot look like two entries or act on the terminal.
  static func printable(_ text: String?) -> String {
    TextWidth.printable(
      (text ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
    )
  }
}
