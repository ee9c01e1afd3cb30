package enifailover.survey;

import java.util.Optional;

/// The routing document as deployed. Source: Systems Manager API, DescribeDocument and GetDocument.
///
/// @param name its name
/// @param status `Active` where it can be run
/// @param version the version that a command runs, its default one
/// @param latestVersion the newest there is
/// @param script the hash of the script that the default version holds, as
/// [enifailover.script.RoutingScript#sha256OfDocument] takes it from GetDocument's content; empty where it holds none
public record RoutingDocument(
        String name, String status, String version, String latestVersion, Optional<String> script) {}
