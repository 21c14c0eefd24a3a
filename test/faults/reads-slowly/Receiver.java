import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** Reads a kilobyte, then works on it for a quarter of a second: its receive window closes. */
public class Receiver {
  public static void main(String[] arguments) throws Exception {
    Thread end = new Thread(() -> {
      try { Thread.sleep(180_000); } catch (InterruptedException ignored) { }
      System.exit(0);
    });
    end.setDaemon(true);
    end.start();
    try (ServerSocket server = new ServerSocket(7806)) {
      Socket socket = server.accept();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1024];
      in.read(buffer);
      Thread.sleep(3_000);
      System.out.println("READY");
      while (in.read(buffer) >= 0) handle(buffer);
    }
  }

  static void handle(byte[] record) throws InterruptedException {
    Thread.sleep(250);
  }
}
