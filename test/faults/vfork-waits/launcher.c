/* The child shares the parent's memory until it calls exec or ends, and the parent sleeps for as long (vfork(2)). */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	puts("READY");
	fflush(stdout);
	if (vfork() == 0) {
		sleep(180); /* What it does here should be done after exec. */
		_exit(0);
	}
	return 0;
}
