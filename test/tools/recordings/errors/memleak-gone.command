diag helper memleak --tracer bcc --pids 4194303 --seconds 1 --minimum-age 100 --maximum-slowdown 25
