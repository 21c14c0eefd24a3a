import java.util.ArrayList;
import java.util.List;

/** Loads its catalogue for ten seconds, then serves it, with some garbage for each request. */
final class Catalogue {
    private static final List<String> articles = new ArrayList<>();

    static void load(int number) {
        articles.add("article " + number + " of many".repeat(40));
    }

    static int serve(int number) {
        return new StringBuilder(articles.get(number % articles.size())).reverse().length();
    }

    public static void main(String[] words) throws InterruptedException {
        System.out.println("READY");
        for (int tick = 0; tick < 1800; tick++) {
            for (int one = 0; one < 200; one++) {
                if (tick < 100) load(200 * tick + one);
                else serve(200 * tick + one);
            }
            Thread.sleep(100);
            if (tick % 10 == 9) System.out.println("work 2000");
        }
    }
}
