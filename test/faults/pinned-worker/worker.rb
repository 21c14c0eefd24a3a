# Checks items one after the other, ten a second at the most; taskset has pinned it to a CPU that another one uses.
def check_item(size)
  sum = 0
  size.times { |index| sum = (sum * 31 + index) & 0xffffffff }
  sum
end

clock = -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) }
puts "READY"
$stdout.flush
finish = clock.call + 180
second = clock.call + 1
done = 0
while clock.call < finish
  began = clock.call
  check_item(600_000)
  done += 1
  sleep [0, 0.1 - (clock.call - began)].max
  next if clock.call < second
  puts "work #{done}"
  $stdout.flush
  done = 0
  second = clock.call + 1
end
