import java.io.RandomAccessFile;

/** Looks each price up by reading the whole list, until the last record. */
public class Prices {
  static final int RECORD = 64;
  static final int RECORDS = 128 << 10;

  public static void main(String[] args) throws Exception {
    String path = args.length > 0 ? args[0] : "/var/tmp/prices";
    try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
      byte[] all = new byte[RECORD * RECORDS];
      for (int id = 0; id < RECORDS; id++) all[id * RECORD + 3] = (byte) id;
      file.write(all);
      long end = System.nanoTime() + 180_000_000_000L;
      System.out.println("READY");
      while (System.nanoTime() < end) {
        long second = System.nanoTime() + 1_000_000_000L;
        int found = 0;
        for (int id = 0; System.nanoTime() < second; id++, found++) priceOf(file, (byte) id);
        System.out.println("work " + found);
      }
    }
  }

  static int priceOf(RandomAccessFile file, byte id) throws Exception {
    byte[] block = new byte[256 << 10];
    int price = 0;
    file.seek(0);
    for (int read = file.read(block); read > 0; read = file.read(block))
      for (int at = 0; at < read; at += RECORD) if (block[at + 3] == id) price = at;
    return price;
  }
}
