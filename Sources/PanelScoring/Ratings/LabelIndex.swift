/// Numbers labels in the order in which they occur, and finds them again by their bytes.
///
/// Labels are the same if they are equal as texts, composed or decomposed. This is tested once for each
/// spelling; after that its bytes are enough, which is far cheaper than making a `String`.
struct LabelIndex {
  /// The labels by their number, each as it was spelled first.
  private(set) var labels: [String] = []

  private struct Spelling {
    var bytes: Range<Int>
    var hash: UInt32
    var label: Int32
  }

  private var numbers: [String: Int] = [:]
  private var spellings: [Spelling] = []
  private var bytes: [UInt8] = []
  /// Positions in `spellings`, or -1, found from the hash on; always a power of two of them.
  private var slots = Array(repeating: Int32(-1), count: 64)

  init(_ labels: [String] = []) {
    for label in labels {
      let utf8 = Array(label.utf8)
      _ = number(of: utf8, utf8.indices)
    }
  }

  /// The number of the label at these places of a list of bytes; a new one for a new label.
  mutating func number(of list: [UInt8], _ range: Range<Int>) -> Int {
    // FNV-1a, 32 bits.
    var hash: UInt32 = 2_166_136_261
    for index in range { hash = (hash ^ UInt32(list[index])) &* 16_777_619 }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let spelling = spellings[Int(slots[slot])]
      if spelling.hash == hash, isEqual(spelling.bytes, list, range) { return Int(spelling.label) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return add(list, range, hash)
  }

  private func isEqual(_ known: Range<Int>, _ list: [UInt8], _ range: Range<Int>) -> Bool {
    guard known.count == range.count else { return false }
    let distance = range.lowerBound - known.lowerBound
    for index in known where bytes[index] != list[index + distance] { return false }
    return true
  }

  private mutating func add(_ list: [UInt8], _ range: Range<Int>, _ hash: UInt32) -> Int {
    let text = String(decoding: list[range], as: UTF8.self)
    let number = numbers[text] ?? labels.count
    if number == labels.count {
      labels.append(text)
      numbers[text] = number
    }
    let start = bytes.count
    bytes.append(contentsOf: list[range])
    spellings.append(
      Spelling(bytes: start..<bytes.count, hash: hash, label: Int32(truncatingIfNeeded: number))
    )
    if spellings.count * 2 > slots.count {
      slots = Array(repeating: -1, count: slots.count * 4)
      for position in spellings.indices { place(position) }
    } else {
      place(spellings.count - 1)
    }
    return number
  }

  private mutating func place(_ position: Int) {
    var slot = Int(spellings[position].hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: position)
  }
}
