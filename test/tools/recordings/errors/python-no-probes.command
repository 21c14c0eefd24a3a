diag helper python-collections --pid PID --seconds 1
