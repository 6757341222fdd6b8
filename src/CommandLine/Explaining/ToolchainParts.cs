using System.Text.RegularExpressions;
using Larder.Caching.Explaining;
using Larder.Caching.Toolchains;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Explaining;

/// <summary>Says what of a compiler has changed: its path, its version, or which of its programs and libraries.</summary>
internal sealed partial class ToolchainParts(LocalStore store)
{
    /// <summary>Programs that are named; what is beyond is counted.</summary>
    private const int MostNamed = 3;

    internal Cause Compare(CompileNote before, CompileNote after, List<string> wasIdentity, List<string> identity)
    {
        string path = ByteText.Show(after.Compiler);
        string wasPath = ByteText.Show(before.Compiler);
        string version = VersionOf(after.Version);
        string wasVersion = VersionOf(before.Version);
        if (path != wasPath)
        {
            string now = $"{path} {version}".TrimEnd();
            string was = $"{wasPath} {wasVersion}".TrimEnd();
            return new Cause(CauseKind.Compiler, $"the compiler is {now}, was {was}") { Was = was, Now = now };
        }

        if (version != wasVersion)
            return new Cause(CauseKind.Compiler, $"the compiler changed: {path} {wasVersion} → {version}") { Was = wasVersion, Now = version, File = path };
        List<string> changed = Changed(Find(before.Toolchain, wasIdentity), Find(after.Toolchain, identity));
        string parts = changed.Count switch
        {
            0 => string.Empty,
            <= MostNamed => ": " + string.Join(", ", changed),
            _ => $": {string.Join(", ", changed.Take(MostNamed))} and {changed.Count - MostNamed} more",
        };
        return new Cause(CauseKind.Compiler, $"the compiler changed: {path}, {(version.Length > 0 ? $"still {version}, " : string.Empty)}is made of other files{parts}") { File = path };
    }

    /// <summary>Programs and libraries with other contents, and those of one that the other hasn't.</summary>
    private static List<string> Changed(InputView? before, InputView? after)
    {
        if (before is null || after is null)
            return [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (((string path, InputKind kind), Digest digest) in after.ByPath)
        {
            if (kind == InputKind.Content && (!before.ByPath.TryGetValue((path, kind), out Digest was) || was != digest))
                names.Add(path);
        }

        foreach ((string path, InputKind kind) in before.ByPath.Keys)
        {
            if (kind == InputKind.Content && !after.ByPath.ContainsKey((path, kind)))
                names.Add(path);
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>What a toolchain of that identity is made of; null where the store knows it no longer.</summary>
    private InputView? Find(Digest entry, List<string> identity)
    {
        for (LocalStore? layer = store; layer is not null && entry != default; layer = layer.Lower)
        {
            EntryReadOutcome found = layer.ReadEntry(EntryKind.Toolchain, in entry);
            if (!found.IsFound)
                continue;
            for (int wanted = 0; ; wanted++)
            {
                int seen = 0;
                InputView? view = null;
                Toolchain? toolchain = ToolchainEntry.Find(found.Payload.Span, (in InputSet set) =>
                {
                    if (seen++ != wanted)
                        return false;
                    view = InputView.Of(in set);
                    return true;
                });
                if (toolchain is null)
                    break;
                if (identity.Contains(toolchain.Identity.ToString(), StringComparer.Ordinal))
                    return view;
            }
        }

        return null;
    }

    private static string VersionOf(byte[] line)
    {
        string text = ByteText.Show(line);
        Match match = Number().Match(text);
        return match.Success ? match.Value : text;
    }

    [GeneratedRegex(@"\d+(\.\d+)+\S*")]
    private static partial Regex Number();
}
