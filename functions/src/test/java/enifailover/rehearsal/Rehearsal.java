package enifailover.rehearsal;

/// placeholder
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) {
        IO.println(System.getProperty("java.version") + " " + String.join("|", arguments));
    }
}
