import PanelCore
import PanelScoring
import PanelStatistics

extension GateAudit {
  // MARK: Missing ratings

  /// Looks for rows by which a person known to be recused could be found, and for rare reasons.
  mutating func checkRecusals() {
    guard let rows = content.rows, rows.count > 0 else { return }
    let table = rows.ratings
    let classes = Dictionary(grouping: rows.whole) { row in
      form.models.indices.filter { !table.rates(row, $0) }
    }
    apply(
      .recusal,
      [
        "wholeRows": String(rows.whole.count),
        "smallest": String(classes.values.map(\.count).min() ?? 0),
      ]
    )
    for (unrated, members) in classes {
      let (count, codes) = (
        members.count, unrated.map { form.models[$0].rawValue }.joined(separator: ", ")
      )
      guard count < k else {
        // Rows that rate every model are the usual case, so belonging to them reveals nothing.
        for model in form.models.indices where !unrated.isEmpty {
          checkTellings(table.tellings(of: model, in: members), model, "without \(codes)")
        }
        continue
      }
      add(
        .recusal,
        "whole \(codes) \(count)",
        en: codes.isEmpty
          ? "only \(count) rows have ratings of every model"
          : "only \(count) rows lack exactly \(codes): they reveal the recused evaluators' ratings",
        ko: codes.isEmpty
          ? "모든 모델을 평가한 행이 \(count)개뿐입니다"
          : "\(codes)만 평가하지 않은 행이 \(count)개뿐이라, 회피한 사람의 행을 찾을 수 있습니다"
      )
    }
    for model in form.models.indices { checkApart(model, rows) }
    checkReasons(rows)
  }

  /// Checks that at least k split rows are about a model and that none has other models' ratings.
  private mutating func checkApart(_ model: Int, _ all: ExportContent.Rows) {
    let table = all.ratings
    let rows = all.models.indices.filter { all.models[$0] == model }
    guard !rows.isEmpty else { return }
    apply(.recusal, ["apart.\(form.models[model])": String(rows.count)])
    if rows.count < k {
      add(
        .recusal,
        "apart \(form.models[model]) \(rows.count)",
        en: "only \(rows.count) rows are about \(form.models[model]) alone",
        ko: "\(form.models[model])의 평점만 떼어 낸 행이 \(rows.count)개뿐입니다"
      )
    }
    if rows.count >= k { checkTellings(table.tellings(of: model, in: rows), model, "apart") }
    for row in rows
    where form.models.indices.contains(where: { $0 != model && table.rates(row, $0) }) {
      add(
        .recusal,
        "apart \(form.models[model]) joined",
        en: "a row about \(form.models[model]) alone has ratings of another model",
        ko: "\(form.models[model])만의 행 \(table.raters[row])에 다른 모델의 평점이 있습니다"
      )
    }
  }

  /// Reports items on which all rows, or all but one, agree: a person known to be among these rows
  /// has, or knows, their common rating.
  private mutating func checkTellings(
    _ tellings: [RatingsTable.UnanimousItem],
    _ model: Int,
    _ rows: String
  ) {
    apply(.loneDissenter)
    for telling in tellings {
      let place = "\(form.models[model]) \(form.items[telling.item])"
      let (check, key) = (
        telling.differing == 0 ? GateCheck.unanimity : .loneDissenter, "\(rows) \(place)"
      )
      add(
        check,
        "\(key) \(telling.rating)",
        en: telling.differing == 0
          ? "\(key): all these rows say \(telling.rating), which reveals the rating of each member"
          : "\(key): all of these rows but one say \(telling.rating), so that one knows the others",
        ko: telling.differing == 0
          ? "\(key): 이 행들의 평점이 모두 \(telling.rating)이므로, 그 안의 사람의 평점을 알 수 있습니다"
          : "\(key): 한 행을 뺀 모두가 \(telling.rating)이므로, 그 한 사람은 나머지의 평점을 압니다"
      )
    }
  }

  private mutating func checkReasons(_ all: ExportContent.Rows) {
    for (model, code) in form.models.enumerated() {
      for (item, id) in form.items.enumerated() {
        let absences = all.absences(model, item)
        // If no row shows a reason here, there is nothing to distinguish.
        guard absences.keys.contains(where: { $0 != .missing }) else { continue }
        for (absence, rows) in absences where rows.count < k {
          let reason =
            switch absence {
            case .recused: "recused"
            case .cannotJudge(let reason): reason?.rawValue ?? "cannot judge"
            case .missing: "missing"
            }
          add(
            .recusal,
            "\(code) \(id) \(reason) \(rows.count)",
            en: "\(code) \(id): only \(rows.count) rows give '\(reason)' for a missing rating",
            ko: "\(code) \(id): 평점이 없는 까닭 '\(reason)'을 밝힌 행이 \(rows.count)개뿐입니다"
          )
        }
      }
    }
  }

  // MARK: Known ratings

  /// Measures how often one to five known ratings of a person single out the person's row.
  ///
  /// A split row is a candidate only for ratings of its own model. If rows are split, the measure
  /// is taken over the whole rows and, for each model, over the whole rows and its split rows; the
  /// highest value counts.
  mutating func checkKnownRatings() {
    guard let rows = content.rows, rows.count > 0 else { return }
    var parts = [cells(rows, rows.whole, Array(form.models.indices))]
    if rows.whole.count < rows.count {
      parts += form.models.indices.map { model in
        cells(rows, rows.models.indices.filter { (rows.models[$0] ?? model) == model }, [model])
      }
    }
    apply(.knownRatings, ["rows": String(rows.count)])
    for known in 1...5 {
      let measured = parts.compactMap { Unicity.measure($0, known: known, seed: 1) }
      guard let share = measured.map(\.share).max() else { continue }
      let worst = measured.map(\.greatestShare).max() ?? .zero
      apply(.knownRatings, ["uniqueBy\(known)": share.rounded, "worstBy\(known)": worst.rounded])
      if measured.contains(where: \.isSampled) {
        apply(.knownRatings, ["sampledAt": numbersAt(known)])
      }
      guard known == 1, share > Rational(settings.greatestUniqueShare) else { continue }
      add(
        .knownRatings,
        "1 \(share.fraction)",
        en: "one known rating finds a row in \(share.rounded) of all cases, above "
          + "\(settings.greatestUniqueShare)",
        ko: "아는 평점 하나로 행을 찾을 몫이 \(share.rounded)로, 기준 \(settings.greatestUniqueShare)보다 큽니다"
      )
    }
  }

  private func numbersAt(_ known: Int) -> String {
    let before = numbers[.knownRatings]?["sampledAt"]
    return [before, String(known)].compactMap { $0 }.joined(separator: ",")
  }

  private func cells(_ all: ExportContent.Rows, _ rows: [Int], _ models: [Int]) -> [[Int?]] {
    rows.map { row in
      models.flatMap { model in form.items.indices.map { code(all, row, model, $0) } }
    }
  }

  /// A cell as a number that differs for each rating and for each state with its reason.
  private func code(_ all: ExportContent.Rows, _ row: Int, _ model: Int, _ item: Int) -> Int? {
    switch all.ratings[row, model, item] {
    case .rating(let rating): return rating
    case .blank: return nil
    case .recused: return .min
    case .cannotJudge:
      let reason = all.reasons[row][form.models[model]]?[form.items[item]]
      let place = content.survey.cannotJudge.firstIndex { $0.id == reason }
      return .min + 1 + (place.map { $0 + 1 } ?? 0)
    }
  }
}
