import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct LineSourceTests {
  private func lines(of bytes: [UInt8]) throws -> [String] {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
    try pipe.fileHandleForWriting.close()
    var source = LineSource(descriptor: pipe.fileHandleForReading.fileDescriptor)
    var lines: [String] = []
    while let line = source.next() { lines.append(line) }
    #expect(source.next() == nil)
    return lines
  }

  @Test("LF and CRLF end a line, and a last line needs no end")
  func ends() throws {
    #expect(try lines(of: Array("평가\r\n\n👍🏽\nlast".utf8)) == ["평가", "", "👍🏽", "last"])
    #expect(try lines(of: Array("a\n".utf8)) == ["a"])
    #expect(try lines(of: []) == [])
  }

  @Test("Bytes that are no UTF-8 are marked, not dropped")
  func notUTF8() throws {
    #expect(try lines(of: [0x61, 0xFF, 0x0A]) == ["a\u{FFFD}"])
  }

  @Test("A line may be longer than one read")
  func longLines() throws {
    let long = String(repeating: "한", count: 5000)
    #expect(try lines(of: Array((long + "\n" + long + "\nx").utf8)) == [long, long, "x"])
  }

  @Test("A closed descriptor is the end of the input")
  func closed() {
    var source = LineSource(descriptor: -1)
    #expect(source.next() == nil)
  }

  @Test("A pipe is no terminal and has no size")
  func noTerminal() {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(!Terminal.isTerminal(descriptor))
    #expect(Terminal.columns(of: descriptor) == nil)
    #expect(Terminal.rows(of: descriptor) == nil)
  }

  #if canImport(Glibc)
  @Test("A pseudo-terminal is a terminal and knows its size")
  func pseudoTerminal() throws {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    #expect(Terminal.isTerminal(descriptor))
    #expect(Terminal.columns(of: descriptor) == nil)
    #expect(Terminal.rows(of: descriptor) == nil)
    var size = winsize(ws_row: 24, ws_col: 97, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
    #expect(Terminal.columns(of: descriptor) == 97)
    #expect(Terminal.rows(of: descriptor) == 24)
  }
  #endif
}
