package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTest {
    @Test
    void itsIdSaysEverything() {
        Stack stack = Stack.of("arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/eni-failover/51af3dc0-da77");
        assertEquals(new Stack("aws-cn", "cn-north-1", "111122223333", "eni-failover"), stack);
        assertEquals(
                "arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:eni-failover/x", stack.alarmArn("eni-failover/x"));
        assertEquals("eni-failover/", stack.alarmPrefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eni-failover", "arn:aws:cloudformation:eu-west-1:1:stack/a/b"})
    void nothingElseIsAStack(String text) {
        assertThrows(IllegalArgumentException.class, () -> Stack.of(text));
    }
}
