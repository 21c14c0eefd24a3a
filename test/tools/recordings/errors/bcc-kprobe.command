cachestat-bpfcc 1 1
exit 1
