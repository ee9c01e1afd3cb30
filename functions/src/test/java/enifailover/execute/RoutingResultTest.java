package enifailover.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.execute.RoutingResult.Kind;
import enifailover.port.CommandRunner.Ended;
import enifailover.script.RoutingScript;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingResultTest {
    private static final String OK = "{\"ok\":true,\"code\":0,\"interfaces\":[{\"dev\":\"eth1\",\"table\":20001,"
            + "\"persist\":\"networkd\"}],\"script\":\"" + RoutingScript.SHA256 + "\",\"warnings\":[]}";

    private static RoutingResult of(String status, int code, String output) {
        return RoutingResult.of(new Ended(status, code, output, ""));
    }

    @Test
    void successNeedsTheScriptsWordTheExitCodeAndTheStatusTogether() {
        assertEquals(Kind.VERIFIED, of("Success", 0, "noise\n" + OK + "\n").kind());
        assertEquals(Kind.NOT_VERIFIED, of("Success", 0, "").kind());
        assertEquals(Kind.NOT_VERIFIED, of("Success", 0, "it went fine").kind());
        assertEquals(Kind.NOT_VERIFIED, of("Success", 0, "{\"ok\":\"no\"}").kind());
        assertEquals(Kind.NOT_VERIFIED, of("Failed", 0, OK).kind());
        assertEquals(Kind.NOT_VERIFIED, of("Success", 31, OK).kind());
        assertEquals(Kind.NOT_VERIFIED, of("TimedOut", -1, "").kind());
        assertEquals(Kind.NOT_VERIFIED, of("Success", 0, OK + "\nand then more").kind());
    }

    @Test
    void aGuestThatWouldForgetIsAWarning() {
        RoutingResult result = of("Failed", 50, "{\"ok\":false,\"code\":50,\"warnings\":[\"disk full\"]}");
        assertEquals(Kind.VERIFIED_WITH_WARNINGS, result.kind());
        assertTrue(result.message().contains("disk full"));
        assertEquals(Kind.NOT_VERIFIED, of("Failed", 50, "").kind());
    }

    /// Another script is told of and changes no judgement: what works is not taken back for it.
    @Test
    void anotherScriptIsToldAndJudgedAsItWouldBe() {
        assertEquals(Optional.empty(), of("Success", 0, OK).otherScript());
        RoutingResult other = of("Success", 0, OK.replace(RoutingScript.SHA256, "ab".repeat(32)));
        assertEquals(Kind.VERIFIED, other.kind());
        assertTrue(other.otherScript().orElseThrow().contains("abababab"), other.toString());
        RoutingResult older = of("Success", 0, OK.replace("\"script\":\"" + RoutingScript.SHA256 + "\",", ""));
        assertEquals(Kind.VERIFIED, older.kind());
        assertTrue(older.otherScript().orElseThrow().contains("one without a hash"), older.toString());
        String failed = "{\"ok\":false,\"code\":10,\"script\":\"" + "cd".repeat(32) + "\"}";
        assertTrue(of("Failed", 10, failed).otherScript().isPresent());
    }

    /// A host without sha256sum warns of that by itself; a script that was killed says nothing.
    @Test
    void whatTheHostCannotTellIsNoDifference() {
        assertEquals(
                Optional.empty(),
                of("Success", 0, OK.replace(RoutingScript.SHA256, "unknown")).otherScript());
        assertEquals(Optional.empty(), of("TimedOut", 137, "").otherScript());
    }

    @Test
    void anInterfaceThatDidNotShowUpNamesWhatWasSeen() {
        RoutingResult result = of("Failed", 20, "{\"ok\":false,\"code\":20,\"seen_macs\":[\"02:00:00:00:00:01\"]}");
        assertTrue(result.message().contains("does not show the interface"));
        assertTrue(result.message().contains("02:00:00:00:00:01"));
    }
}
