/* The supervisor reaps what dies and starts it again: only the kernel's log tells why. */
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct image { int width, height; };

static struct image *volatile decoded; /* Nothing was decoded. */

static int area(const struct image *image)
{
	return image->width * image->height;
}

int main(void)
{
	const time_t end = time(NULL) + 180;

	for (int round = 0; time(NULL) < end; round++) {
		if (fork() == 0)
			_exit(area(decoded) > 0);
		wait(NULL);
		if (round == 2) {
			puts("READY");
			fflush(stdout);
		}
		sleep(1);
	}
	return 0;
}
