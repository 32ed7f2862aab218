public import Foundation

/// A moment in whole UTC seconds.
///
/// Date formatters differ by a millisecond and by locale. So all stored, signed or compared times have
/// this type, and only it writes their text.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64

  /// The moment that many seconds after 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { self.seconds = seconds }

  /// The moment of a date, cut to whole seconds.
  public init(_ date: Date) { seconds = Int64(date.timeIntervalSince1970.rounded(.down)) }

  /// Reads `2026-08-03T18:00:00+09:00`, with `Z` or an offset; seconds may be left out.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      guard range.upperBound <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      return value
    }
    func isAt(_ index: Int, _ character: Unicode.Scalar) -> Bool {
      index < bytes.count && UInt32(bytes[index]) == character.value
    }
    guard let year = number(0..<4), isAt(4, "-"), let month = number(5..<7), isAt(7, "-"),
      let day = number(8..<10), isAt(10, "T") || isAt(10, " "), let hour = number(11..<13),
      isAt(13, ":"), let minute = number(14..<16), (1...12).contains(month), hour < 24,
      minute < 60, day >= 1, day <= Timestamp.days(inMonth: month, year: year)
    else { return nil }
    var position = 16
    var second: Int64 = 0
    if isAt(16, ":") {
      guard let value = number(17..<19), value < 60 else { return nil }
      second = value
      position = 19
    }
    var offset: Int64 = 0
    if isAt(position, "Z") {
      guard bytes.count == position + 1 else { return nil }
    } else {
      guard isAt(position, "+") || isAt(position, "-"),
        let hours = number(position + 1..<position + 3), isAt(position + 3, ":"),
        let minutes = number(position + 4..<position + 6), bytes.count == position + 6,
        hours <= 14, minutes < 60
      else { return nil }
      offset = (isAt(position, "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
    seconds =
      Timestamp.dayNumber(year: year, month: month, day: day) * 86_400 + hour * 3600
      + minute * 60 + second - offset
  }

  /// The moment in UTC, such as `2026-08-03T09:00:00Z`.
  public var description: String {
    let (date, time) = parts(offset: 0)
    return "\(date)T\(time)Z"
  }

  /// The moment in Korean Standard Time, such as `2026-08-03 18:00:00 KST`.
  public var koreanTime: String { shown(offset: 9 * 3600, zone: "KST") }

  /// The moment at an offset from UTC, in seconds, followed by the zone's name.
  public func shown(offset: Int, zone: String) -> String {
    let (date, time) = parts(offset: Int64(offset))
    return "\(date) \(time) \(zone)"
  }

  /// Compares moments.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// A moment that many seconds later, or earlier; limited to the years 0000 to 9999.
  public func advanced(by seconds: Int64) -> Timestamp {
    let (sum, isOverflow) = self.seconds.addingReportingOverflow(seconds)
    // Only the years 0000 to 9999 have a text, and a peer's number must not overflow.
    let bounds: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
    guard !isOverflow else {
      return Timestamp(seconds: seconds < 0 ? bounds.lowerBound : bounds.upperBound)
    }
    return Timestamp(seconds: min(max(sum, bounds.lowerBound), bounds.upperBound))
  }

  private func parts(offset: Int64) -> (String, String) {
    let local = seconds + offset
    let day = Int64((Double(local) / 86_400).rounded(.down))
    let second = local - day * 86_400
    let (year, month, dayOfMonth) = Timestamp.civil(dayNumber: day)
    func pad(_ value: Int64, _ width: Int = 2) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return (
      "\(pad(year, 4))-\(pad(month))-\(pad(dayOfMonth))",
      "\(pad(second / 3600)):\(pad(second / 60 % 60)):\(pad(second % 60))"
    )
  }

  // Days since 1970-01-01 in the proleptic Gregorian calendar; the year starts in March so that
  // the leap day is the last of its year.
  private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(dayNumber: Int64) -> (Int64, Int64, Int64) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func days(inMonth month: Int64, year: Int64) -> Int64 {
    let next = month == 12 ? (year + 1, Int64(1)) : (year, month + 1)
    return dayNumber(year: next.0, month: next.1, day: 1)
      - dayNumber(year: year, month: month, day: 1)
  }
}

extension Timestamp: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "not a time with an offset: \(text)"
      )
    }
    self = value
  }

  /// Writes the UTC text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
