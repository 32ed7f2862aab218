public import PanelCore

/// The checks that an export must pass before it is written; `docs/release-gate.md` gives sources.
public enum GateCheck: String, Codable, CaseIterable, Sendable {
  /// Nothing is shown that the disclosure policy of the round does not allow.
  case policy
  /// Neither the public, nor one or two teams with their own points, can derive withheld points.
  case inference
  /// At least k people share every combination of profile answers.
  case profile
  /// Every published group has at least k people inside and at least k outside it.
  case groupSize
  /// The ratings of every published group have at least the entropy l of the round.
  case groupDiversity
  /// The ratings of no published group are further than t from those of the panel.
  case groupDistance
  /// No cell is shown in which one to four ratings are missing.
  case fewMissing
  /// No cell with fewer than k ratings is shown.
  case fewRatings
  /// In no set of shown ratings are all equal.
  case unanimity
  /// In no group are all ratings but one equal.
  case loneDissenter
  /// Everything shown bounds no withheld number more narrowly than the withholding rule itself.
  case suppression
  /// No difference from an earlier export isolates fewer than k people.
  case differencing
  /// Every earlier export of the round that this machine has on record was compared.
  case earlierExports
  /// No row is identifiable by its unrated models, or by a reason that fewer than k people give.
  case recusal
  /// One known rating singles out no more rows than the threshold allows.
  case knownRatings
  /// No text contains a name, address, number, key or date.
  case text

  /// What the check demands, in words.
  public var title: LocalizedText {
    switch self {
    case .policy:
      LocalizedText(en: "nothing beyond the disclosure policy", ko: "공개 범위를 넘지 않음")
    case .inference:
      LocalizedText(
        en: "points that are kept back cannot be derived",
        ko: "공개하지 않은 점수를 알아낼 수 없음"
      )
    case .profile:
      LocalizedText(
        en: "every combination of the profile has k people or more",
        ko: "응답자 특성의 조합마다 k명 이상"
      )
    case .groupSize:
      LocalizedText(en: "groups and complements have k people or more", ko: "집단과 그 나머지가 k명 이상")
    case .groupDiversity:
      LocalizedText(en: "diversity of ratings in groups (entropy l)", ko: "집단 안 평점의 다양성 (엔트로피 l)")
    case .groupDistance:
      LocalizedText(
        en: "distance between groups and the panel (t)",
        ko: "집단과 평가단 사이의 거리 (t)"
      )
    case .fewMissing:
      LocalizedText(en: "cells with 1 to 4 missing are withheld", ko: "평점 없는 사람이 1~4명인 칸을 가림")
    case .fewRatings:
      LocalizedText(en: "cells with fewer than k ratings are withheld", ko: "평점이 k건보다 적은 칸을 가림")
    case .unanimity:
      LocalizedText(en: "nowhere is everybody's rating the same", ko: "모두 같은 평점인 곳 없음")
    case .loneDissenter:
      LocalizedText(
        en: "no group in which one person rates apart from all others",
        ko: "한 사람만 다른 평점인 집단 없음"
      )
    case .suppression:
      LocalizedText(
        en: "what is withheld does not follow from what is shown",
        ko: "가린 값을 다른 값에서 알아낼 수 없음"
      )
    case .differencing:
      LocalizedText(
        en: "no difference to earlier exports isolates few people",
        ko: "앞선 내보내기와의 차이에서 소수가 드러나지 않음"
      )
    case .earlierExports:
      LocalizedText(
        en: "every earlier export that is known was looked at",
        ko: "알고 있는 앞선 내보내기를 모두 살핌"
      )
    case .recusal:
      LocalizedText(
        en: "no row is found by what it does not rate, or why",
        ko: "평가하지 않은 모델이나 그 까닭으로 행을 찾을 수 없음"
      )
    case .knownRatings:
      LocalizedText(
        en: "one known rating singles out few rows",
        ko: "아는 평점 하나로 드러나는 행이 적음"
      )
    case .text:
      LocalizedText(
        en: "no text has a name, address, number, key or date",
        ko: "글에 이름·주소·번호·키·날짜가 없음"
      )
    }
  }

  /// What to do if the check fails.
  public var fix: LocalizedText {
    switch self {
    case .policy:
      LocalizedText(
        en: "export under the policy that the round has fixed",
        ko: "회차가 정한 공개 범위로 내보내십시오"
      )
    case .inference:
      LocalizedText(
        en: "choose a policy from which no withheld points follow: panel disclose",
        ko: "아무도 알아낼 수 없는 공개 범위를 panel disclose로 찾으십시오"
      )
    case .profile:
      LocalizedText(
        en: "export the public tier: too few people share some profile answers",
        ko: "public 자료를 내보내십시오. 특성의 조합이 너무 적은 사람을 가리킵니다"
      )
    case .groupSize, .groupDiversity, .groupDistance, .loneDissenter:
      LocalizedText(
        en: "divide by a question with fewer choices, or export without groups",
        ko: "선택지가 더 적은 문항으로 나누거나, 집단 없이 내보내십시오"
      )
    case .fewMissing, .fewRatings, .suppression:
      LocalizedText(
        en: "choose a policy that shows less of the scores with --policy",
        ko: "--policy로 점수를 덜 보이는 공개 범위를 고르십시오"
      )
    case .unanimity:
      LocalizedText(
        en: "waive it with a reason only if the evaluators know and agree",
        ko: "본인들이 알고 동의한 경우에만 이유를 적어 예외로 승인하십시오"
      )
    case .differencing:
      LocalizedText(
        en: "do not export; waive it only if nobody received the earlier export, or if nobody "
          + "ever gets both",
        ko: "내보내지 마십시오. 앞선 것이 나가지 않았거나 받는 사람이 서로 다를 때만 승인하십시오"
      )
    case .earlierExports:
      LocalizedText(
        en: "name its directory with --earlier",
        ko: "그 폴더를 --earlier로 알려 주십시오"
      )
    case .recusal, .knownRatings:
      LocalizedText(
        en: "export the public tier, or waive it for a named recipient",
        ko: "public 자료를 내보내거나, 받는 사람을 정해 예외로 승인하십시오"
      )
    case .text:
      LocalizedText(
        en: "change or remove the text and export again",
        ko: "그 글을 고치거나 빼고 다시 내보내십시오"
      )
    }
  }
}

/// Something that makes a check fail.
///
/// Only the coordinator sees it; the export does not contain it.
public struct GateFinding: Hashable, Sendable {
  /// The check that fails.
  public var check: GateCheck
  /// What it concerns, independent of row labels and row order, so that waivers stay valid.
  public var key: String
  /// What a reader of the export could find out, and how.
  public var text: LocalizedText

  /// Makes a finding.
  public init(_ check: GateCheck, key: String, en: String, ko: String) {
    self.check = check
    self.key = key
    text = LocalizedText(en: en, ko: ko)
  }
}
