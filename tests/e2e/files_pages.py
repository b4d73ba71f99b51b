"""Pages: programs as files, what a program starts from, and what to do when."""

from programs.curriculum import library
from programs.portable import dump
from tests.e2e.entries import Entry, group, press, program
from tests.e2e.walker import Walker

WRONG = "format: 1\nkey: mine\nversion: 1\nname: Two: good talks\n"


def show_the_differences(walker: Walker) -> None:
    walker.type("Or its text", dump(library()["wellness-and-habits"]))
    walker.press("Show the differences")


def paste_a_wrong_file(walker: Walker) -> None:
    walker.type("Or its text", WRONG)
    walker.press("Start the program")


FILES: list[Entry] = [
    Entry("files", "priya", program("files", "draft")),
    Entry("files", "priya", program("files", "running"), "running"),
    Entry("files", "priya", program("files", "draft"), "differences", 200, show_the_differences),
    Entry("files", "priya", program("files", "draft"), "empty", 422, press("Show the differences")),
    Entry("runbook", "priya", program("runbook", "open")),
    Entry("program_new", "priya", lambda w: group("program_new")(w) + "?read=new-parents", "read"),
    Entry("program_copy", "priya", group("program_copy")),
    Entry("program_from_file", "priya", group("program_from_file")),
    Entry("program_from_file", "priya", group("program_from_file"), "wrong", 422, paste_a_wrong_file),
]
# Addresses that only write.
FILES_WRITES: set[str] = {"program_blank", "file_preview", "file_import"}
