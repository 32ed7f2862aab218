/// How a command ends; the numbers are a contract (`docs/exit-codes.md`).
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case checkFailed = 1
  case usage = 64
  case invalidData = 65
  case missingInput = 66
  case unavailable = 69
  case cannotCreate = 73
  case busy = 75
  case protocolMismatch = 76
  case notPermitted = 77
  case interrupted = 130
}
