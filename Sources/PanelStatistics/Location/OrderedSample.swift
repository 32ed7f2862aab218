/// A list of ratings put in order: by value, and among equal ones by position in the list.
struct OrderedSample {
  /// The ratings as given.
  let ratings: [Rational]
  /// The positions in the list, in the order of their ratings.
  let order: [Int]
  /// The distinct ratings.
  let distinct: DistinctValues
  /// How often each of them occurs.
  let counts: [Int]

  init(_ ratings: [Rational]) {
    self.ratings = ratings
    let places: [Int]
    // Whole numbers are put in order much faster than fractions.
    if let (numerators, denominator) = DistinctValues.scaled(ratings) {
      let (values, found) = Self.places(numerators)
      distinct = DistinctValues(values.map { Rational($0, denominator) })
      places = found
    } else {
      let (values, found) = Self.places(ratings)
      distinct = DistinctValues(values)
      places = found
    }
    var counts = Array(repeating: 0, count: distinct.values.count)
    for place in places {
      counts[place] += 1
    }
    self.counts = counts
    var next = Array(repeating: 0, count: counts.count)
    for index in counts.indices.dropFirst() {
      next[index] = next[index - 1] + counts[index - 1]
    }
    var order = Array(repeating: 0, count: ratings.count)
    for (index, place) in places.enumerated() {
      order[next[place]] = index
      next[place] += 1
    }
    self.order = order
  }

  /// Returns the distinct values in ascending order and the place of each value among them.
  private static func places<Value: Hashable & Comparable>(
    _ values: [Value]
  ) -> (distinct: [Value], places: [Int]) {
    // Ratings have few distinct values, so they are counted into place rather than compared.
    var first: [Value: Int] = [:]
    var distinct: [Value] = []
    let entries = values.map { value in
      if let entry = first[value] { return entry }
      first[value] = distinct.count
      distinct.append(value)
      return distinct.count - 1
    }
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var rank = order
    for (place, entry) in order.enumerated() {
      rank[entry] = place
    }
    return (order.map { distinct[$0] }, entries.map { rank[$0] })
  }

  /// Returns the positions of the `count` highest ratings, of equal ones those that come first.
  func highestFirst(_ count: Int) -> [Int] {
    var taken: [Int] = []
    var end = order.count
    for size in counts.reversed() where taken.count < count {
      taken = order[(end - size)..<end].prefix(count - taken.count) + taken
      end -= size
    }
    return taken
  }
}
