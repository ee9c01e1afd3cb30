package enifailover.readiness.guest;

import enifailover.model.Instance;
import enifailover.model.audit.SsmAgent;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The SSM agent of each running standby is online, has reported recently, and is the newest version.
public final class SsmAgentOnline implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        Optional<Map<enifailover.model.InstanceId, SsmAgent>> agents =
                checkContext.auditSnapshot().agents().value();
        if (agents.isEmpty() || !checkContext.group().policy().routedBySsm()) {
            return findings;
        }
        for (Instance standby : checkContext.runningStandbys()) {
            Optional<SsmAgent> agent = Optional.ofNullable(agents.get().get(standby.id()));
            if (agent.isEmpty() || !agent.get().online()) {
                findings.add(unreachable(checkContext, standby, agent));
            } else {
                look(checkContext, standby, agent.get(), findings);
            }
        }
        return findings;
    }

    private static Finding unreachable(CheckContext checkContext, Instance standby, Optional<SsmAgent> agent) {
        return new Finding(
                "agent-online",
                checkContext.ofAStandby(),
                standby.id().value(),
                agent.isEmpty()
                        ? "the instance is not managed by Systems Manager"
                        : "the SSM agent is not online; its last ping was at "
                                + agent.get().lastPing(),
                agent.isEmpty()
                        ? "it has no SSM agent, no instance profile that lets it register, or no route to the SSM endpoints"
                        : "the agent has stopped, or the guest has no route to the SSM endpoints",
                "without the agent, no routing is configured: check the agent (systemctl status amazon-ssm-agent), the"
                        + " instance profile (AmazonSSMManagedInstanceCore) and the route to the SSM endpoints");
    }

    private static void look(CheckContext checkContext, Instance standby, SsmAgent ssmAgent, List<Finding> findings) {
        Duration silence = Duration.between(ssmAgent.lastPing(), checkContext.now());
        if (silence.compareTo(checkContext.thresholds().agentSilence()) > 0) {
            findings.add(new Finding(
                    "agent-recent",
                    Severity.WARNING,
                    standby.id().value(),
                    "the SSM agent is shown as online, but its last ping was " + silence.toMinutes() + " min ago",
                    "an agent pings every five minutes; Systems Manager notices a lost agent late",
                    "restart the agent; check whether the guest reaches the SSM endpoints"));
        }
        if (!ssmAgent.linux()) {
            findings.add(new Finding(
                    "agent-platform",
                    Severity.NOTE,
                    standby.id().value(),
                    "the platform is "
                            + (ssmAgent.platform().isEmpty() ? "not reported by Systems Manager" : ssmAgent.platform())
                            + "; no routing is configured there",
                    "the routing script is for Linux; Windows needs no routing script",
                    "nothing, if you have tested that the guest responds on every address"));
        }
        if (!ssmAgent.latest()) {
            findings.add(new Finding(
                    "agent-version",
                    Severity.NOTE,
                    standby.id().value(),
                    "the SSM agent " + ssmAgent.version() + " is not the newest version",
                    "agents are updated automatically only if that is configured in Systems Manager",
                    "update the agent: run AWS-UpdateSSMAgent, for example by a State Manager association"));
        }
    }
}
