package enifailover.model;

/// A place on an instance where an interface can be: each network card has its own index space, and index 0 is the
/// primary interface of card 0.
///
/// @param deviceIndex zero or more
/// @param networkCard zero or more
public record DevicePosition(int deviceIndex, int networkCard) implements Comparable<DevicePosition> {

    @Override
    public int compareTo(DevicePosition other) {
        int byCard = Integer.compare(networkCard, other.networkCard);
        return byCard != 0 ? byCard : Integer.compare(deviceIndex, other.deviceIndex);
    }

    @Override
    public String toString() {
        return networkCard == 0 ? "index " + deviceIndex : "index " + deviceIndex + " on network card " + networkCard;
    }
}
