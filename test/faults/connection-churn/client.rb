# Sessions of a few seconds with several requests each.
require "socket"

puts "READY"
$stdout.flush
finish = Time.now + 180
10.times do |worker|
  Thread.new do
    sleep worker * 0.3
    while Time.now < finish
      begin
        socket = TCPSocket.new("target", 7810)
        20.times do
          socket.write("hello\n")
          socket.readpartial(64)
          sleep 0.15
        end
        socket.close
      rescue SystemCallError, IOError, SocketError
        sleep 0.3
      end
    end
  end
end
sleep 180
