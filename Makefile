# Two commands for a newcomer: make demo, make test.

.PHONY: demo test smoke coverage docs crash kill-server dist peers exports-check fuzz-api screens bench-form bench-aggregate bench-submit build format lint setup

# Builds for release, then runs a whole round with synthetic evaluators.
demo: setup
	swift build -c release --product paneld
	swift build -c release --product panel
	.build/release/panel demo

test: setup
	swift build --build-tests
	swift test --skip-build --xunit-output .build/tests.xml || .ci/failed .build/tests-swift-testing.xml

# The tests that start no other program: for the edit loop.
smoke: setup
	swift build --build-tests
	swift test --skip-build --skip '^(EndToEndTests|CommandTests)\.|RawTerminalTests|CommandLineDocumentTests'

# Which lines the tests run: a table by target, and the ten files that they run least.
coverage: setup
	swift build --build-tests --enable-code-coverage
	swift test --skip-build --enable-code-coverage $(if $(FILTER),--filter $(FILTER))
	.ci/coverage

# Writes the tables of options in docs/cli.md from the help of both programs.
docs: setup
	swift build --build-tests
	-RECORD_GOLDEN=1 swift test --skip-build --filter CommandLineDocumentTests >/dev/null
	swift test --skip-build --filter CommandLineDocumentTests

# The crash matrix at every call, not only at those of make test.
crash: setup
	swift build --build-tests
	PANEL_CRASH_ROUNDS=all swift test --skip-build --filter CrashMatrix

# kill -9 of a server in the middle of 64 clients, twenty times; make test does it three times.
kill-server: setup
	swift build --build-tests
	PANEL_KILL_ROUNDS=20 swift test --skip-build --filter KilledServerTests

# Programs that need no Swift, with documents, unit and completion: dist/panel-….tar.gz
dist: setup
	packaging/dist

# Every estimator beside independent Python packages, on fresh random panels: make peers SEED=7 PANELS=20
peers: setup
	swift build --product panel
	swift build --product statistics-probe
	sh peers/setup .build/peers
	.build/peers/bin/python peers/compare.py --panel .build/debug/panel --probe .build/debug/statistics-probe \
	  $(if $(SEED),--seed $(SEED)) $(if $(PANELS),--panels $(PANELS))

# The exports, read by the programs that they are for: frictionless, R, LibreOffice, PSPP where it is installed.
# With the schema of the DDI codebook: make exports-check DDI_SCHEMA=…/codebook.xsd
exports-check: setup
	swift build --product paneld
	swift build --product panel
	sh peers/setup .build/peers-exports peers/exports/requirements.txt
	.build/peers-exports/bin/python peers/exports/check.py --panel .build/debug/panel \
	  $(if $(DDI_SCHEMA),--ddi-schema $(DDI_SCHEMA))

# Requests that docs/openapi.yaml allows and such that it does not, to a server of its own: make fuzz-api EXAMPLES=200
fuzz-api: setup
	swift build --product paneld
	swift build --product panel
	sh peers/setup .build/peers-api peers/fuzz-requirements.txt
	.build/peers-api/bin/python peers/fuzz_api.py --panel .build/debug/panel --paneld .build/debug/paneld \
	  $(if $(SEED),--seed $(SEED)) $(if $(EXAMPLES),--examples $(EXAMPLES))

# Pictures of the form for the README, from the real screen.
screens: setup
	swift build --product panel
	swift build --product form-capture
	.build/debug/form-capture docs/screens

# How long a key takes to be seen, on a terminal of 120x40.
bench-form: setup
	swift build -c release --product panel
	swift build -c release --product form-capture
	.build/release/form-capture --latency
	.build/release/form-capture --in-process

# How long a million ratings take, beside DuckDB and numpy where Python has them.
bench-aggregate: setup
	swift build -c release --product panel
	python3 peers/aggregate.py --panel .build/release/panel --bootstrap

# Signed submissions of 64 clients to a real server, beside a FastAPI server that checks nothing.
bench-submit: setup
	swift build -c release --product paneld
	swift build -c release --product panel
	swift build -c release --product submission-load
	sh peers/setup .build/peers-submissions peers/submissions/requirements.txt
	.build/release/submission-load --python .build/peers-submissions/bin/python

build: setup
	swift build

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

# Installs what is missing, or says what to do.
setup:
	@sh .ci/setup
