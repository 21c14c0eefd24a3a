capsh --drop=cap_sys_admin,cap_bpf,cap_perfmon -- -c runqlat 1 1
exit 1
