import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Eight threads reserve from one synchronized map, and work out the reservation while they hold it. */
public class Stock {
  private final Map<Integer, Integer> left = new HashMap<>();
  private static final LongAdder done = new LongAdder();

  synchronized int reserve(int item) {
    int count = left.getOrDefault(item, 1_000_000);
    for (int index = 0; index < 300_000; index++) count = count * 31 + index;
    left.put(item, count);
    return count;
  }

  public static void main(String[] arguments) throws InterruptedException {
    long end = System.nanoTime() + 180_000_000_000L;
    Stock stock = new Stock();
    for (int worker = 0; worker < 8; worker++) {
      int first = worker;
      Thread thread = new Thread(() -> {
        for (int item = first; System.nanoTime() < end; item += 8) {
          stock.reserve(item % 1024);
          done.increment();
        }
      }, "worker-" + worker);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("READY");
    while (System.nanoTime() < end) {
      Thread.sleep(1000);
      System.out.println("work " + done.sumThenReset());
    }
  }
}
