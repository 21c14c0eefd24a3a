# Starts three small programs, one of which is not there, sixteen times a second at most: `sh spawns.sh SECONDS`.
end=$(($(date +%s) + $1))
while [ "$(date +%s)" -lt "$end" ]; do
  sh -c 'missing-program 2> /dev/null; exit $?'
  sleep 0.05
done
