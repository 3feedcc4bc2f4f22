# Becomes the redis-server named in the arguments, and stops it when the JVM is gone: the JVM holds
# the other end of standard input, which the system closes however the JVM ends.
# The interrupt key of a terminal is for the JVM; Redis must outlive it until the JVM has drained.
trap '' INT HUP
exec 3<&0 </dev/null
(cat <&3; kill -TERM $$) >/dev/null 2>&1 &
exec 3<&-
if command -v setsid >/dev/null 2>&1; then
  exec setsid "$@"
fi
exec "$@"
