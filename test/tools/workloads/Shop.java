// One thread allocates in listPrices, two wait for each other in reserve. javac Shop.java; java Shop SECONDS
public class Shop {
    static final Object stock = new Object();
    static volatile byte[] kept;

    static void listPrices() {
        kept = new byte[8 * 1024];
    }

    static void reserve() throws InterruptedException {
        synchronized (stock) {
            Thread.sleep(5);
        }
    }

    public static void main(String[] arguments) {
        long end = System.currentTimeMillis() + 1000 * Long.parseLong(arguments[0]);
        for (int number = 1; number <= 2; number++) {
            new Thread(() -> {
                try {
                    while (System.currentTimeMillis() < end) reserve();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }, "till-" + number).start();
        }
        while (System.currentTimeMillis() < end) {
            for (int i = 0; i < 1000; i++) listPrices();
            try {
                Thread.sleep(1);
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }
}
