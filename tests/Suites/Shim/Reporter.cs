using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>
/// A compiled program that writes down all that a program gets when it is executed: words, environment, directory, umask, signals,
/// descriptors. It compiles nothing.
/// </summary>
internal static class Reporter
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dirent.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/resource.h>
        #include <sys/stat.h>
        #include <unistd.h>
        extern char **environ;
        int main(int count, char **words) {
            FILE *out = fopen(getenv("REPORT"), "w");
            for (int i = 0; i < count; i++) fprintf(out, "word %s", words[i]), fputc(0, out);
            for (char **e = environ; *e; e++) fprintf(out, "environment %s", *e), fputc(0, out);
            char path[4096], line[4096];
            fprintf(out, "directory %s", getcwd(path, sizeof path)), fputc(0, out);
            mode_t mask = umask(0);
            fprintf(out, "umask %o", mask), fputc(0, out);
            FILE *status = fopen("/proc/self/status", "r");
            while (fgets(line, sizeof line, status))
                if (!strncmp(line, "SigBlk", 6) || !strncmp(line, "SigIgn", 6) || !strncmp(line, "SigCgt", 6) || !strncmp(line, "NoNewPrivs", 10))
                    fprintf(out, "%s", line), fputc(0, out);
            fclose(status);
            for (int fd = 0; fd < 64; fd++) {
                char link[64];
                if (fd == fileno(out)) continue;
                snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
                ssize_t n = readlink(link, path, sizeof path - 1);
                if (n < 0) continue;
                path[n] = 0;
                fprintf(out, "descriptor %d %s flags %x", fd, path, fcntl(fd, F_GETFL)), fputc(0, out);
            }
            for (int r = 0; r < RLIM_NLIMITS; r++) {
                struct rlimit limit;
                getrlimit(r, &limit);
                fprintf(out, "limit %d %lx %lx", r, (long)limit.rlim_cur, (long)limit.rlim_max), fputc(0, out);
            }
            fprintf(out, "nice %d session %d", getpriority(PRIO_PROCESS, 0), getsid(0) == getsid(getppid())), fputc(0, out);
            fclose(out);
            fputs("on output\n", stdout);
            fputs("on error\n", stderr);
            const char *end = getenv("REPORT_STATUS");
            return end ? atoi(end) : 0;
        }
        """;

    private static readonly Lazy<byte[]> Program = new(Build);

    /// <summary>Puts the program at a path of the workspace's directory.</summary>
    internal static void Put(Workspace work, string name)
    {
        work.Write(name, Program.Value);
        work.Run("chmod", ["755", work.PathOf(name)]).Succeeded();
    }

    private static byte[] Build()
    {
        using Workspace work = new();
        work.Write("reporter.c", Source);
        work.Bare("gcc", "-O1", "-w", "reporter.c", "-o", "reporter").Succeeded();
        return work.Read("reporter");
    }
}
