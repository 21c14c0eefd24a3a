import java.util.concurrent.atomic.AtomicInteger;

/** A consumer that looks for the next letter without ever waiting; one comes every fifty milliseconds. */
final class Mailbox {
    private static final AtomicInteger letters = new AtomicInteger();
    private static volatile boolean open = true;

    static boolean spinForLetter() {
        while (open) {
            int count = letters.get();
            if (count > 0 && letters.compareAndSet(count, count - 1)) return true;
        }
        return false;
    }

    public static void main(String[] words) throws InterruptedException {
        AtomicInteger read = new AtomicInteger();
        Thread reader = new Thread(() -> { while (spinForLetter()) read.incrementAndGet(); }, "reader");
        reader.start();
        System.out.println("READY");
        for (int tick = 1; tick <= 3600; tick++) {
            Thread.sleep(50);
            letters.incrementAndGet();
            if (tick % 20 == 0) System.out.println("work " + read.getAndSet(0));
        }
        open = false;
    }
}
