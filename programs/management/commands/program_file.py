from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.curriculum import Curriculum, CurriculumError, load
from programs.linter import lint
from programs.models import Program
from programs.services import files
from programs.yaml_lines import MAX_BYTES

READ = MAX_BYTES + 1  # enough to see that a file is too large


class Command(BaseCommand):
    help = "Check program files (docs/program-file.md), or print a program of this site as its file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        do = parser.add_subparsers(dest="do", required=True)
        check = do.add_parser(
            "check", help="Say what is wrong with files, by line, and what could be better."
        )
        check.add_argument("files", nargs="+", metavar="FILE", type=Path)
        check.add_argument("--strict", action="store_true", help="Exit with 1 for a remark too.")
        export = do.add_parser("export", help="Print a program as its file.")
        export.add_argument("address", metavar="GROUP/PROGRAM", help="As in its address on the site.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] == "export":
            self.export(options["address"])
        else:
            self.check_files(options["files"], strict=options["strict"])

    def check_files(self, paths: list[Path], *, strict: bool) -> None:
        refused = remarked = 0
        for path in paths:
            try:
                with path.open("rb") as file:
                    curriculum = load(file.read(READ), source=str(path))
            except OSError as error:
                refused += 1
                self.stdout.write(f"{path}: can’t be read ({error.strerror})")
            except CurriculumError as error:
                refused += 1
                self.stdout.write(str(error))
            else:
                remarked += self.tell(path, curriculum)
        if refused or (strict and remarked):
            raise CommandError(f"{refused} of {len(paths)} refused, {remarked} with remarks")

    def tell(self, path: Path, curriculum: Curriculum) -> bool:
        """What is in the file and what a friend would say about it; whether there was anything to say."""
        written = [week for week in curriculum.path if week.question]
        grade = curriculum.settings.reading_grade
        remarks = lint(written, reading_grade=8 if grade is None else grade)
        empty = curriculum.length - len(written)
        still = f", {empty} still to be written" if empty else ""
        self.stdout.write(f"{path}: {curriculum.name}, {curriculum.length} weeks{still}")
        for remark in remarks:
            where = f"week {remark.week}: " if remark.week else ""
            self.stdout.write(f"  {where}{remark.why} {remark.how}")
        return bool(remarks)

    def export(self, address: str) -> None:
        group, _, slug = address.strip("/").partition("/")
        slug = slug.removeprefix("programs/")
        program = Program.objects.filter(group__slug=group, slug=slug).first()
        if program is None:
            raise CommandError(f"There is no program “{address}”. Give it as GROUP/PROGRAM.")
        self.stdout.write(files.export(program), ending="")
