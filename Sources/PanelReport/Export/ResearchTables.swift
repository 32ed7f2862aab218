import PanelCore
import PanelScoring
import PanelStatistics

/// The tables of the research tier.
struct ResearchTables {
  private let content: ExportContent
  private let survey: Survey
  private let codes: ExportCodes

  init(_ content: ExportContent) {
    self.content = content
    survey = content.survey
    codes = ExportCodes(survey: survey)
  }

  /// The profile is omitted if it carries no information, groups and comments if not requested.
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
    ExportColumn("model", en: "code of the model", ko: "모델 코드", .code, codes: codes.models)
  }
  private let rater = ExportColumn(
    "rater",
    en:
      "evaluator: a label drawn anew for each export; e with a number for a row about all models, "
      + "the model's code with a number for somebody's ratings of that model alone",
    ko: "평가위원: 내보낼 때마다 새로 섞은 기호. e와 번호는 모든 모델을 평가한 행, "
      + "모델 코드와 번호는 그 모델의 평점만 떼어 낸 행"
  )

  // MARK: Rows

  private func long(_ all: ExportContent.Rows) -> ExportTable {
    let table = all.ratings
    return ExportTable(
      name: "ratings-long",
      title: LocalizedText(en: "Ratings, one a line", ko: "평점, 한 줄에 하나"),
      columns: [
        rater, model,
        ExportColumn("item", en: "item", ko: "문항", .code, codes: codes.items),
        ExportColumn(
          "criterion",
          en: "criterion that the item counts for",
          ko: "문항이 속한 평가 기준",
          .code,
          codes: codes.criteria
        ),
        ExportColumn(
          "rating",
          en: "rating; empty if there is none",
          ko: "평점, 없으면 빈칸",
          .integer,
          codes: codes.ratings + codes.anchors,
          missing: LocalizedText(en: "no rating: see state", ko: "평점 없음: state 참조")
        ),
        ExportColumn(
          "state",
          en: "what stands here, and why if it is no rating",
          ko: "칸의 상태, 평점이 없는 까닭",
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
          en: meaning.en,
          ko: meaning.ko,
          .integer,
          codes: codes.ratings,
          missing: LocalizedText(
            en: "no rating, or a row of another model alone",
            ko: "평점 없음, 또는 다른 모델만의 행"
          )
        )
        column.item = item.id.rawValue
        return column
      }
    }
    return ExportTable(
      name: "ratings-wide",
      title: LocalizedText(en: "Ratings, one row a line", ko: "평점, 한 줄에 행 하나"),
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
    let none = LocalizedText(en: "not applicable, or no score", ko: "해당 없음")
    return ExportTable(
      name: "scores",
      title: LocalizedText(en: "Official scores", ko: "공식 점수"),
      columns: [
        model,
        ExportColumn(
          "criterion",
          en: "criterion, or 'total' for all together",
          ko: "평가 기준, 'total'은 전체",
          .code,
          codes: codes.criteriaAndTotal
        ),
        ExportColumn("fullMarks", en: "points allotted", ko: "배점", .decimal),
        ExportColumn(
          "n",
          en: "evaluators entering the estimate",
          ko: "계산에 들어간 평가위원 수",
          .integer,
          missing: none
        ),
        ExportColumn(
          "estimate",
          en: "estimate on the scale of ratings, a fraction",
          ko: "평점 척도의 추정값, 분수",
          .fraction,
          missing: none
        ),
        ExportColumn("points", en: "points, rounded", ko: "반올림한 점수", .decimal, missing: none),
        ExportColumn(
          "exact",
          en: "points before rounding, a fraction",
          ko: "반올림 전 점수, 분수",
          .fraction,
          missing: none
        ),
        ExportColumn(
          "rank",
          en: "rank; equal models share it",
          ko: "순위, 동점은 같은 순위",
          .integer,
          missing: none
        ),
        ExportColumn(
          "lower",
          en: "lower end of the 95 % interval, points",
          ko: "95% 구간의 아래 끝, 점",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "upper",
          en: "upper end of the 95 % interval, points",
          ko: "95% 구간의 위 끝, 점",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "interval",
          en: "method of the interval",
          ko: "구간의 방법",
          .code,
          codes: [
            ExportColumn.Code("bca", LocalizedText(en: "BCa bootstrap", ko: "BCa 붓스트랩")),
            ExportColumn.Code(
              "percentile",
              LocalizedText(
                en: "percentile bootstrap, where BCa is not defined",
                ko: "백분위 붓스트랩(BCa를 쓸 수 없을 때)"
              )
            ),
          ],
          missing: none
        ),
        ExportColumn(
          "firstRankShare",
          en: "share of resamples in which the model is first; ties are shared",
          ko: "재표본 가운데 1위인 비율, 공동 1위는 나눔",
          .decimal,
          missing: none
        ),
        ExportColumn(
          "withheld",
          en: "why there are no points",
          ko: "점수가 없는 까닭",
          missing: LocalizedText(en: "there are points", ko: "점수가 있음")
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

  private var fields: [ExportContent.ProfileField] { content.profileFields }

  private func question(_ id: ItemID) -> Question? { survey.profile.first { $0.id == id } }

  /// The code of merged choices: `a+b`.
  private func code(_ choices: [ChoiceID]) -> String {
    choices.map(\.rawValue).joined(separator: "+")
  }

  private func groupCodes(_ field: ExportContent.ProfileField) -> [ExportColumn.Code] {
    field.groups.map { group in
      let titles = group.map { choice in
        question(field.field)?.choices.first { $0.id == choice }?.title
          ?? LocalizedText(en: "no answer", ko: "응답 없음")
      }
      return ExportColumn.Code(
        code(group),
        LocalizedText(
          en: titles.map(\.en).joined(separator: " / "),
          ko: titles.map(\.ko).joined(separator: " / ")
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
        en: "Profiles, joined to no rating",
        ko: "응답자 특성, 평점과 이어지지 않음"
      ),
      columns: [
        ExportColumn(
          "person",
          en: "person: a label of this table alone, not that of any rater",
          ko: "사람: 이 표에만 있는 기호, rater와 관계없음"
        )
      ]
        + shown.map { index in
          let field = fields[index]
          let text = question(field.field)?.text
          return ExportColumn(
            "profile_\(field.field)",
            en: text?.en ?? "",
            ko: text?.ko ?? "",
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
        ExportContent.ProfileField(field: question.id, groups: divided.map(\.choices))
      )
    }
    return ExportTable(
      name: "groups",
      title: LocalizedText(
        en: "Criterion ratings by groups of evaluators",
        ko: "응답자 집단별 기준 평점"
      ),
      columns: [
        ExportColumn(
          "field",
          en: "question of the profile",
          ko: "응답자 특성 문항",
          .code,
          codes: questions.map { ExportColumn.Code($0.id.rawValue, $0.text) }
        ),
        ExportColumn(
          "group",
          en: "choice, or several put together with +",
          ko: "선택지, 여럿을 묶었으면 +로 이음",
          .code,
          codes: labels
        ),
        ExportColumn("people", en: "evaluators in the group", ko: "집단의 사람 수", .integer),
        model,
        ExportColumn("criterion", en: "criterion", ko: "평가 기준", .code, codes: codes.criteria),
        ExportColumn(
          "value",
          en: "criterion rating, a fraction",
          ko: "기준별 평점, 분수",
          .fraction,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "count",
          en: "evaluators who have it",
          ko: "그 값인 사람 수",
          .integer,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "status",
          en: "whether it is shown, and why not",
          ko: "공개 여부와 가린 까닭",
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
        en: "Approved comments, shuffled",
        ko: "공개가 승인된 평가 의견, 순서를 섞음"
      ),
      columns: [
        model, ExportColumn("text", en: "comment", ko: "평가 의견"),
        ExportColumn("approved_by", en: "keys that approved it", ko: "승인한 키"),
      ],
      rows: content.comments.map { [$0.model.rawValue, $0.text, $0.approvedBy] }
    )
  }
}
