import Foundation

/// The answer to one scored item.
public enum Answer: Hashable, Sendable {
  /// A rating on the survey's scale.
  case rating(Int)
  /// The evaluator cannot judge the item, for this reason.
  case cannotJudge(ChoiceID)
}

extension Answer: Codable {
  /// Reads a number as a rating and a text as the reason why the item cannot be judged.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let rating = try? container.decode(Int.self) {
      self = .rating(rating)
    } else {
      self = .cannotJudge(try container.decode(ChoiceID.self))
    }
  }

  /// Writes a rating as a number and a reason as a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .rating(let rating): try container.encode(rating)
    case .cannotJudge(let reason): try container.encode(reason)
    }
  }
}

/// All answers of one evaluator to a survey, complete or not.
///
/// The stored names of the parts are those of the signed units (`docs/protocol.md`).
public struct Answers: Hashable, Codable, Sendable {
  /// Answers to the scored items; an item that is absent is still open.
  public var answers: [ModelCode: [ItemID: Answer]] = [:]
  /// Models the evaluator does not rate because of a conflict.
  public var recusals: Set<ModelCode> = []
  /// Choices taken on the unscored questions on each model.
  public var exposure: [ModelCode: [ItemID: [ChoiceID]]] = [:]
  /// Numbers given on the unscored modules.
  public var modules: [ModelCode: [ItemID: Int]] = [:]
  /// Own confidence per model.
  public var confidence: [ModelCode: Int] = [:]
  /// Comment per model.
  public var comments: [ModelCode: String] = [:]
  /// The answer to the attention check.
  public var attention: Int?
  /// The overall ranking, best first; models in one group are tied.
  public var ranking: [[ModelCode]] = []
  /// Choices taken on the questions about the evaluator.
  public var profile: [ItemID: ChoiceID] = [:]

  /// Nothing answered yet.
  public init() {}
}

extension Answers {
  /// Whether there is no answer at all, as in an abstention or a withdrawal.
  public var isAbstention: Bool { self == Answers() }

  /// The same answers in the one form that is signed: comments in NFC, tied models sorted, and
  /// choices in the survey's order, because a personal order would mark the submission.
  public func normalised(for survey: Survey) -> Answers {
    var answers = self
    answers.comments = comments.mapValues(\.normalFormC)
    answers.ranking = ranking.map { $0.sorted() }
    answers.exposure = exposure.mapValues { questions in
      Dictionary(
        uniqueKeysWithValues: questions.map { id, taken in
          let choices = survey.exposure.first { $0.id == id }?.choices.map(\.id) ?? []
          let known = choices.flatMap { choice in taken.filter { $0 == choice } }
          return (id, known + taken.filter { !choices.contains($0) })
        }
      )
    }
    return answers
  }
}

/// A place in the form.
public enum FormPlace: Hashable, Sendable {
  /// One scored item of one model.
  case item(ModelCode, ItemID)
  /// One unscored question on one model.
  case exposure(ModelCode, ItemID)
  /// One module question on one model.
  case module(ModelCode, ItemID)
  /// The confidence in one model's ratings.
  case confidence(ModelCode)
  /// The comment on one model.
  case comment(ModelCode)
  /// The recusals.
  case recusal(ModelCode)
  /// The attention check.
  case attention
  /// The ranking.
  case ranking
  /// One question about the evaluator.
  case profile(ItemID)
  /// The submission as a whole.
  case whole
}

/// A reason, at one place of the form, why answers cannot be submitted.
public struct AnswerProblem: Error, Hashable, Sendable {
  /// The place.
  public var place: FormPlace
  /// What is wrong.
  public var message: LocalizedText
  /// Whether the answer is only missing, not wrong.
  public var isOpen: Bool
}

/// A complete set of answers that fits its survey; only valid values of this type exist.
public struct Submission: Hashable, Sendable {
  /// The answers.
  public let answers: Answers

  /// Checks the answers against the survey; throws all problems.
  public init(_ answers: Answers, for survey: Survey) throws(AnswerProblems) {
    let problems = survey.problems(in: answers)
    guard problems.isEmpty else { throw AnswerProblems(problems: problems) }
    self.answers = answers
  }
}

/// All reasons why a set of answers cannot be submitted.
public struct AnswerProblems: Error, Hashable, Sendable {
  /// The problems, in the order of the form.
  public var problems: [AnswerProblem]
}

extension Survey {
  /// Everything that is open or wrong in a set of answers, in the order of the form.
  public func problems(in answers: Answers) -> [AnswerProblem] {
    var problems: [AnswerProblem] = []
    func open(_ place: FormPlace) {
      problems.append(
        AnswerProblem(
          place: place,
          message: LocalizedText(en: "not answered yet", ko: "아직 답하지 않음"),
          isOpen: true
        )
      )
    }
    func wrong(_ place: FormPlace, _ message: LocalizedText) {
      problems.append(AnswerProblem(place: place, message: message, isOpen: false))
    }

    let codes = Set(models.map(\.code))
    let named = Set(answers.answers.keys)
      .union(answers.exposure.keys).union(answers.modules.keys).union(answers.confidence.keys)
      .union(answers.comments.keys).union(answers.recusals).union(answers.ranking.joined())
    for code in named.subtracting(codes).sorted() {
      wrong(.whole, LocalizedText(en: "the survey has no model \(code)", ko: "설문에 없는 모델 \(code)"))
    }
    if !answers.recusals.isEmpty && !recusals {
      wrong(.whole, LocalizedText(en: "this survey takes no recusals", ko: "이 설문은 모델별 회피를 받지 않습니다"))
    }
    for model in models {
      let code = model.code
      if answers.recusals.contains(code) {
        let isSilent =
          (answers.answers[code] ?? [:]).isEmpty && (answers.exposure[code] ?? [:]).isEmpty
          && (answers.modules[code] ?? [:]).isEmpty && answers.confidence[code] == nil
          && (answers.comments[code] ?? "").isEmpty
        if !isSilent {
          wrong(
            .recusal(code),
            LocalizedText(
              en: "model \(code) is recused and something is said of it",
              ko: "회피한 모델 \(code)에 답이 있습니다"
            )
          )
        }
        continue
      }
      for question in exposure {
        let taken = answers.exposure[code]?[question.id] ?? []
        check(taken, of: question, at: .exposure(code, question.id), open: open, wrong: wrong)
      }
      for (id, _) in (answers.exposure[code] ?? [:]).sorted(by: { $0.key < $1.key })
      where !exposure.contains(where: { $0.id == id }) {
        wrong(.whole, LocalizedText(en: "the survey has no question \(id)", ko: "설문에 없는 문항 \(id)"))
      }
      let given = answers.answers[code] ?? [:]
      for id in given.keys.sorted() where item(id) == nil {
        wrong(.whole, LocalizedText(en: "the survey has no item \(id)", ko: "설문에 없는 문항 \(id)"))
      }
      for item in items {
        let place = FormPlace.item(code, item.id)
        switch given[item.id] {
        case nil: open(place)
        case .rating(let rating) where !scale.ratings.contains(rating):
          wrong(
            place,
            LocalizedText(
              en: "rating \(rating) is outside \(scale.lowest) to \(scale.highest)",
              ko: "평점 \(rating)은(는) \(scale.lowest)–\(scale.highest) 밖입니다"
            )
          )
        case .cannotJudge(let reason) where !cannotJudge.contains(where: { $0.id == reason }):
          wrong(
            place,
            LocalizedText(
              en: "\(reason) is not a known reason of this survey for 'cannot judge'",
              ko: "판단 불가 사유 \(reason)이(가) 설문에 없습니다"
            )
          )
        default: break
        }
      }
      for (id, _) in (answers.modules[code] ?? [:]).sorted(by: { $0.key < $1.key })
      where !modules.contains(where: { $0.id == id }) {
        wrong(.whole, LocalizedText(en: "the survey has no question \(id)", ko: "설문에 없는 문항 \(id)"))
      }
      for question in modules {
        let place = FormPlace.module(code, question.id)
        switch answers.modules[code]?[question.id] {
        case nil: open(place)
        case let value? where !question.accepts(value):
          wrong(place, LocalizedText(en: "\(value) is not an answer", ko: "\(value)은(는) 답이 아닙니다"))
        default: break
        }
      }
      if let confidence {
        switch answers.confidence[code] {
        case nil: open(.confidence(code))
        case let value? where !confidence.accepts(value):
          wrong(
            .confidence(code),
            LocalizedText(en: "\(value) is not an answer", ko: "\(value)은(는) 답이 아닙니다")
          )
        default: break
        }
      } else if answers.confidence[code] != nil {
        wrong(
          .whole,
          LocalizedText(en: "this survey does not ask for confidence", ko: "이 설문은 확신도를 묻지 않습니다")
        )
      }
      checkComment(on: code, in: answers, open: open, wrong: wrong)
    }
    if attention != nil {
      switch answers.attention {
      case nil: open(.attention)
      case let value? where !scale.ratings.contains(value):
        wrong(
          .attention,
          LocalizedText(en: "\(value) is not an answer", ko: "\(value)은(는) 답이 아닙니다")
        )
      default: break
      }
    } else if answers.attention != nil {
      wrong(
        .whole,
        LocalizedText(en: "this survey has no attention check", ko: "이 설문에는 응답 확인 문항이 없습니다")
      )
    }
    if ranking != nil {
      let ranked = answers.ranking.flatMap { $0 }
      let wanted = codes.subtracting(answers.recusals)
      if ranked.isEmpty && !wanted.isEmpty {
        open(.ranking)
      } else if ranked.count != Set(ranked).count || Set(ranked) != wanted
        || answers.ranking.contains(where: \.isEmpty)
      {
        wrong(
          .ranking,
          LocalizedText(
            en: "the ranking must name every rated model once",
            ko: "순위에는 평가한 모델이 한 번씩 들어가야 합니다"
          )
        )
      }
    } else if !answers.ranking.isEmpty {
      wrong(
        .whole,
        LocalizedText(en: "this survey does not ask for a ranking", ko: "이 설문은 순위를 묻지 않습니다")
      )
    }
    for (id, _) in answers.profile.sorted(by: { $0.key < $1.key })
    where !profile.contains(where: { $0.id == id }) {
      wrong(.whole, LocalizedText(en: "the survey has no question \(id)", ko: "설문에 없는 문항 \(id)"))
    }
    for question in profile {
      check(
        answers.profile[question.id].map { [$0] } ?? [],
        of: question,
        at: .profile(question.id),
        open: open,
        wrong: wrong
      )
    }
    return problems
  }

  /// Whether a comment on the model is required, given its ratings.
  public func requiresComment(on code: ModelCode, in answers: Answers) -> Bool {
    comment.map { hasRating(on: code, in: answers, among: $0.requiredAt) } ?? false
  }

  /// Whether a comment on the model is invited, given its ratings.
  public func invitesComment(on code: ModelCode, in answers: Answers) -> Bool {
    comment.map { hasRating(on: code, in: answers, among: $0.invitedAt) } ?? false
  }

  private func hasRating(
    on code: ModelCode,
    in answers: Answers,
    among ratings: [Int]
  ) -> Bool {
    (answers.answers[code] ?? [:]).values.contains { answer in
      guard case .rating(let rating) = answer else { return false }
      return ratings.contains(rating)
    }
  }

  private func checkComment(
    on code: ModelCode,
    in answers: Answers,
    open: (FormPlace) -> Void,
    wrong: (FormPlace, LocalizedText) -> Void
  ) {
    let text = answers.comments[code] ?? ""
    guard let comment else {
      if !text.isEmpty {
        wrong(.whole, LocalizedText(en: "this survey takes no comments", ko: "이 설문은 의견을 받지 않습니다"))
      }
      return
    }
    let length = text.count { !$0.isWhitespace }
    if text.count > comment.maximumLength {
      wrong(
        .comment(code),
        LocalizedText(
          en: "the comment is longer than \(comment.maximumLength) characters",
          ko: "의견이 \(comment.maximumLength)자를 넘습니다"
        )
      )
    }
    guard requiresComment(on: code, in: answers) else { return }
    if text.isEmpty {
      open(.comment(code))
    } else if length < comment.minimumLength {
      wrong(
        .comment(code),
        LocalizedText(
          en:
            "the comment is shorter than \(comment.minimumLength) characters (spaces not counted)",
          ko: "의견이 \(comment.minimumLength)자보다 짧습니다(공백 제외)"
        )
      )
    }
  }

  private func check(
    _ taken: [ChoiceID],
    of question: Question,
    at place: FormPlace,
    open: (FormPlace) -> Void,
    wrong: (FormPlace, LocalizedText) -> Void
  ) {
    if taken.isEmpty {
      open(place)
    } else if taken.count > 1 && !question.multiple {
      wrong(place, LocalizedText(en: "only one choice may be taken", ko: "한 가지만 고를 수 있습니다"))
    } else if Set(taken).count != taken.count {
      wrong(place, LocalizedText(en: "a choice is taken twice", ko: "같은 선택이 두 번 있습니다"))
    }
    for choice in taken where !question.choices.contains(where: { $0.id == choice }) {
      wrong(place, LocalizedText(en: "\(choice) is not a choice", ko: "선택지에 없는 \(choice)"))
    }
  }
}
