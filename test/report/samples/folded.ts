/** 1,940 samples of a service that parses prices. */
export const folded = `main;serve;handle_request;read_basket;parse_price 1104
main;serve;handle_request;read_basket;parse_price;strtod_l 61
main;serve;handle_request;read_basket;parse_price;malloc;_int_malloc 48
main;serve;handle_request;read_basket;parse_price;malloc;_int_malloc;asm_exc_page_fault_[k];exc_page_fault_[k];do_user_addr_fault_[k];handle_mm_fault_[k];clear_page_erms_[k] 22
main;serve;handle_request;read_basket;parse_price;std::vector<std::pair<int, double>>::emplace_back<int&, double&>(int&, double&) 37
main;serve;handle_request;read_basket;cfree 29
main;serve;handle_request;read_basket;std::_Hashtable<char const*, price>::find 83
main;serve;handle_request;apply_discounts;match_rule 97
main;serve;handle_request;apply_discounts;match_rule;regexec;sift_states_backward 64
main;serve;handle_request;apply_discounts;sum_lines 41
main;serve;handle_request;write_json;snprintf;vfprintf 72
main;serve;handle_request;write_json;memcpy 18
main;serve;handle_request;write_json;write;entry_SYSCALL_64_[k];do_syscall_64_[k];ksys_write_[k];vfs_write_[k];sock_write_iter_[k];tcp_sendmsg_[k];tcp_push_[k];__tcp_transmit_skb_[k] 58
main;serve;handle_request;write_json;write;entry_SYSCALL_64_[k];do_syscall_64_[k];ksys_write_[k];vfs_write_[k];sock_write_iter_[k];tcp_sendmsg_[k];_copy_from_iter_[k] 23
main;serve;epoll_wait;entry_SYSCALL_64_[k];do_syscall_64_[k];ep_poll_[k];schedule_hrtimeout_range_[k] 31
main;serve;accept_tls;SSL_read;[unknown] 41
main;serve;accept_tls;SSL_read;[unknown];entry_SYSCALL_64_[k];do_syscall_64_[k];tcp_recvmsg_[k] 14
main;gc_sweep;list_unlink 52
main;gc_sweep;madvise;entry_SYSCALL_64_[k];do_syscall_64_[k];zap_pte_range_[k] 22
start_thread;timer_loop;clock_nanosleep 23
`;
