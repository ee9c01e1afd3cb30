package enifailover.group;

/// A place on an instance where an interface can be: each network card has its own index space, and index 0 is the
/// primary interface of card 0.
///
/// @param deviceIndex zero or more
/// @param networkCard zero or more
public record Slot(int deviceIndex, int networkCard) implements Comparable<Slot> {

    @Override
    public int compareTo(Slot other) {
        int byCard = Integer.compare(networkCard, other.networkCard);
        return byCard != 0 ? byCard : Integer.compare(deviceIndex, other.deviceIndex);
    }

    @Override
    public String toString() {
        return networkCard == 0 ? "index " + deviceIndex : "index " + deviceIndex + " on network card " + networkCard;
    }
}
