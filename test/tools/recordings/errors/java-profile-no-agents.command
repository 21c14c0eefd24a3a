diag helper java-profile --pid PID --seconds 1 --hertz 49 --event cpu
