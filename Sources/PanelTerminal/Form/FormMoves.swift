internal import PanelCore

// How the evaluator gets from place to place.
extension Form {
  /// To the next place, or, after the final check was left, to the next open one.
  mutating func next() {
    if interview.place == .ranking, rankLine < interview.ratedModels.count - 1 {
      rankLine += 1
      return
    }
    let position = interview.position
    interview.advance()
    entered(from: position)
  }

  /// Back to the place before, also from an invalid answer.
  mutating func previous() {
    if interview.place == .ranking, rankLine > 0 {
      rankLine -= 1
      return
    }
    let position = interview.position
    if interview.place == .whole, let checkReturn {
      self.checkReturn = nil
      return go(to: checkReturn)
    }
    guard interview.retreat() else { return note(InputProblem.firstPlace.message) }
    entered(from: position)
    if interview.place == .ranking { rankLine = max(0, interview.ratedModels.count - 1) }
  }

  /// To a place by its index.
  mutating func go(to index: Int) {
    let position = interview.position
    interview.go(to: index)
    entered(from: position)
  }

  private mutating func entered(from former: Int) {
    entry = ""
    guard former != interview.position else { return }
    let place = interview.places[former]
    if place == .ranking { closeGaps() }
    rankLine = 0
    if interview.place == .ranking {
      rankLine = interview.ratedModels.firstIndex { interview.rank(of: $0) == nil } ?? 0
    }
    checkLine = 0
    // The facts stay open while one goes from question to question of a model.
    if !showsFacts || place.model != interview.place.model { scroll = 0 }
    if interview.place.model == nil { showsFacts = false }
  }

  /// Closes gaps between the ranks and shows the new ranks.
  private mutating func closeGaps() {
    let before = interview.answers.ranking
    interview.compactRanking()
    guard interview.answers.ranking != before else { return }
    let ranks = interview.answers.ranking.enumerated().map { index, group in
      "\(index + 1) " + group.map(\.rawValue).joined(separator: " = ")
    }.joined(separator: ", ")
    note(
      LocalizedText(
        en: "Ranks renumbered without gaps, the order is yours: \(ranks)",
        ko: "순위의 빈 번호를 없앴습니다. 순서는 그대로입니다: \(ranks)"
      )
    )
  }

  /// To the next place that is open or wrong, or otherwise to the first.
  mutating func goToOpen() {
    guard commitEntry() else { return }
    let indices = interview.problems.compactMap { interview.places.firstIndex(of: $0.place) }
    guard let index = indices.first(where: { $0 > interview.position }) ?? indices.first else {
      return note(LocalizedText(en: "Nothing is open.", ko: "남은 문항이 없습니다."))
    }
    go(to: index)
    showWherePlaceIs()
  }

  // MARK: - Arrows among the questions

  mutating func move(_ key: Key) {
    if interview.place == .whole, key == .up || key == .down {
      let last = max(0, checkPlaces.count - 1)
      checkLine = min(last, max(0, checkLine + (key == .up ? -1 : 1)))
      return
    }
    guard commitEntry() else { return }
    switch key {
    case .up: step(-1)
    case .down: step(1)
    case .left, .backTab: turnPage(-1)
    case .right, .tab: turnPage(1)
    case .home: goWithinPage { $0.first }
    case .end: goWithinPage { $0.last }
    default: break
    }
  }

  private mutating func step(_ count: Int) {
    if interview.place == .ranking {
      let line = rankLine + count
      if (0..<interview.ratedModels.count).contains(line) {
        rankLine = line
        return
      }
    }
    let asked = interview.places.indices.filter { interview.isAsked(interview.places[$0]) }
    guard let here = asked.firstIndex(of: interview.position) else { return }
    guard asked.indices.contains(here + count) else { return }
    go(to: asked[here + count])
    if count < 0, interview.place == .ranking {
      rankLine = max(0, interview.ratedModels.count - 1)
    }
  }

  /// The pages of the form: one a model, one for what is asked once, and the final check.
  enum Page: Hashable, Sendable {
    case model(ModelCode)
    case overall
    case check
  }

  static func page(of place: FormPlace) -> Page {
    if let code = place.model { return .model(code) }
    return place == .whole ? .check : .overall
  }

  /// All pages in the evaluator's own order.
  var pages: [Page] {
    var pages: [Page] = []
    for place in interview.places where pages.last != Self.page(of: place) {
      pages.append(Self.page(of: place))
    }
    return pages
  }

  /// The current page.
  var page: Page { Self.page(of: interview.place) }

  /// The indices of the places on a page that are asked.
  func indices(on page: Page) -> [Int] {
    interview.places.indices.filter {
      Self.page(of: interview.places[$0]) == page && interview.isAsked(interview.places[$0])
    }
  }

  /// To the page before or after; from model to model to the same question, to compare.
  private mutating func turnPage(_ count: Int) {
    let pages = pages
    guard let here = pages.firstIndex(of: page), pages.indices.contains(here + count) else {
      return
    }
    let target = pages[here + count]
    let indices = indices(on: target)
    let same = indices.first { interview.places[$0].kind == interview.place.kind }
    let isModel = if case .model = target { interview.place.model != nil } else { false }
    guard let index = (isModel ? same : nil) ?? indices.first else { return }
    go(to: index)
  }

  private mutating func goWithinPage(_ choice: ([Int]) -> Int?) {
    if let index = choice(indices(on: page)) { go(to: index) }
  }

  // MARK: - Arrows in the matrix

  /// The models as columns of the matrix, those that are not rated among them.
  var columns: [ModelCode] { interview.modelOrder }

  /// The rows of the matrix: every question on models, and the ranking.
  var matrixRows: [PlaceKind] {
    var rows: [PlaceKind] = []
    for place in interview.places
    where (place.model != nil || place == .ranking) && !rows.contains(place.kind) {
      rows.append(place.kind)
    }
    return rows
  }

  /// The column of the matrix the next key is for; the row is that of the current place.
  var matrixColumn: Int {
    let code = interview.place.model ?? rankedHere
    return code.flatMap { columns.firstIndex(of: $0) } ?? 0
  }

  /// Puts the cursor of the matrix on the current place, or on the first cell.
  mutating func enterMatrix() {
    guard !matrixRows.contains(interview.place.kind) else { return }
    let first = interview.places.firstIndex { $0.model != nil && interview.isAsked($0) }
    if let first { go(to: first) }
  }

  /// Leaves the matrix if the current place is not one of its cells, so that it can be seen.
  mutating func showWherePlaceIs() {
    if front == .matrix, matrixRows.contains(interview.place.kind) { return }
    front = .questions
  }

  mutating func moveInMatrix(_ key: Key) {
    guard commitEntry() else { return }
    switch key {
    case .left, .backTab: goInMatrix(rows: 0, columns: -1)
    case .right, .tab: goInMatrix(rows: 0, columns: 1)
    case .up: goInMatrix(rows: -1, columns: 0)
    case .down: goInMatrix(rows: 1, columns: 0)
    case .home: goInMatrix(rows: 0, columns: -columns.count)
    case .end: goInMatrix(rows: 0, columns: columns.count)
    default: break
    }
  }

  private mutating func goInMatrix(rows: Int, columns count: Int) {
    let codes = columns
    let kinds = matrixRows
    guard !codes.isEmpty, !kinds.isEmpty else { return }
    let code = codes[min(max(0, matrixColumn + count), codes.count - 1)]
    var row = kinds.firstIndex(of: interview.place.kind) ?? 0
    // The only cell of a recused model is its recusal; the other rows are skipped.
    repeat {
      row += rows
      guard kinds.indices.contains(row) else { return }
      let place = kinds[row].place(of: code)
      guard let index = interview.places.firstIndex(of: place), isCell(place, of: code) else {
        continue
      }
      go(to: index)
      if place == .ranking { rankLine = interview.ratedModels.firstIndex(of: code) ?? 0 }
      return
    } while rows != 0
    if let index = interview.places.firstIndex(of: .recusal(code)) { go(to: index) }
  }

  private func isCell(_ place: FormPlace, of code: ModelCode) -> Bool {
    place == .ranking ? interview.ratedModels.contains(code) : interview.isAsked(place)
  }
}

/// A question regardless of the model it is asked of.
enum PlaceKind: Hashable, Sendable {
  case recusal
  case exposure(ItemID)
  case item(ItemID)
  case module(ItemID)
  case confidence
  case comment
  case attention
  case ranking
  case profile(ItemID)
  case whole

  /// The place of this question, on that model if it is asked of each.
  func place(of code: ModelCode?) -> FormPlace {
    guard let code else { return onceAsked }
    return switch self {
    case .recusal: .recusal(code)
    case .exposure(let id): .exposure(code, id)
    case .item(let id): .item(code, id)
    case .module(let id): .module(code, id)
    case .confidence: .confidence(code)
    case .comment: .comment(code)
    case .attention, .ranking, .profile, .whole: onceAsked
    }
  }

  private var onceAsked: FormPlace {
    switch self {
    case .attention: .attention
    case .ranking: .ranking
    case .profile(let id): .profile(id)
    default: .whole
    }
  }
}

extension FormPlace {
  /// The question regardless of the model.
  var kind: PlaceKind {
    switch self {
    case .recusal: .recusal
    case .exposure(_, let id): .exposure(id)
    case .item(_, let id): .item(id)
    case .module(_, let id): .module(id)
    case .confidence: .confidence
    case .comment: .comment
    case .attention: .attention
    case .ranking: .ranking
    case .profile(let id): .profile(id)
    case .whole: .whole
    }
  }
}
