# A supervisor that starts its worker again as soon as it has ended, and the worker's program is not there.
def start_worker
  pid = fork { exec("sh", "-c", "/opt/app/worker --queue mail 2>/dev/null") }
  Process.wait(pid)
end

puts "READY"
$stdout.flush
finish = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 180
since = Process.clock_gettime(Process::CLOCK_MONOTONIC)
starts = 0
while (now = Process.clock_gettime(Process::CLOCK_MONOTONIC)) < finish
  start_worker
  starts += 1
  sleep 0.02
  next if now - since < 1
  puts "work #{starts}"
  $stdout.flush
  starts = 0
  since = now
end
