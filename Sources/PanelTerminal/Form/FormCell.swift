internal import PanelCore

extension AnswerCell {
  /// How the cell looks.
  var style: TextStyle {
    switch state {
    case .answered: .plain
    case .optional, .notAsked: .dim
    case .open: .strong
    case .invalid: .warning
    }
  }
}

extension Form {
  /// The answer at a place as the form shows it: with the digits that are still being typed, and
  /// nothing where nothing has to be.
  func cell(at place: FormPlace, of code: ModelCode?, in cells: AnswerCells) -> AnswerCell {
    var cell = cells.cell(at: place, of: code)
    let isHere = place == interview.place && (place != .ranking || rankedHere == code)
    if isHere, !entry.isEmpty {
      cell.text = entry + "_"
      cell.state = .answered
    } else if cell.state == .optional {
      cell.text = ""
    } else if place == .ranking, cell.state == .invalid {
      // Gaps between the ranks close when the question is left, and missing ranks are open.
      let ranked = interview.ratedModels.count { interview.rank(of: $0) != nil }
      cell.text =
        code.flatMap { interview.rank(of: $0) }.map(String.init)
        ?? "\(ranked)/\(interview.ratedModels.count)"
      cell.state = ranked < interview.ratedModels.count ? .open : .answered
    }
    return cell
  }

  /// The model whose rank the next digit gives.
  var rankedHere: ModelCode? {
    let models = interview.ratedModels
    return interview.place == .ranking && models.indices.contains(rankLine) ? models[rankLine] : nil
  }
}
