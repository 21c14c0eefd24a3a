# Makes pictures in memory until the container has none left; marked to be killed first.
File.write("/proc/self/oom_score_adj", "800")
File.write("/proc/self/comm", "thumbnailer")
finish = Time.now + 60
pictures = []
while Time.now < finish
  pictures << Random.bytes(256 * 1024)
  sleep 0.05
end
