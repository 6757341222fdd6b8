using Larder.Suites.Harness;

namespace Larder.Suites.Verification;

/// <summary>
/// A compiled program named gcc that puts a file in another's place right before it compiles, where it was told to, and then becomes the real gcc. It stands in
/// <c>fake/</c> of the workspace, first on PATH.
/// </summary>
internal sealed class EditingCompiler
{
    private const string Source = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        int main(int count, char **words) {
            int compiles = 0, asked = 0;
            for (int i = 1; i < count; i++) {
                if (!strcmp(words[i], "-c")) compiles = 1;
                if (!strcmp(words[i], "-v") || !strcmp(words[i], "-###") || !strcmp(words[i], "-E") || !strcmp(words[i], "-M")) asked = 1;
            }
            const char *to = getenv("EDITED_FILE");
            if (compiles && !asked && to) {
                char from[4096];
                snprintf(from, sizeof from, "%s.next", to);
                rename(from, to);
            }
            words[0] = "/usr/bin/gcc";
            execv(words[0], words);
            return 99;
        }
        """;

    private readonly Workspace _work;

    internal EditingCompiler(Workspace work)
    {
        _work = work;
        work.Write("fake.c", Source);
        work.Write("fake/none", "");
        work.Bare("gcc", "-O1", "-w", "fake.c", "-o", "fake/gcc").Succeeded();
        work.Variables["PATH"] = work.PathOf("fake") + ":" + Environment.GetEnvironmentVariable("PATH");
    }

    internal void NextCompileEdits(string name, string text)
    {
        _work.Write(name + ".next", text);
        _work.Variables["EDITED_FILE"] = _work.PathOf(name);
    }
}
