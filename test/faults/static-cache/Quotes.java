import java.util.HashMap;
import java.util.Map;

/** Every quote stays in a static map, and the heap has room for a long time. */
final class Quotes {
    private static final Map<Integer, byte[]> quotes = new HashMap<>();

    static void rememberQuote(int number) {
        quotes.put(number, new byte[24 << 10]);
    }

    public static void main(String[] words) throws InterruptedException {
        for (int number = 1; number <= 9000; number++) {
            rememberQuote(number);
            Thread.sleep(20);
            if (number == 250) System.out.println("READY");
            if (number % 50 == 0) System.out.println("work 50");
        }
    }
}
