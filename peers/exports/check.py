"""Reads the exports of `panel` with the programs that they are for: frictionless, R, LibreOffice, PSPP.

Makes a synthetic round by `panel demo`, exports it for both tiers, with and without a byte-order mark, and ends
with status 1 where a program refuses a file or reads something else than the file says. PSPP is left out where it
is not installed; the DDI codebook is compared with its schema only if that is given (it is not part of this project).
"""

import argparse
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
problems = []


def expect(is_so, text):
    if not is_so:
        problems.append(text)
        print("  WRONG:", text)


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:])
        problems.append(f"{command[0]} ended with {done.returncode}")
    return done.stdout


def rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def plain(text):
    """A text on one line, as labels have it."""
    return " ".join(text.split("\n"))


def package(folder):
    return json.loads((folder / "datapackage.json").read_text())


def tables(folder):
    return [r for r in package(folder)["resources"] if r.get("schema")]


def check_frictionless(folder):
    out = run(sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json", cwd=folder)
    report = json.loads(out or "{}")
    expect(report.get("valid"), f"{folder.name}: frictionless")
    count = sum(task["stats"].get("rows", 0) for task in report.get("tasks", []))
    print(f"  frictionless: {len(report.get('tasks', []))} files valid, {count} rows")
    # A wrong file must be refused.
    table = next(r for r in tables(folder) if any(f["type"] == "integer" for f in r["schema"]["fields"]))
    broken = folder.parent / (folder.name + "-broken")
    shutil.copytree(folder, broken)
    path = broken / table["path"]
    lines = path.read_bytes().split(b"\n")
    position = next(i for i, f in enumerate(table["schema"]["fields"]) if f["type"] == "integer")
    cells = lines[1].split(b",")
    cells[position] = b"x"
    lines[1] = b",".join(cells)
    path.write_bytes(b"\n".join(lines))
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=broken, capture_output=True,
    )
    expect(done.returncode != 0, f"{folder.name}: frictionless accepts a changed table")


def check_r(folder, language):
    out = run(
        "Rscript", "--vanilla", HERE / "check.R", folder, language, *[t["name"] for t in tables(folder)],
        env={"LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder.parent)},
    )
    read = {}
    for line in out.splitlines():
        name, column, *rest = line.split("\t")
        read[name, column] = rest
    codes = {}
    for entry in rows(folder / "codebook.csv")[1:]:
        codes.setdefault((entry[0], entry[1]), []).append(entry[2:])
    count = 0
    for table in tables(folder):
        head, *content = rows(folder / table["path"])
        for position, (column, field) in enumerate(zip(head, table["schema"]["fields"])):
            place = f"{folder.name}, R, {table['name']}.{column}"
            if (table["name"], column) not in read:
                expect(False, place + " is not read")
                continue
            kind, size, missing, total, label, labels = read[table["name"], column]
            cells = [line[position] for line in content]
            entries = codes[table["path"], column]
            meaning = next(e for e in entries if e[1] == "")[2 if language == "ko" else 3]
            known = [e for e in entries if e[0] == "" and e[1] not in ("", "(empty)")]
            wanted = [plain(e[2 if language == "ko" else 3]) for e in known]
            expect(int(size) == len(content), place + ": rows")
            expect(int(missing) == cells.count(""), place + ": missing")
            expect(label == plain(meaning), place + ": label")
            expect(labels.split("|") == (wanted or [""]), place + ": labels of codes")
            if field["type"] in ("integer", "number"):
                sum_ = sum(Decimal(cell) for cell in cells if cell)
                expect(abs(Decimal(total) - sum_) < Decimal("0.000001"), place + ": sum")
            expect(
                kind == {"integer": "integer", "number": "numeric"}.get(
                    field["type"], "factor" if field.get("categories") else "character"
                ),
                place + ": class " + kind,
            )
            count += 1
    print(f"  R, {language}: {count} columns with labels, missing values and sums")


def check_libreoffice(folder, work):
    """A CSV opened by a spreadsheet and saved as CSV again. Fractions are left out, because it may read them as dates."""
    target = work / "libreoffice" / folder.name
    target.mkdir(parents=True)
    files = sorted(folder.glob("*.csv"))
    run(
        "soffice", f"-env:UserInstallation=file://{work}/profile", "--headless",
        # Comma, quotes, UTF-8: without a window it ignores the byte-order mark. Saves values, not displayed text.
        "--infilter=Text - txt - csv (StarCalc):44,34,76,1",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false",
        "--outdir", target, *files,
    )
    fields = {t["path"]: t["schema"]["fields"] for t in tables(folder)}
    cells, dates = 0, 0
    for file in files:
        before, after = rows(file), rows(target / file.name)
        expect(len(before) == len(after), f"{file.name}: LibreOffice has {len(after)} lines of {len(before)}")
        for old, new in zip(before, after):
            new = new + [""] * (len(old) - len(new))
            for position, (one, other) in enumerate(zip(old, new)):
                if "/" in one and one.replace("/", "").isdigit():
                    dates += one != other
                    continue
                try:
                    # A spreadsheet writes 15 digits.
                    same = one == other or abs(float(one) - float(other)) <= 1e-14 * abs(float(one))
                except ValueError:
                    same = False
                expect(same, f"{file.name}: LibreOffice reads {one!r} as {other!r}")
                cells += 1
    hangul = sum("가" <= c <= "힣" for file in files for c in file.read_text(encoding="utf-8-sig"))
    expect(hangul > 100, "there is Korean text")
    print(f"  LibreOffice: {cells} cells the same, {hangul} Korean letters among them; "
          f"{dates} fractions taken for dates")


def check_pspp(folder, work):
    if not shutil.which("pspp"):
        print("  PSPP: not installed, left out")
        return
    names = [t["name"].replace("-", "_") for t in tables(folder)]
    syntax = work / "pspp.sps"
    text = (folder / "labels.sps").read_text()
    for name in names:
        text += f"DATASET ACTIVATE {name}.\nDISPLAY DICTIONARY.\nLIST.\n"
    syntax.write_text(text)
    output = work / "pspp.txt"
    said = run("pspp", "-o", output, "-O", "format=txt", syntax, cwd=folder, env={
        "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(work),
    })
    out = output.read_text() if output.exists() else ""
    for line in (said + out).splitlines():
        expect("error:" not in line and "warning:" not in line, f"{folder.name}: PSPP says {line}")
    for table in tables(folder):
        for column in rows(folder / table["path"])[0]:
            expect(column in out, f"{folder.name}: PSPP knows no variable {column}")
    print(f"  PSPP: {len(names)} tables read and labelled")


# What the schema of DDI-Codebook 2.5 allows of the elements that are used: their parts in order, and their attributes.
DDI_PARTS = {
    "codeBook": "(docDscr )*(stdyDscr )+(fileDscr )*(dataDscr )*",
    "stdyDscr": "(citation )+",
    "citation": "titlStmt ",
    "titlStmt": "titl (subTitl )*(altTitl )*(parTitl )*(IDNo )*",
    "fileDscr": "(fileTxt )*",
    "fileTxt": "(fileName )*(fileCont )?(dimensns )?(fileType )*",
    "dimensns": "(caseQnty )*(varQnty )*",
    "dataDscr": "(var )*",
    "var": "(labl )*(catgry )*(varFormat )?",
    "catgry": "(catValu )?(labl )*",
}
DDI_ATTRIBUTES = {
    "codeBook": {"version": "2.5"},
    "fileDscr": {"ID": "F[0-9]+"},
    "var": {"ID": "F[0-9]+V[0-9]+", "name": ".+", "files": "F[0-9]+", "intrvl": "contin|discrete"},
    "catgry": {"missing": "Y|N"},
    "varFormat": {"type": "numeric|character"},
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


DDI = "{ddi:codebook:2_5}"


def ddi_problems(book):
    """Returns what the schema does not permit; each identifier must occur once."""
    found = []
    for element in book.iter():
        name = element.tag.removeprefix(DDI)
        parts = "".join(part.tag.removeprefix(DDI) + " " for part in element)
        if not re.fullmatch(DDI_PARTS.get(name, ""), parts):
            found.append(f"the parts of {name}: {parts}")
        if name in DDI_PARTS and (element.text or "").strip():
            found.append(f"text between the parts of {name}")
        for key, value in element.items():
            allowed = "ko|en" if key == LANGUAGE else DDI_ATTRIBUTES.get(name, {}).get(key)
            if not (allowed and re.fullmatch(allowed, value)):
                found.append(f"{name} {key}={value}")
    ids = [element.get("ID") for element in book.iter() if element.get("ID")]
    return found + (["an identifier twice"] if len(ids) != len(set(ids)) else [])


def check_xml(folder, schema):
    book = xml.parse(folder / "ddi-codebook.xml").getroot()
    expect(book.tag == DDI + "codeBook" and book.get("version") == "2.5", "the root of the codebook")
    files = {f.get("ID"): f.findtext(f"{DDI}fileTxt/{DDI}fileName") for f in book.iter(DDI + "fileDscr")}
    variables = [(files[v.get("files")], v.get("name")) for v in book.iter(DDI + "var")]
    wanted = [(t["path"], column) for t in tables(folder) for column in rows(folder / t["path"])[0]]
    expect(variables == wanted, f"{folder.name}: variables of ddi-codebook.xml")
    for problem in ddi_problems(book):
        expect(False, f"{folder.name}: ddi-codebook.xml, {problem}")
    how = "parts and attributes as in the schema"
    if schema:
        run("xmllint", "--nonet", "--noout", "--schema", schema, folder / "ddi-codebook.xml")
        how = "held against the schema"
    print(f"  DDI: {how}, {len(variables)} variables")
    # A wrong file must be refused.
    variable = next(book.iter(DDI + "var"))
    variable.append(variable[0])
    expect(ddi_problems(book), f"{folder.name}: a label behind the format of a variable is accepted")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / ".build/exports")
    parser.add_argument(
        "--ddi-schema", type=pathlib.Path,
        help="codebook.xsd of DDI-Codebook 2.5 with the files that it imports, from ddialliance.org",
    )
    options = parser.parse_args()
    panel = options.panel.resolve()
    programs = [("Rscript", "r-base-core"), ("soffice", "libreoffice-calc-nogui")]
    for program, package_ in programs + [("xmllint", "libxml2-utils")] * bool(options.ddi_schema):
        if not shutil.which(program):
            print(f"{program} is missing\n  fix: apt-get install {package_}", file=sys.stderr)
            return 1
    work = options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # The record of earlier exports is kept with these exports.
    os.environ["PANEL_HOME"] = str(work / "home")
    survey = ROOT / "Tests/Fixtures/survey.yaml"
    run(panel, "demo", "--survey", survey, "--evaluators", 49, "--seed", 1, "--to", work / "demo")
    # Nobody is recused here, so nothing is withheld.
    whole = ROOT / "Surveys/example.yaml"
    run(panel, "demo", "--survey", whole, "--evaluators", 12, "--seed", 5, "--to", work / "whole")
    kinds = {
        "public": ("demo", "--tier", "public"),
        "public-plain": ("demo", "--tier", "public", "--no-bom", "--language", "ko"),
        "public-whole": ("whole", "--tier", "public"),
        "research": ("demo", "--seed", 7),
        "research-plain": ("demo", "--no-bom", "--language", "ko"),
        "groups": ("demo", "--by", "P1"),
    }
    for name, (source, *more) in kinds.items():
        folder = work / name
        # Groups are refused after rows were exported, but not from a state folder that knows no earlier export.
        os.environ["PANEL_HOME"] = str(work / ("home-groups" if name == "groups" else "home"))
        run(panel, "export", work / source / "release", "--to", folder, *more)
        print(f"{name}: {len(list(folder.iterdir()))} files")
        check_frictionless(folder)
        check_r(folder, "en")
        check_r(folder, "ko")
        check_xml(folder, options.ddi_schema and options.ddi_schema.resolve())
        check_pspp(folder, work)
        check_libreoffice(folder, work)
    print(f"{len(problems)} disagreements" if problems else "every program reads what the files say")
    return 1 if problems else 0


sys.exit(main())
