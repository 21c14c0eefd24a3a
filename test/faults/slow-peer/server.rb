# Thinks for 300 ms before each answer.
require "socket"

server = TCPServer.new("0.0.0.0", 7808)
puts "READY"
$stdout.flush
Thread.new do
  loop do
    Thread.new(server.accept) do |socket|
      while socket.gets
        sleep 0.3
        socket.write("ok\n")
      end
    end
  end
end
sleep 180
