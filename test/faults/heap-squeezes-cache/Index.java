import java.io.RandomAccessFile;
import java.util.Random;

/** A heap that takes nearly all of the container's limit, and a file of which all is read over and over: little is left to cache it. */
public class Index {
  static final int FILE = 64 << 20;
  static byte[][] heap = new byte[80][];

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < heap.length; i++) {
      heap[i] = new byte[1 << 20];
      java.util.Arrays.fill(heap[i], (byte) i);
    }
    try (RandomAccessFile file = new RandomAccessFile("/var/tmp/segments", "rw")) {
      byte[] block = new byte[1 << 20];
      for (int written = 0; written < FILE; written += block.length) {
        file.write(block);
        file.getFD().sync();
      }
      long end = System.nanoTime() + 180_000_000_000L;
      Random random = new Random(7);
      byte[] page = new byte[16 << 10];
      for (int seconds = 0; System.nanoTime() < end; seconds++) {
        long second = System.nanoTime() + 1_000_000_000L;
        int reads = 0;
        while (System.nanoTime() < second && reads < 800) {
          readSegment(file, page, random);
          if (++reads % 8 == 0) Thread.sleep(5);
        }
        long left = (second - System.nanoTime()) / 1_000_000;
        if (left > 0) Thread.sleep(left);
        System.out.println("work " + reads);
        if (seconds == 4) System.out.println("READY");
      }
    }
  }

  static void readSegment(RandomAccessFile file, byte[] page, Random random) throws Exception {
    file.seek((long) random.nextInt(FILE / page.length) * page.length);
    file.readFully(page);
  }
}
