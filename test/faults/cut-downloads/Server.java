import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends a file of 200 kB, and gives every third up half-way: with SO_LINGER of zero, close is a reset. */
public class Server {
    public static void main(String[] args) throws Exception {
        ServerSocket listener = new ServerSocket(7834);
        Thread end = new Thread(() -> {
            try {
                Thread.sleep(200_000);
            } catch (InterruptedException ignored) {
            }
            System.exit(0);
        });
        end.setDaemon(true);
        end.start();
        System.out.println("READY");
        for (int taken = 0; ; taken++) {
            Socket socket = listener.accept();
            boolean isCut = taken % 3 == 2;
            new Thread(() -> send(socket, isCut)).start();
        }
    }

    private static void send(Socket socket, boolean isCut) {
        byte[] piece = new byte[20_000];
        try (socket) {
            socket.getInputStream().read(piece);
            for (int sent = 0; sent < (isCut ? 5 : 10); sent++) {
                socket.getOutputStream().write(piece);
                Thread.sleep(5);
            }
            if (isCut) socket.setSoLinger(true, 0);
        } catch (IOException | InterruptedException ignored) {
        }
    }
}
