capsh --drop=cap_sys_admin,cap_bpf,cap_perfmon -- -c perf record -e cpu-clock -F 49 -a -o /tmp/n.data -- sleep 1
exit 255
