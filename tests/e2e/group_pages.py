"""The pages of a group, its programs and its pairs, and who looks at them."""

from tests.e2e.entries import Entry, group, of_pair, pair, press, press_own_words, program

GROUP = [
    Entry(name, "priya", group(name))
    for name in (
        "group_home",
        "group_about",
        "people",
        "programs",
        "program_new",
        "group_manage",
        "manage_people",
        "manage_invites",
        "manage_settings",
        "manage_log",
        "group_leave",
    )
] + [
    Entry("group_home", "sam", group("group_home"), "member"),
    Entry("group_home", "leila", group("group_home"), "arabic-name"),
    Entry("manage_safety", "gwen", group("manage_safety")),
    Entry("person", "dani", group("person", lambda w: [w.user("amara").code])),
    Entry("person", "dani", group("person", lambda w: [w.user("long").code]), "long"),
    Entry("person_block", "dani", group("person_block", lambda w: [w.user("amara").code])),
    Entry("member_remove", "priya", group("member_remove", lambda w: [w.user("dani").code])),
    Entry("report_new", "dani", group("report_new", lambda w: [w.user("amara").code])),
    Entry(
        "report_new",
        "dani",
        lambda w: (
            group("report_new", lambda w: [w.user("amara").code])(w)
            + f"?conversation={w.pair.conversation.code}"
        ),
        "messages",
    ),
    Entry(
        "report_new",
        "dani",
        group("report_new", lambda w: [w.user("amara").code]),
        "empty",
        422,
        press("Send the report"),
    ),
    Entry("reports", "gwen", group("reports")),
    Entry("report", "gwen", group("report", lambda w: [w.report.code])),
    Entry("report", "yusuf", group("report", lambda w: [w.report.code]), "own"),
    Entry("group_leave", "sam", group("group_leave"), "member"),
]

PROGRAM = [
    Entry("program", "sam", program("program")),
    Entry("program", "dani", program("program", "running"), "running"),
    Entry("sign_up", "sam", program("sign_up")),
    Entry("sign_up", "fern", program("sign_up"), "listed"),
    *[
        Entry(
            "sign_up_step",
            "sam",
            program("sign_up_step", "open", lambda w, n=n: ["mentor", n]),
            f"mentor-{n}",
        )
        for n in (1,)
    ],
    *[
        Entry(
            "sign_up_step",
            "leila",
            program("sign_up_step", "open", lambda w, n=n: ["mentee", n]),
            f"mentee-{n}",
        )
        for n in (1, 2, 3)
    ],
    Entry(
        "sign_up_step",
        "leila",
        program("sign_up_step", "open", lambda w: ["mentee", 1]),
        "empty",
        422,
        press("Continue"),
    ),
    Entry("sign_up_check", "fern", program("sign_up_check")),
    Entry("sign_up_check", "leila", lambda w: program("sign_up_check")(w) + "?as=mentee", "unfinished"),
    Entry("sign_up_done", "fern", program("sign_up_done")),
    Entry("directory", "fern", program("directory")),
    Entry("directory", "sam", lambda w: program("directory")(w) + "?role=mentee", "mentees"),
    Entry("directory", "dani", program("directory", "running"), "running"),
    Entry("directory", "fern", lambda w: program("directory")(w) + "?q=zzzzzz", "nothing"),
    Entry("directory", "fern", lambda w: program("directory")(w) + "?q=%25%25", "no words"),
    Entry("directory", "fern", lambda w: program("directory")(w) + "?kept=on&room=on", "kept nobody"),
    Entry("answers", "fern", program("answers", "open", lambda w: [w.profile("long").code])),
    Entry("answers", "fern", program("answers", "open", lambda w: [w.profile("arabic").code]), "arabic"),
    Entry("hellos", "fern", program("hellos")),
    Entry("hellos", "sam", program("hellos", "running"), "none"),
    Entry("hello_new", "fern", program("hello_new", "open", lambda w: [w.profile("long").code])),
    Entry(
        "hello_new",
        "fern",
        program("hello_new", "open", lambda w: [w.profile("long").code]),
        "empty",
        422,
        press_own_words,
    ),
    Entry("hello", "fern", program("hello", "open", lambda w: [w.hello.code]), "sender"),
    Entry("hello", "amara", program("hello", "open", lambda w: [w.hello.code])),
    Entry("hello", "sam", program("hello", "open", lambda w: [w.declined.code]), "declined"),
]

PAIR = [
    Entry("pair", "dani", pair("pair")),
    Entry("pair", "amara", pair("pair"), "mentor"),
    Entry("pair", lambda w: w.fresh.mentee_user, pair("pair", "fresh"), "waiting"),
    Entry("pair", lambda w: w.proposal.mentee_user, pair("pair", "proposal"), "proposed"),
    Entry("pair", lambda w: w.done.mentee_user, pair("pair", "done"), "walked"),
    Entry("pair", lambda w: w.talkers.mentee_user, pair("pair", "talkers"), "full"),
    Entry("pair_week", "dani", pair("pair_week", "pair", (2,))),
    Entry("pair_week", "dani", pair("pair_week", "pair", (9,)), "to-come"),
    Entry("pair_end", "dani", pair("pair_end")),
    Entry("pair_finish", lambda w: w.done.mentor_user, pair("pair_finish", "done")),
]

MANAGE = [
    Entry("program_manage", "priya", program("program_manage", "running")),
    Entry("program_manage", "priya", program("program_manage", "open"), "sign-up"),
    Entry("program_manage", "priya", program("program_manage", "draft"), "setting-up"),
    Entry(
        "program_manage",
        lambda w: w.launched.program.created_by,
        of_pair("program_manage", "launched"),
        "held",
    ),
    Entry("program_details", "priya", program("program_details", "draft")),
    Entry("curriculum", "priya", program("curriculum", "draft")),
    Entry("week_edit", "priya", program("week_edit", "running", lambda w: [1])),
    Entry("questions", "priya", program("questions", "draft")),
    Entry("question_edit", "priya", program("question_edit", "open", lambda w: ["mentee", "help"])),
    Entry("sign_up_open", "priya", program("sign_up_open", "draft"), "draft"),
    Entry("sign_up_open", "priya", program("sign_up_open", "open")),
    Entry("sign_up_open", "priya", program("sign_up_open", "running"), "closed"),
    Entry("sign_ups", "priya", program("sign_ups")),
    Entry("pairing_board", "priya", program("pairing_board")),
    Entry(
        "pairing_board",
        "priya",
        lambda w: program("pairing_board")(w) + f"?mentee={w.profile('fern').code}",
        "choose",
    ),
    Entry("launch", "priya", program("launch")),
    Entry("launch", "priya", program("launch", "running"), "nothing"),
    Entry("manage_pairs", "priya", program("manage_pairs", "running")),
    Entry("manage_pair", "priya", pair("manage_pair")),
    Entry("manage_pair_end", "priya", pair("manage_pair_end")),
]

GROUPS = [*GROUP, *PROGRAM, *PAIR, *MANAGE]
