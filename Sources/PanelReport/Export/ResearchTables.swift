import PanelCore
import PanelStatistics

/// The tables of the research tier.
struct ResearchTables {
  private let content: TierContent
  private let survey: Survey
  private let codes: ExportCodes

  init(_ content: TierContent) {
    self.content = content
    survey = content.survey
    codes = ExportCodes(survey: survey)
  }

  /// A profile that says nothing, groups and comments that nobody asked for are no tables.
  var all: [ExportTable] {
    var tables: [ExportTable] = []
    if let rows = content.rows { tables += [long(rows), wide(rows.ratings)] }
    if let score = content.score { tables.append(scores(score)) }
    if fields.contains(where: { $0.groups.count > 1 }) { tables.append(profile) }
    if !content.groups.isEmpty { tables.append(groups) }
    if !content.comments.isEmpty { tables.append(comments) }
    return tables
  }

  private var model: ExportColumn {
    ExportColumn("model", "모델 코드", "code of the model", .code, codes: codes.models)
  }
  private let rater = ExportColumn(
    "rater",
    "평가위원: 내보낼 때마다 새로 섞은 기호. e와 번호는 모든 모델을 평가한 행, "
      + "모델 코드와 번호는 그 모델의 평점만 떼어 낸 행",
    "evaluator: a label drawn anew for each export; e with a number for a row about all models, "
      + "the model's code with a number for somebody's ratings of that model alone"
  )

  // MARK: Rows

  private func long(_ all: TierContent.Rows) -> ExportTable {
    let table = all.ratings
    return ExportTable(
      name: "ratings-long",
      title: LocalizedText(ko: "평점, 한 줄에 하나", en: "Ratings, one a line"),
      columns: [
        rater, model,
        ExportColumn("item", "문항", "item", .code, codes: codes.items),
        ExportColumn(
          "criterion",
          "문항이 속한 평가 기준",
          "criterion that the item counts for",
          .code,
          codes: codes.criteria
        ),
        ExportColumn(
          "rating",
          "평점, 없으면 빈칸",
          "rating; empty if there is none",
          .integer,
          codes: codes.ratings + codes.anchors,
          missing: LocalizedText(ko: "평점 없음: state 참조", en: "no rating: see state")
        ),
        ExportColumn(
          "state",
          "칸의 상태, 평점이 없는 까닭",
          "what stands here, and why if it is no rating",
          .code,
          codes: codes.states
        ),
      ],
      key: ["rater", "model", "item"],
      rows: table.raters.indices.flatMap { row in
        survey.models.indices.filter { (all.models[row] ?? $0) == $0 }.flatMap { model in
          survey.items.indices.map { item in
            let code = survey.models[model].code
            let asked = survey.items[item]
            let cell = table[row, model, item]
            return [
              table.raters[row], code.rawValue, asked.id.rawValue, asked.criterion.rawValue,
              cell.rating.map(String.init), state(cell, all.reasons[row][code]?[asked.id]),
            ]
          }
        }
      }
    )
  }

  private func state(_ cell: RatingsTable.Cell, _ reason: ChoiceID?) -> String {
    switch cell {
    case .rating: "rating"
    case .recused: "recused"
    case .blank: "missing"
    case .cannotJudge: reason.map { "cannotJudge:\($0)" } ?? "missing"
    }
  }

  private func wide(_ table: RatingsTable) -> ExportTable {
    let ratings = zip(survey.models, codes.models).flatMap { model, code in
      survey.items.map { item in
        let meaning = code.meaning.followed(", ", by: item.title)
        var column = ExportColumn(
          "\(model.code)_\(item.id)",
          meaning.ko,
          meaning.en,
          .integer,
          codes: codes.ratings,
          missing: LocalizedText(
            ko: "평점 없음, 또는 다른 모델만의 행",
            en: "no rating, or a row of another model alone"
          )
        )
        column.item = item.id.rawValue
        return column
      }
    }
    return ExportTable(
      name: "ratings-wide",
      title: LocalizedText(ko: "평점, 한 줄에 행 하나", en: "Ratings, one row a line"),
      columns: [rater] + ratings,
      key: ["rater"],
      rows: table.raters.indices.map { row in
        [table.raters[row]]
          + survey.models.indices.flatMap { model in
            survey.items.indices.map { table[row, model, $0].rating.map(String.init) }
          }
      }
    )
  }

  // MARK: Scores

  private func scores(_ score: ComponentScore) -> ExportTable {
    let none = LocalizedText(ko: "해당 없음", en: "not applicable, or no score")
    return ExportTable(
      name: "scores",
      title: LocalizedText(ko: "공식 점수", en: "Official scores"),
      columns: [
        model,
        ExportColumn(
          "criterion",
          "평가 기준, 'total'은 전체",
          "criterion, or 'total' for all together",
          .code,
          codes: codes.criteriaAndTotal
        ),
        ExportColumn("fullMarks", "배점", "points allotted", .decimal),
        ExportColumn(
          "n",
          "계산에 들어간 평가위원 수",
          "evaluators entering the estimate",
          .integer,
          missing: none
        ),
        ExportColumn(
          "estimate",
          "평점 척도의 추정값, 분수",
          "estimate on the scale of ratings, a fraction",
          .fraction,
          missing: none
        ),
        ExportColumn("points", "반올림한 점수", "points, rounded", .decimal, missing: none),
        ExportColumn(
          "exact",
          "반올림 전 점수, 분수",
          "points before rounding, a fraction",
          .fraction,
          missing: none
        ),
        ExportColumn(
          "rank",
          "순위, 동점은 같은 순위",
          "rank; equal models share it",
          .integer,
          missing: none
        ),
        ExportColumn(
          "lower",
          "95% 구간의 아래 끝, 점",
          "lower end of the 95 % interval, points",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "upper",
          "95% 구간의 위 끝, 점",
          "upper end of the 95 % interval, points",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "interval",
          "구간의 방법",
          "method of the interval",
          .code,
          codes: [
            ExportColumn.Code("bca", LocalizedText(ko: "BCa 붓스트랩", en: "BCa bootstrap")),
            ExportColumn.Code(
              "percentile",
              LocalizedText(
                ko: "백분위 붓스트랩(BCa를 쓸 수 없을 때)",
                en: "percentile bootstrap, where BCa is not defined"
              )
            ),
          ],
          missing: none
        ),
        ExportColumn(
          "firstRankShare",
          "재표본 가운데 1위인 비율, 공동 1위는 나눔",
          "share of resamples in which the model is first; ties are shared",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "withheld",
          "점수가 없는 까닭",
          "why there are no points",
          missing: LocalizedText(ko: "점수가 있음", en: "there are points")
        ),
      ],
      key: ["model", "criterion"],
      rows: score.models.flatMap { lines($0, score) }
    )
  }

  private func lines(_ model: ComponentScore.ModelScore, _ score: ComponentScore) -> [[String?]] {
    let criteria = survey.criteria.map { criterion -> [String?] in
      let part = model.criteria[criterion.id.rawValue]
      return [
        model.id, criterion.id.rawValue, criterion.points.description,
        part.map { String($0.n) }, part?.estimate, part?.points, part?.exact?.fraction,
        nil, nil, nil, nil, nil, model.withheld?.text.en,
      ]
    }
    return criteria + [
      [
        model.id, "total", score.fullMarks, String(model.n), nil, model.points,
        model.exact?.fraction, model.rank.map(String.init),
        model.interval.map { "\($0.lower)" }, model.interval.map { "\($0.upper)" },
        model.interval?.method, model.rankProbability?.first.map { "\($0)" },
        model.withheld?.text.en,
      ]
    ]
  }

  // MARK: Profile, groups, comments

  private var fields: [TierContent.ProfileField] { content.profileFields }

  private func question(_ id: ItemID) -> Question? { survey.profile.first { $0.id == id } }

  /// The code of choices that are put together: `a+b`.
  private func code(_ choices: [ChoiceID]) -> String {
    choices.map(\.rawValue).joined(separator: "+")
  }

  private func groupCodes(_ field: TierContent.ProfileField) -> [ExportColumn.Code] {
    field.groups.map { group in
      let titles = group.map { choice in
        question(field.field)?.choices.first { $0.id == choice }?.title
          ?? LocalizedText(ko: "응답 없음", en: "no answer")
      }
      return ExportColumn.Code(
        code(group),
        LocalizedText(
          ko: titles.map(\.ko).joined(separator: " / "),
          en: titles.map(\.en).joined(separator: " / ")
        )
      )
    }
  }

  private var profile: ExportTable {
    let shown = fields.indices.filter { fields[$0].groups.count > 1 }
    let width = max(2, String(content.profileRows.count).count)
    return ExportTable(
      name: "profile",
      title: LocalizedText(
        ko: "응답자 특성, 평점과 이어지지 않음",
        en: "Profiles, joined to no rating"
      ),
      columns: [
        ExportColumn(
          "person",
          "사람: 이 표에만 있는 기호, rater와 관계없음",
          "person: a label of this table alone, not that of any rater"
        )
      ]
        + shown.map { index in
          let field = fields[index]
          let text = question(field.field)?.text
          return ExportColumn(
            "profile_\(field.field)",
            text?.ko ?? "",
            text?.en ?? "",
            .code,
            codes: groupCodes(field)
          )
        },
      key: ["person"],
      rows: content.profileRows.enumerated().map { index, row in
        let digits = String(index + 1)
        return ["p" + String(repeating: "0", count: width - digits.count) + digits]
          + shown.map { code(fields[$0].groups[row[$0]]) }
      }
    )
  }

  private var groups: ExportTable {
    let divided = content.divisions
    let questions = survey.profile.filter { $0.id == divided.first?.field }
    let labels = questions.flatMap { question in
      groupCodes(
        TierContent.ProfileField(field: question.id, groups: divided.map(\.choices))
      )
    }
    return ExportTable(
      name: "groups",
      title: LocalizedText(
        ko: "응답자 집단별 기준 평점",
        en: "Criterion ratings by groups of evaluators"
      ),
      columns: [
        ExportColumn(
          "field",
          "응답자 특성 문항",
          "question of the profile",
          .code,
          codes: questions.map { ExportColumn.Code($0.id.rawValue, $0.text) }
        ),
        ExportColumn(
          "group",
          "선택지, 여럿을 묶었으면 +로 이음",
          "choice, or several put together with +",
          .code,
          codes: labels
        ),
        ExportColumn("people", "집단의 사람 수", "evaluators in the group", .integer),
        model,
        ExportColumn("criterion", "평가 기준", "criterion", .code, codes: codes.criteria),
        ExportColumn(
          "value",
          "기준별 평점, 분수",
          "criterion rating, a fraction",
          .fraction,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "count",
          "그 값인 사람 수",
          "evaluators who have it",
          .integer,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "status",
          "공개 여부와 가린 까닭",
          "whether it is shown, and why not",
          .code,
          codes: ExportCodes.status
        ),
      ],
      rows: content.groups.flatMap { group in
        group.cell.lines.map {
          [
            group.field.rawValue, code(group.choices), String(group.people),
            group.cell.model.rawValue, group.cell.subject,
          ] + $0
        }
      }
    )
  }

  private var comments: ExportTable {
    ExportTable(
      name: "comments",
      title: LocalizedText(
        ko: "공개가 승인된 평가 의견, 순서를 섞음",
        en: "Approved comments, shuffled"
      ),
      columns: [
        model, ExportColumn("text", "평가 의견", "comment"),
        ExportColumn("approved_by", "승인한 키", "keys that approved it"),
      ],
      rows: content.comments.map { [$0.model.rawValue, $0.text, $0.approvedBy] }
    )
  }
}
