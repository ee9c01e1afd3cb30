#!/bin/bash
# A page with the name of the host, on every address of the host.
mkdir -p /srv/page && hostname >/srv/page/index.html
cat >/etc/systemd/system/page.service <<'UNIT'
[Service]
ExecStart=/usr/bin/python3 -m http.server 80 --directory /srv/page
Restart=always
DynamicUser=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE
[Install]
WantedBy=multi-user.target
UNIT
systemctl enable --now page.service
