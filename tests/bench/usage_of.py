"""Runs a command and tells what it used, as JSON on standard output (its own output goes to standard error).

    python3 -S usage_of.py COMMAND [ARGUMENT...]

A process of its own because Linux counts the memory of the process that starts another into that one's peak: started by
the driver, every system would seem to use at least what the driver does. Here that is a few MB.
"""

import json
import os
import sys
import time

start = time.monotonic()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, usage = os.wait4(child, 0)
print(json.dumps({
    "seconds": time.monotonic() - start,
    "processor": usage.ru_utime + usage.ru_stime,
    "peak": usage.ru_maxrss * 1024,
    "status": os.waitstatus_to_exitcode(status),
}))
