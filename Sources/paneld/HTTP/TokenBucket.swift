/// How many requests of one kind are taken at a time, all peers together.
///
/// It holds a number and a whole second, nothing of who asked; so one peer can use up what is there
/// for all, and the numbers are far above what a panel needs.
struct TokenBucket: Sendable {
  /// How many are added each second, up to `capacity`.
  let perSecond: Int
  /// How many may come at once.
  let capacity: Int
  private var level: Int
  private var second: Int64

  /// A full bucket.
  init(perSecond: Int, capacity: Int, second: Int64) {
    self.perSecond = perSecond
    self.capacity = capacity
    self.second = second
    level = capacity
  }

  /// Takes one; false where none is left, and then there is one within a second.
  mutating func take(at now: Int64) -> Bool {
    if now > second {
      let added = perSecond.multipliedReportingOverflow(by: Int(now - second))
      level = added.overflow ? capacity : min(capacity, level + min(added.partialValue, capacity))
      second = now
    }
    guard level > 0 else { return false }
    level -= 1
    return true
  }
}
