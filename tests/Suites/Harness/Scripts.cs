using System.Text.Json;

namespace Larder.Suites.Harness;

/// <summary>Runs shell scripts in a workspace: what a user types, with redirections, limits and signals.</summary>
internal static class Scripts
{
    /// <summary>Runs a script by bash, with the published binary's path in <c>$LARDER</c>. (.NET ignores SIGPIPE, and its children would.)</summary>
    internal static ProcessResult Shell(this Workspace work, string script, IReadOnlyDictionary<string, string?>? variables = null)
    {
        Dictionary<string, string?> all = new(StringComparer.Ordinal) { ["LARDER"] = LarderBinary.Path };
        foreach ((string name, string? value) in variables ?? new Dictionary<string, string?>())
            all[name] = value;
        return work.Run("env", ["--default-signal=PIPE", "bash", "-c", script], variables: all);
    }

    /// <summary>The names of files that larder may make beside an output while it writes it.</summary>
    internal static string[] OutputTemporaries(this Workspace work) =>
        Directory.GetFiles(work.Root, ".larder.*", SearchOption.AllDirectories);

    /// <summary>Asserts that nothing is left of a write, in the cache or beside an output.</summary>
    internal static void AssertNothingLeft(this Workspace work)
    {
        Assert.Empty(work.OutputTemporaries());
        Assert.Empty(work.TemporaryFiles());
    }

    /// <summary>The files of one kind in the cache: m(anifest), r(esult), t(oolchain).</summary>
    internal static string[] Entries(this Workspace work, char kind) =>
        Directory.Exists(work.Cache) ? Directory.GetFiles(work.Cache, "*." + kind, SearchOption.AllDirectories) : [];

    /// <summary>
    /// How many requests the counters tell of: each request has exactly one reason, and other counters (<c>stored</c>, …) go beside it.
    /// </summary>
    internal static long Requests(this Dictionary<string, long> counters) =>
        counters.Where(counter => !Beside.Contains(counter.Key)).Sum(counter => counter.Value);

    private static readonly HashSet<string> Beside =
        ["stored", "store_failed", "corrupt_entry", "evicted", "cleared", "manifest_mismatch", "result_gone", "not_stored_read_only", "fetched", "offered",
        "lower_hit", "corrupt_lower_entry", "lower_unusable", "verified_hit", "unverifiable_hit"];
}
