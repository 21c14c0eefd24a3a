import java.io.RandomAccessFile;
import java.util.Random;

/** Reads pages of a file that fits into memory: many reads, and none of them meets the disk. */
public class Pages {
  static final int SIZE = 48 << 20;

  public static void main(String[] args) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile("/var/tmp/pages", "rw")) {
      byte[] block = new byte[1 << 20];
      for (int written = 0; written < SIZE; written += block.length) file.write(block);
      file.getFD().sync();
      Random random = new Random(11);
      byte[] page = new byte[8 << 10];
      long end = System.nanoTime() + 180_000_000_000L;
      System.out.println("READY");
      while (System.nanoTime() < end) {
        long second = System.nanoTime() + 1_000_000_000L;
        int reads = 0;
        while (System.nanoTime() < second) {
          for (int burst = 0; burst < 50; burst++, reads++) {
            file.seek((long) random.nextInt(SIZE / page.length) * page.length);
            file.readFully(page);
          }
          Thread.sleep(10);
        }
        System.out.println("work " + reads);
      }
    }
  }
}
