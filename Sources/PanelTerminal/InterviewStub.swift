internal import PanelCore
extension Interview {
  struct Q { var places: [FormPlace]; var message: LocalizedText }
  var inconsistencies: [Q] { [] }
  mutating func compactRanking() {
    guard ratedModels.allSatisfy({ c in answers.ranking.contains { $0.contains(c) } }) else {
      return
    }
    answers.ranking.removeAll(where: \.isEmpty)
  }
}
