using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>A workspace whose cache has a directory below it, which another larder fills in process, as a build machine does.</summary>
internal sealed class LayeredWorkspace : IDisposable
{
    internal LayeredWorkspace() => Work.Variables["LARDER_LOWER_DIR"] = Lower;

    internal Workspace Work { get; } = new();

    internal string Lower => Path.Combine(Work.Root, "lower");

    public void Dispose() => Work.Dispose();

    /// <summary>Compiles with the lower directory as the cache.</summary>
    internal void Fill(params string[] command) => Fill(new Dictionary<string, string?>(StringComparer.Ordinal), command);

    internal void Fill(Dictionary<string, string?> variables, params string[] command)
    {
        if (!Directory.Exists(Lower))
            KnownCompilers.Bring(Work, Lower);
        variables["LARDER_DIR"] = Lower;
        variables["LARDER_LOWER_DIR"] = null;
        variables["LARDER_NO_DAEMON"] = "1";
        Workspace.Settle();
        Work.Run(LarderBinary.Path, command, variables: variables).Succeeded();
    }

    /// <summary>All that stands in the lower directory, with contents, modes and times.</summary>
    internal string Below() =>
        Work.Shell($"cd '{Lower}' && find . -printf '%p %y %m %U %s %T@ %C@ %i\\n' | sort && find . -type f ! -path '*/digests/*' -exec sha256sum {{}} + | sort").Succeeded().OutputText;
}
