import PanelCore
import PanelStatistics

/// The tables of the public tier.
struct PublicTables {
  let content: ExportContent
  private let codes: ExportCodes

  init(_ content: ExportContent) {
    self.content = content
    codes = ExportCodes(survey: content.survey)
  }

  var all: [ExportTable] { [items, histograms, estimates, scores] }

  private var model: ExportColumn {
    ExportColumn("model", en: "code of the model", ko: "모델 코드", .code, codes: codes.models)
  }
  private var item: ExportColumn {
    ExportColumn("item", en: "item", ko: "문항", .code, codes: codes.items)
  }
  private var status: ExportColumn {
    ExportColumn(
      "status",
      en: "whether it is shown, and why not",
      ko: "공개 여부와 가린 까닭",
      .code,
      codes: ExportCodes.status
    )
  }

  private var items: ExportTable {
    ExportTable(
      name: "items",
      title: LocalizedText(en: "How many rated each item of each model", ko: "모델과 문항별 응답 수"),
      columns: [
        model, item,
        ExportColumn(
          "n",
          en: "evaluators with a rating",
          ko: "평가한 사람 수",
          .integer,
          missing: ExportCodes.withheld
        ),
        ExportColumn(
          "missing",
          en: "submissions without a rating: cannot judge, recused and abstained together",
          ko: "평점이 없는 제출 수: 판단 불가, 회피, 기권을 합한 것",
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
      title: LocalizedText(en: "How often each rating of each item occurs", ko: "모델과 문항별 평점 분포"),
      columns: [
        model, item,
        ExportColumn(
          "rating",
          en: "rating",
          ko: "평점",
          .integer,
          codes: codes.ratings + codes.anchors
        ),
        ExportColumn("count", en: "evaluators who gave it", ko: "그 평점을 준 사람 수", .integer),
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
        en: "The sorted criterion ratings, or totals, of each model",
        ko: "모델과 기준별 평점(또는 총점)의 정렬된 목록"
      ),
      columns: [
        model,
        ExportColumn(
          "criterion",
          en: "criterion, or 'total' for totals in points",
          ko: "평가 기준, 'total'은 총점",
          .code,
          codes: codes.criteriaAndTotal
        ),
        ExportColumn(
          "value",
          en: "criterion rating or total, a fraction",
          ko: "기준별 평점 또는 총점, 분수",
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
        status,
      ],
      rows: content.estimates.flatMap { cell in
        cell.lines.map { [cell.model.rawValue, cell.subject] + $0 }
      }
    )
  }

  private var scores: ExportTable {
    let unless = LocalizedText(
      en: "withheld or not applicable: see status",
      ko: "가림, 또는 해당 없음: status 참조"
    )
    return ExportTable(
      name: "scores",
      title: LocalizedText(en: "Official scores", ko: "공식 점수"),
      columns: [
        ExportColumn(
          "model",
          en: "code of the model",
          ko: "모델 코드",
          .code,
          codes: codes.models,
          missing: LocalizedText(en: "the line of the average", ko: "평균의 줄")
        ),
        ExportColumn(
          "criterion",
          en: "criterion, 'total' for all together, or 'average' of all models",
          ko: "평가 기준, 'total'은 전체, 'average'는 모든 모델의 평균",
          .code,
          codes: codes.criteriaAndTotal + [
            ExportColumn.Code(
              "average",
              LocalizedText(
                en: "average of the rounded points of all models with a score",
                ko: "점수가 있는 모든 모델의 반올림한 점수의 평균"
              )
            )
          ]
        ),
        ExportColumn("fullMarks", en: "points allotted", ko: "배점", .decimal),
        ExportColumn(
          "n",
          en: "evaluators entering the estimate",
          ko: "계산에 들어간 평가위원 수",
          .integer,
          missing: unless
        ),
        ExportColumn(
          "estimate",
          en: "estimate on the scale of ratings, a fraction",
          ko: "평점 척도의 추정값, 분수",
          .fraction,
          missing: unless
        ),
        ExportColumn("points", en: "points, rounded", ko: "반올림한 점수", .decimal, missing: unless),
        ExportColumn(
          "exact",
          en: "points before rounding, a fraction",
          ko: "반올림 전 점수, 분수",
          .fraction,
          missing: unless
        ),
        ExportColumn(
          "rank",
          en: "rank; equal models share it",
          ko: "순위, 동점은 같은 순위",
          .integer,
          missing: unless
        ),
        ExportColumn(
          "status",
          en: "whether points are shown, and why not",
          ko: "점수의 공개 여부와 없는 까닭",
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

extension ExportContent.Cell {
  /// Lines of value, count and status: one per value, or a single one with the reason if withheld.
  var lines: [[String?]] {
    if let withheld { return [[nil, nil, withheld.rawValue]] }
    return counts.map { [$0.value.fraction, String($0.count), "shown"] }
  }
}
