using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>
/// rustc behind a script that notes when a library or a program begins and ends to be compiled, and can be told to hold a crate's end back: until another one has been
/// compiled, for good, or to let it fail then. rustc itself has done all of its work by that time, and has written the metadata long before.
/// </summary>
internal sealed class WatchedCompiler
{
    /// <summary>A test that would wait for ever fails instead; no build of these takes so long.</summary>
    private const int LimitSeconds = 120;

    private readonly string _directory;

    internal WatchedCompiler(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory + "/bin");
        Directory.CreateDirectory(directory + "/ended");
        string script = directory + "/bin/rustc";
        File.WriteAllText(script, $$"""
            #!/bin/bash
            previous= crate=
            for word; do
              if [[ $previous == --crate-name ]]; then crate=$word; fi
              previous=$word
            done
            cd_to={{directory}}
            echo "begins $crate" >>$cd_to/events
            {{RustFactAttribute.Compiler}} "$@" || { echo "fails $crate" >>$cd_to/events; exit 1; }
            if [[ -e $cd_to/hold.$crate ]]; then
              read -r until then <$cd_to/hold.$crate
              for ((i = 0; i < {{LimitSeconds}}0; i++)); do
                if [[ -e $cd_to/ended/$until ]]; then break; fi
                sleep 0.1
              done
              if [[ ! -e $cd_to/ended/$until ]]; then echo "$crate waited for $until in vain" >&2; exit 9; fi
              if [[ $then == fail ]]; then echo "error: $crate has no code" >&2; echo "fails $crate" >>$cd_to/events; exit 1; fi
            fi
            echo "ends $crate" >>$cd_to/events
            : >$cd_to/ended/$crate

            """);
        Tool.Run(directory, "chmod", "+x", script);
    }

    /// <summary>The directory that stands for the compiler's.</summary>
    internal string Path => _directory + "/bin";

    /// <summary>What was compiled since the last call.</summary>
    internal string[] Events()
    {
        string file = _directory + "/events";
        string[] events = File.Exists(file) ? File.ReadAllLines(file) : [];
        File.Delete(file);
        foreach (string ended in Directory.GetFiles(_directory + "/ended"))
            File.Delete(ended);
        return events;
    }

    /// <summary>A crate's compile doesn't end before another one's has, which comes to nothing where that waits for it.</summary>
    internal void Hold(string crate, string until, bool fails = false) => File.WriteAllText($"{_directory}/hold.{crate}", until + (fails ? " fail\n" : "\n"));

    internal void Release(string crate) => File.Delete($"{_directory}/hold.{crate}");

    /// <summary>Waits until a crate's compile has ended.</summary>
    internal void WaitFor(string crate)
    {
        for (int i = 0; i < LimitSeconds * 100 && !File.Exists($"{_directory}/ended/{crate}"); i++)
            Thread.Sleep(10);
        Assert.True(File.Exists($"{_directory}/ended/{crate}"), $"{crate} was not compiled");
    }
}
