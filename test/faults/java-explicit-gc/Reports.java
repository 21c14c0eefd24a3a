import java.util.ArrayList;
import java.util.List;

/** "Frees memory" after each report: a full collection of a heap that has room for hundreds. */
public class Reports {
  static final List<byte[]> templates = new ArrayList<>();
  static volatile int sink;

  static int makeReport(int number) {
    var text = new StringBuilder();
    for (int line = 0; line < 2000; line++) text.append("line ").append(line).append(" of ").append(number).append('\n');
    return text.length();
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 60_000; i++) templates.add(new byte[1024]);
    System.out.println("READY");
    for (int number = 0; number < 1800; number++) {
      sink += makeReport(number);
      System.gc();
      if (number % 10 == 9) System.out.println("work 10");
      Thread.sleep(100);
    }
  }
}
