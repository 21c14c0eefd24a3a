diag helper jvm-counters --pid PID --container-pid PID --seconds 1
