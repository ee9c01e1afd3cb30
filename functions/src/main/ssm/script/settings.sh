# ENI Failover, guest routing: makes addresses of an ENI that was just attached answer, and keeps them answering.
#
#   set -- VERB INTERFACES OPTIONS      (SSM puts this line before the script; a person passes three)
#
# VERB        apply    wait for the interfaces, route them now, then have the host's own manager keep it
#             verify   wait for the interfaces, change nothing, say whether they are routed
#             cleanup  after the interfaces left: remove rules, table, own files. Refuses while one is still here.
#                      With INTERFACES empty: everything remembered here whose interface is gone (a boot hook)
#             stage    before the interfaces come: write the persistent file where the manager finds it by MAC
# INTERFACES  one word per ENI: eni=eni-0ab,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,pfx4=10.0.2.64/28,
#             net4=10.0.2.0/24,ip6=2001:db8::50,pfx6=2001:db8:0:0:1::/80,net6=2001:db8::/64,table=20001
#             (one line; only mac is required; addresses not given are asked from IMDSv2)
# OPTIONS     wait=60 (seconds for all interfaces together)  persist=auto|none|networkd|nm|ifupdown|ifcfg|wicked|deferred
#             (deferred: Amazon's own tool is to keep it; our file only where that did not route it in 45 s)
#             netplan=no|yes  table_name=  strict=no|yes  force=no|yes (cleanup)
#             local_cidrs=172.17.0.0/16+...: networks behind this host, besides those that main has routes to
#
# The last line of stdout is one line of JSON, below 2,500 characters; everything for people goes to stderr.
# Exit codes   0 done            10 bad input                  11 addresses or subnet unknown   12 not root, or no ip
#             13 ip too old      20 interface not found in time 21 link did not come up
#             30 ip refused      31 not routed after all        40 cleanup incomplete, or refused
#             50 routed now, but not kept over a reload or reboot
#
# Why so: the kernel takes a gateway only after its subnet's route; without a preference every run adds a rule; proto is
# part of a rule's identity, and static is what networkd and NetworkManager use; /32 and /128, because the ENI's connected
# route in main breaks the standby's own address. Proved by functions/src/test/lab/run. No double braces: SSM reads them.

# Lists are words in a variable, pathname expansion is off: unquoted expansion is meant; `a && b || c` is used where
# c may run after b too; functions are called by name; read throws the last word away; a pattern and the formats of lines
# are in variables. shellcheck of the assembled script is told so by ./assemble --lint.
set -uf
umask 077
LC_ALL=C
PATH=${PATH:+$PATH:}/usr/sbin:/usr/bin:/sbin:/bin # an empty word would be the current directory
export LC_ALL PATH
exec 3>&1 1>&2 # the JSON goes to 3; whatever a tool prints goes to stderr

# Test seams; under SSM none is set.
ROOT=${ENI_ROOT:-}
BACKEND=${ENI_BACKEND:-}

NL='
'
SPACE=$IFS
RT_TABLES='/etc/iproute2/rt_tables /usr/share/iproute2/rt_tables /usr/lib/iproute2/rt_tables /etc/iproute2/rt_tables.d/*.conf'
GW6=fe80:ec2::1 # link-local address of the VPC router in every subnet (amazon-vpc-cni-k8s, GetIPv6Gateway)
STATES=$ROOT/var/lib/eni-failover
LOCK=$ROOT/run/eni-failover.lock
NAP=0.05
CODE=0 WARNINGS='' SEEN='' COUNT=0 VERB='' RULE_PROTO='proto static' SCRIPT=unknown
OPT_wait=60 OPT_persist=auto OPT_netplan=no OPT_table_name='' OPT_strict=no OPT_force=no
OPT_local4='' OPT_local6='' BEHIND='' CLAIMED=' '
