#!/bin/sh
# Watches for a date by asking for it without a pause: two programs a turn, as cron jobs that "only check" are written.
echo READY
end=$(($(date +%s) + 180))
turns=0
since=$(date +%s)
while [ "$since" -lt "$end" ]; do
  date | grep -q "Feb 30"
  turns=$((turns + 1))
  if [ $((turns % 50)) -eq 0 ]; then
    now=$(date +%s)
    if [ "$now" -gt "$since" ]; then
      echo "work $((turns / (now - since)))"
      turns=0
      since=$now
    fi
  fi
done
