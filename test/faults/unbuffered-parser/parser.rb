# Parses records of 16 bytes, each of which it reads by itself, past Ruby's buffer.
path = ARGV[0] || "/var/tmp/records.bin"
File.binwrite(path, "0123456789abcdef" * 262_144)

def read_record(file)
  file.sysread(16)
end

finish = Time.now + 180
file = File.open(path, "rb")
$stdout.sync = true
puts "READY"
while Time.now < finish
  second = Time.now + 1
  records = 0
  while Time.now < second
    begin
      500.times { read_record(file) }
      records += 500
    rescue EOFError
      file.sysseek(0)
    end
  end
  puts "work #{records}"
end
