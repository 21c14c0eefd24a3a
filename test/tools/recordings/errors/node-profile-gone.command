diag helper node-profile --pid 3999999 --seconds 1 --hertz 49
