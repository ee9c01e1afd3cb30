package enifailover.model;

import java.util.List;

/// How many interfaces an instance type takes. Source: EC2 API, NetworkInfo of DescribeInstanceTypes.
///
/// @param interfacesPerCard the most interfaces of each network card, by card index; never empty
/// @param ipv4PerInterface the most IPv4 addresses of one interface
/// @param ipv6PerInterface the most IPv6 addresses of one interface
public record TypeLimits(List<Integer> interfacesPerCard, int ipv4PerInterface, int ipv6PerInterface) {

    /// The most interfaces a card takes; 0 where the type has no such card.
    public int interfaces(int card) {
        return card < interfacesPerCard.size() ? interfacesPerCard.get(card) : 0;
    }
}
