import PanelTerminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// Holds a terminal for the tests and shows what arrives, a line each. `q` leaves, `z` stops, `x`
// crashes, `a` aborts, `o` overflows a number, `w` writes much.
func report(_ text: String, to terminal: RawTerminal) {
  terminal.write(Array("<\(text)>\r\n".utf8))
}

let terminal: RawTerminal
do {
  terminal = try RawTerminal()
} catch {
  print("problem \(error)")
  exit(3)
}
var decoder = KeyDecoder()
var numbers: [Int8] = [127]
var status: Int32 = 0
report("ready \(terminal.size.columns)x\(terminal.size.lines) pid \(getpid())", to: terminal)

loop: while true {
  var keys: [Key] = []
  switch terminal.next(timeout: decoder.patience) {
  case .bytes(let bytes): keys = decoder.take(bytes)
  case .timeout: keys = decoder.flush()
  case .resized(let size): report("resized \(size.columns)x\(size.lines)", to: terminal)
  case .resumed(let size): report("resumed \(size.columns)x\(size.lines)", to: terminal)
  case .ending(let ending):
    // Given back already: this arrives on an ordinary screen, if somebody reads it.
    if !CommandLine.arguments.contains("--silent") { print("ending \(ending)") }
    status = 9
    break loop
  case .ended: break loop
  }
  for key in keys {
    switch key {
    case .character("q"): break loop
    case .character("z"): terminal.suspend()
    case .character("x"): fatalError("as asked")
    case .character("a"): abort()
    case .character("o"): numbers[0] += 1
    case .character("w"):
      terminal.write(Array(repeating: UInt8(ascii: "w"), count: 100_000))
      report("written", to: terminal)
    default: report("\(key)", to: terminal)
    }
  }
}
terminal.leave()
terminal.leave()
exit(status)
