# A cache that holds most of the memory, and helpers that are marked to be killed first: they die for what the cache holds.
finish = Time.now + 180
cache = Array.new(44) { Random.bytes(1024 * 1024) }
deaths = 0
while Time.now < finish
  pid = spawn("ruby", "/srv/faults/oom-adjusted/thumbnailer.rb")
  _, status = Process.wait2(pid)
  deaths += 1 if status.signaled?
  if deaths == 1
    puts "READY"
    $stdout.flush
  end
  sleep 1
end
cache.clear
