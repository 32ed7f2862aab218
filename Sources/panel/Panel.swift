import ArgumentParser
import AsyncHTTPClient
import Subprocess
@main struct Panel: ParsableCommand {}
