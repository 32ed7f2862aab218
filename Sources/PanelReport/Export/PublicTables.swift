import PanelCore
import PanelStatistics

/// The tables of the public tier.
struct PublicTables {
  let content: TierContent
  private let codes: ExportCodes

  init(_ content: TierContent) {
    self.content = content
    codes = ExportCodes(survey: content.survey)
  }

  var all: [ExportTable] { [items, histograms, estimates, scores] }

  private var model: ExportColumn {
    ExportColumn("model", "모델 코드", "code of the model", .code, codes: codes.models)
  }
  private var item: ExportColumn {
    ExportColumn("item", "문항", "item", .code, codes: codes.items)
  }
  private var status: ExportColumn {
    ExportColumn(
      "status",
      "공개 여부와 가린 까닭",
      "whether it is shown, and why not",
      .code,
      codes: ExportCodes.status
    )
  }

  private var items: ExportTable {
    ExportTable(
      name: "items",
      title: LocalizedText(ko: "모델과 문항별 응답 수", en: "How many rated each item of each model"),
      columns: [
        model, item,
        ExportColumn(
          "n",
          "평가한 사람 수",
          "evaluators with a rating",
          .integer,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "missing",
          "평점이 없는 제출 수: 판단 불가, 회피, 기권을 합한 것",
          "submissions without a rating: cannot judge, recused and abstained together",
          .integer,
          missing: ExportCodes.withheld
        ),
        status,
      ],
      key: ["model", "item"],
      rows: content.items.map { cell in
        let isShown = cell.withheld == nil
        return [
          cell.model.rawValue, cell.subject, isShown ? String(cell.n) : nil,
          isShown ? String(cell.missing) : nil, cell.withheld?.rawValue ?? "shown",
        ]
      }
    )
  }

  private var histograms: ExportTable {
    ExportTable(
      name: "histograms",
      title: LocalizedText(ko: "모델과 문항별 평점 분포", en: "How often each rating of each item occurs"),
      columns: [
        model, item,
        ExportColumn("rating", "평점", "rating", .integer, codes: codes.ratings + codes.anchors),
        ExportColumn("count", "그 평점을 준 사람 수", "evaluators who gave it", .integer),
      ],
      key: ["model", "item", "rating"],
      rows: content.items.flatMap { cell in
        cell.counts.map {
          [cell.model.rawValue, cell.subject, $0.value.floor.map(String.init), String($0.count)]
        }
      }
    )
  }

  private var estimates: ExportTable {
    ExportTable(
      name: "estimates",
      title: LocalizedText(
        ko: "모델과 기준별 평점(또는 총점)의 정렬된 목록",
        en: "The sorted criterion ratings, or totals, of each model"
      ),
      columns: [
        model,
        ExportColumn(
          "criterion",
          "평가 기준, 'total'은 총점",
          "criterion, or 'total' for totals in points",
          .code,
          codes: codes.criteriaAndTotal
        ),
        ExportColumn(
          "value",
          "기준별 평점 또는 총점, 분수",
          "criterion rating or total, a fraction",
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
        status,
      ],
      rows: content.estimates.flatMap { cell in
        cell.lines.map { [cell.model.rawValue, cell.subject] + $0 }
      }
    )
  }

  private var scores: ExportTable {
    let unless = LocalizedText(
      ko: "가림, 또는 해당 없음: status 참조",
      en: "withheld or not applicable: see status"
    )
    return ExportTable(
      name: "scores",
      title: LocalizedText(ko: "공식 점수", en: "Official scores"),
      columns: [
        ExportColumn(
          "model",
          "모델 코드",
          "code of the model",
          .code,
          codes: codes.models,
          missing: LocalizedText(ko: "평균의 줄", en: "the line of the average")
        ),
        ExportColumn(
          "criterion",
          "평가 기준, 'total'은 전체, 'average'는 모든 모델의 평균",
          "criterion, 'total' for all together, or 'average' of all models",
          .code,
          codes: codes.criteriaAndTotal + [
            ExportColumn.Code(
              "average",
              LocalizedText(
                ko: "점수가 있는 모든 모델의 반올림한 점수의 평균",
                en: "average of the rounded points of all models with a score"
              )
            )
          ]
        ),
        ExportColumn("fullMarks", "배점", "points allotted", .decimal),
        ExportColumn(
          "n",
          "계산에 들어간 평가위원 수",
          "evaluators entering the estimate",
          .integer,
          missing: unless
        ),
        ExportColumn(
          "estimate",
          "평점 척도의 추정값, 분수",
          "estimate on the scale of ratings, a fraction",
          .fraction,
          missing: unless
        ),
        ExportColumn("points", "반올림한 점수", "points, rounded", .decimal, missing: unless),
        ExportColumn(
          "exact",
          "반올림 전 점수, 분수",
          "points before rounding, a fraction",
          .fraction,
          missing: unless
        ),
        ExportColumn(
          "rank",
          "순위, 동점은 같은 순위",
          "rank; equal models share it",
          .integer,
          missing: unless
        ),
        ExportColumn(
          "status",
          "점수의 공개 여부와 없는 까닭",
          "whether points are shown, and why not",
          .code,
          codes: ExportCodes.pointsStatus
        ),
      ],
      rows: content.scores.map { line in
        [
          line.model?.rawValue, line.subject, line.fullMarks, line.n.map(String.init),
          line.estimate, line.points, line.exact, line.rank.map(String.init),
          line.noPoints?.rawValue ?? "shown",
        ]
      }
    )
  }
}

extension TierContent.Cell {
  /// Value, count and status: a line for each value, or one that says why there is none.
  var lines: [[String?]] {
    if let withheld { return [[nil, nil, withheld.rawValue]] }
    return counts.map { [$0.value.fraction, String($0.count), "shown"] }
  }
}
