import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Once a second sixteen orders come in at once, for a pool of sixteen threads. */
public class Orders {
  static final long[] table = new long[4096];
  static volatile long sink;

  static long checkOrder(int rounds) {
    long sum = 1;
    for (int round = 0; round < rounds; round++) for (long value : table) sum = sum * 31 + value;
    return sum;
  }

  public static void main(String[] arguments) throws Exception {
    long best = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 60; attempt++) {
      long start = System.nanoTime();
      sink += checkOrder(100);
      best = Math.min(best, System.nanoTime() - start);
    }
    int rounds = (int) (100 * 10_000_000L / best);
    var pool = Executors.newFixedThreadPool(16, task -> {
      var thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    });
    var batch = new ArrayList<Callable<Long>>();
    for (int order = 0; order < 16; order++) batch.add(() -> sink += checkOrder(rounds));
    System.out.println("READY");
    for (int second = 0; second < 180; second++) {
      long start = System.nanoTime();
      pool.invokeAll(batch);
      System.out.println("work 16");
      Thread.sleep(Math.max(0, 1000 - (System.nanoTime() - start) / 1_000_000));
    }
  }
}
