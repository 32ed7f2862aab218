import Testing

@testable import paneld

@Suite("Token buckets", .timeLimit(.minutes(45)))
struct TokenBucketTests {
  @Test("a bucket gives what it holds, fills by the second, and never beyond its size")
  func bucket() {
    var bucket = TokenBucket(perSecond: 2, capacity: 5, second: 100)
    /// How many of ten it gives in a second.
    func given(at second: Int64) -> Int {
      var count = 0
      for _ in 0..<10 where bucket.take(at: second) { count += 1 }
      return count
    }
    #expect(given(at: 100) == 5)
    #expect(given(at: 99) == 0)
    #expect(given(at: 101) == 2)
    #expect(given(at: 103) == 4)
    #expect(given(at: .max / 2) == 5)
  }
}
