// priceOf is hot, called by renderPage. javac Hot.java; java -XX:+PreserveFramePointer Hot SECONDS
public class Hot {
    static double priceOf(int item) {
        double total = 0;
        for (int i = 0; i < 20000; i++) total += Math.sqrt(i * (double) item) % 7;
        return total;
    }

    static double renderPage(int item) {
        return priceOf(item) + 1;
    }

    public static void main(String[] arguments) {
        long end = System.currentTimeMillis() + 1000 * Long.parseLong(arguments[0]);
        double sum = 0;
        while (System.currentTimeMillis() < end) sum += renderPage((int) (sum % 10));
    }
}
