package enifailover.model.audit;

import java.util.Optional;

/// The routing document as deployed. Source: Systems Manager API, DescribeDocument and GetDocument.
///
/// @param name its name
/// @param status `Active` where its newest version can be run
/// @param version its default version: what runs where a command names none, which this program's do
/// @param latestVersion the newest there is, which this program's commands run
/// @param script the hash of the script that the newest version holds, as
/// [enifailover.script.RoutingScript#sha256OfDocument] takes it from GetDocument's content; empty where it holds none
/// @param bytes how long the newest version is, in UTF-8
/// @param longestInterfaces how many characters its parameter `RoutingParameters` takes
public record RoutingDocument(
        String name,
        String status,
        String version,
        String latestVersion,
        Optional<String> script,
        int bytes,
        int longestInterfaces) {}
