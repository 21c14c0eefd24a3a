# A queue of pipes that nobody reads: their buffers are memory of the kernel, charged to the container, and in no process's own counters.
sleep 1
puts "READY"
$stdout.flush
block = "x" * 65_536
pipes = []
700.times do
  reader, writer = IO.pipe
  writer.write_nonblock(block)
  pipes << reader << writer
end
sleep 180
pipes.each(&:close)
