import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Holds 40 MiB of sessions in a heap of 48 MiB, and renders a page for one after the other: next to no room is left for pages. */
public class Sessions {
  static final Map<Integer, long[]> sessions = new HashMap<>();
  static volatile int sink;

  static int renderPage(int id) {
    var parts = new ArrayList<String>();
    for (int row = 0; row < 40; row++) parts.add("row " + row + " of session " + id);
    return String.join("\n", parts).length();
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    for (int id = 0; id < count; id++) sessions.put(id, new long[126]);
    long end = System.currentTimeMillis() + 180_000;
    long second = System.currentTimeMillis() + 1000;
    int done = 0;
    System.out.println("READY");
    for (int id = 0; System.currentTimeMillis() < end; id = (id + 1) % count) {
      sink += renderPage(id);
      if (id % 7 == 0) sessions.put(id, new long[126]);
      done++;
      if (System.currentTimeMillis() >= second) {
        System.out.println("work " + done);
        done = 0;
        second += 1000;
      }
    }
  }
}
