import PanelCore
import Testing

@Suite("The order in which models are presented", .timeLimit(.minutes(45)))
struct PresentationOrderTests {
  private struct Neighbours: Hashable {
    var first: Int
    var second: Int
  }

  private func cycle(_ count: Int) -> [[Int]] {
    (1...PresentationOrder.cycle(models: count)).map {
      PresentationOrder.positions(seat: $0, models: count)
    }
  }

  @Test(
    "every row holds every model once, every position every model equally often",
    arguments: 1...12
  )
  func positions(count: Int) {
    let rows = cycle(count)
    #expect(rows.count == (count.isMultiple(of: 2) ? count : 2 * count))
    for row in rows { #expect(row.sorted() == Array(0..<count)) }
    for position in 0..<count {
      for model in 0..<count {
        #expect(rows.count { $0[position] == model } == rows.count / count)
      }
    }
  }

  @Test(
    "every ordered pair of neighbours: once for an even number, twice for an odd one",
    arguments: 1...12
  )
  func neighbours(count: Int) {
    var seen: [Neighbours: Int] = [:]
    for row in cycle(count) {
      for (first, second) in zip(row, row.dropFirst()) {
        seen[Neighbours(first: first, second: second), default: 0] += 1
      }
    }
    #expect(seen.count == count * (count - 1))
    #expect(seen.values.allSatisfy { $0 == (count.isMultiple(of: 2) ? 1 : 2) })
  }

  // The square of four treatments as textbooks print it (ABDC, BCAD, CDBA, DACB).
  @Test("the published square of four")
  func published() {
    let letters = ["A", "B", "C", "D"]
    let rows = cycle(4).map { row in row.map { letters[$0] }.joined() }
    #expect(rows == ["ABDC", "BCAD", "CDBA", "DACB"])
  }

  @Test("seats beyond a cycle repeat it; no models, no order")
  func edges() {
    for count in [4, 5] {
      let seats = PresentationOrder.cycle(models: count)
      #expect(
        PresentationOrder.positions(seat: 1, models: count)
          == PresentationOrder.positions(seat: seats + 1, models: count)
      )
    }
    #expect(PresentationOrder.positions(seat: 3, models: 0) == [])
    #expect(
      PresentationOrder.positions(seat: 0, models: 4)
        == PresentationOrder.positions(seat: 1, models: 4)
    )
  }
}
