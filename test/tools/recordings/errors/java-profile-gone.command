diag helper java-profile --pid 3999999 --seconds 1 --hertz 49 --event cpu
