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

/// Systems Manager reaches each running member, has heard of it lately, and its agent is no old one.
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
                        ? "Systems Manager does not manage it"
                        : "its SSM agent was last heard of at " + agent.get().lastPing(),
                agent.isEmpty()
                        ? "no agent, no role that lets it register, or no way to Systems Manager's end points"
                        : "the agent has stopped, or the guest lost its way to Systems Manager's end points",
                "without it routing cannot be applied: see to the agent (systemctl status amazon-ssm-agent), the role"
                        + " (AmazonSSMManagedInstanceCore) and the route to the end points");
    }

    private static void look(CheckContext checkContext, Instance standby, SsmAgent ssmAgent, List<Finding> findings) {
        Duration silence = Duration.between(ssmAgent.lastPing(), checkContext.now());
        if (silence.compareTo(checkContext.thresholds().agentSilence()) > 0) {
            findings.add(new Finding(
                    "agent-recent",
                    Severity.WARNING,
                    standby.id().value(),
                    "Systems Manager calls its agent online, and last heard of it " + silence.toMinutes() + " min ago",
                    "an agent reports every five minutes; Systems Manager notices a lost one late",
                    "restart the agent; see whether the guest still reaches Systems Manager's end points"));
        }
        if (!ssmAgent.linux()) {
            findings.add(new Finding(
                    "agent-platform",
                    Severity.NOTE,
                    standby.id().value(),
                    "it runs "
                            + (ssmAgent.platform().isEmpty()
                                    ? "what Systems Manager does not name"
                                    : ssmAgent.platform())
                            + ", where no routing is applied",
                    "the routing script is for Linux; Windows needs none",
                    "nothing, if its guest is known to answer on every address"));
        }
        if (!ssmAgent.latest()) {
            findings.add(new Finding(
                    "agent-version",
                    Severity.NOTE,
                    standby.id().value(),
                    "its SSM agent " + ssmAgent.version() + " is not the newest",
                    "agents do not update by themselves unless Systems Manager is told to",
                    "update it: AWS-UpdateSSMAgent, best by a State Manager association"));
        }
    }
}
