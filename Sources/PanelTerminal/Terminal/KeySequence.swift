/// The keys that control sequences stand for, as xterm, VT220, rxvt and the Linux console send them.
enum KeySequence {
  /// The key of a sequence `ESC [` with these parameters and this last byte.
  static func key(ending last: UInt8, parameters: [UInt8]) -> Key? {
    guard let numbers = numbers(parameters) else { return nil }
    let modifier = numbers.count > 1 ? numbers[1] : 1
    switch last {
    case UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "^"), UInt8(ascii: "@"):
      return numbers.first.flatMap(numberedKey)
    case UInt8(ascii: "Z"): return .backTab
    // rxvt sends small letters with Shift.
    case UInt8(ascii: "a")...UInt8(ascii: "d") where numbers.isEmpty:
      return arrow(last - 0x20, byWord: false)
    // xterm's parameter is 1 and a bit for Shift, 2 for Alt, 4 for Ctrl.
    case UInt8(ascii: "A")...UInt8(ascii: "D"):
      return arrow(last, byWord: modifier > 1 && (modifier - 1) & 6 != 0)
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    // With other numbers than a modifier's, `R` reports where the cursor is.
    case UInt8(ascii: "P")...UInt8(ascii: "S") where numbers.first ?? 1 == 1:
      return .function(Int(last) - 0x4F)
    default: return nil
    }
  }

  /// The key of a sequence `ESC O` with these parameters and this last byte.
  static func applicationKey(ending last: UInt8, parameters: [UInt8]) -> Key? {
    switch last {
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "I"): return .tab
    // rxvt sends small letters with Ctrl.
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return arrow(last - 0x20, byWord: true)
    case UInt8(ascii: "j")...UInt8(ascii: "y"), UInt8(ascii: "X"):
      // The keypad's digits and signs.
      return .character(Character(Unicode.Scalar(last == 0x58 ? 0x3D : last - 0x40)))
    default: return key(ending: last, parameters: parameters)
    }
  }

  private static func arrow(_ letter: UInt8, byWord: Bool) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): byWord ? .wordRight : .right
    case UInt8(ascii: "D"): byWord ? .wordLeft : .left
    default: nil
    }
  }

  private static func numberedKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// The numbers between semicolons; `nil` if the parameters are not those of a key.
  private static func numbers(_ parameters: [UInt8]) -> [Int]? {
    guard !parameters.isEmpty else { return [] }
    var numbers = [0]
    for byte in parameters {
      switch byte {
      case 0x30...0x39:
        let grown = numbers[numbers.count - 1] * 10 + Int(byte - 0x30)
        guard grown < 10_000 else { return nil }
        numbers[numbers.count - 1] = grown
      case 0x3B: numbers.append(0)
      default: return nil
      }
    }
    return numbers
  }
}
