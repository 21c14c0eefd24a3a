# Ten requests a second, each on a connection of its own that it closes.
require "socket"

puts "READY"
$stdout.flush
finish = Time.now + 180
while Time.now < finish
  begin
    socket = TCPSocket.new("target", 7803)
    socket.write("GET /\n")
    socket.readpartial(64)
    socket.close
  rescue SystemCallError, IOError, SocketError
    sleep 0.2
  end
  sleep 0.1
end
