# A ledger: appends an entry, syncs it, and takes a breath; a modest user of its disk.
path, finish = ARGV[0], Time.now + 180
entry = "x" * 4096
File.open(path, "w") do |file|
  puts "READY"
  $stdout.flush
  while Time.now < finish
    second, done = Time.now + 1, 0
    while Time.now < second
      file.seek(0)
      file.write(entry)
      file.fsync
      done += 1
      sleep 0.02
    end
    puts "work #{done}"
    $stdout.flush
  end
end
