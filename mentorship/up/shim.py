"""Runs one command so that nothing of it outlives `up`, whichever of them is killed.

`up` starts this file with a pipe as standard input and holds the other end. The pipe ends when `up` is
gone, however it went: then the whole process group is killed, grandchildren included. Should this
process be killed, Linux kills the command with it, and `up` kills the rest of the group.
It knows nothing of Django, so that it starts at once and stays small.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main(command: list[str]) -> int:
    """Run the command until it ends, passing on SIGTERM, and give its exit code."""
    own_group = hasattr(os, "killpg") and os.getpgrp() == os.getpid()

    def kill_all() -> None:
        if own_group:
            os.killpg(os.getpgrp(), signal.SIGKILL)
        child.kill()
        os._exit(1)

    def wait_for_the_end_of_up() -> None:
        os.read(0, 1)  # nothing is ever written
        kill_all()

    child = subprocess.Popen(  # noqa: S603 (the command is ours)
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (no thread runs yet)
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    threading.Thread(target=wait_for_the_end_of_up, daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
