#!/bin/sh
# Runs a command in a network of its own, which has an interface and a route, and a name server only if the command is one.
# To be started by `unshare --net --mount`. Nothing leaves it. `private-network.sh FOLDER COMMAND...`
set -e
folder=$1
shift
ip link set lo up
ip link add handoff0 type veth peer name handoff1
ip addr add 10.199.0.1/24 dev handoff0
ip link set handoff0 up
ip link set handoff1 up
ip route add default via 10.199.0.2
echo "nameserver 127.0.0.1" > "$folder/resolv.conf"
mount --bind "$folder/resolv.conf" /etc/resolv.conf
HANDOFF_PRIVATE_ADDRESS=10.199.0.1 exec "$@"
