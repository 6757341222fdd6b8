using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Replay;

/// <summary>What a crate's build has shown, as rustc.sh notes it.</summary>
/// <param name="Linked">The units whose code was to be linked, and that were shown without it. Then the build has come to nothing, whatever its status is.</param>
/// <param name="CompilerFailed">A rustc that had all that it needed has failed: no other view of the dependencies would have helped.</param>
/// <remarks>
/// Files in the build directory's metadata/:
/// <code>
/// NAME.rmeta     the metadata of the library NAME.rlib, whole as soon as it stands there
/// NAME.place     the directory that NAME.rlib is written to
/// linked         places of libraries without code that were about to be linked, one on a line
/// failed         rustc has failed
/// </code>
/// </remarks>
internal sealed record CrateNotes(string[] Linked, bool CompilerFailed)
{
    internal const string Metadata = ".rmeta";
    internal const string Place = ".place";

    /// <summary>A crate has no more dependencies than that would take.</summary>
    private const long LargestFile = 64L << 20;

    /// <summary>Reads the notes of a build that has ended.</summary>
    internal static CrateNotes Read(string directory, UnitDirectories directories)
    {
        string stubs = directories.Stubs("");
        string[] places = FileSystem.ReadAll(ByteText.Encode(directory + "/linked"), out _, LargestFile) is { } text ? ByteText.Decode(text).Split('\n') : [];
        string[] units = [.. places.Where(place => place.StartsWith(stubs, StringComparison.Ordinal)).Select(place => place[stubs.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal)];
        return new CrateNotes(units, FileSystem.LinkStat(ByteText.Encode(directory + "/failed"), out _) == Errno.None);
    }
}
