package enifailover.survey;

/// The routing document as deployed. Source: Systems Manager API, DescribeDocument.
///
/// @param name its name
/// @param status `Active` where it can be run
/// @param version the version that a command runs, its default one
/// @param latestVersion the newest there is
/// @param hash SHA-256 of its content, hexadecimal, as Systems Manager tells it
public record RoutingDocument(String name, String status, String version, String latestVersion, String hash) {}
