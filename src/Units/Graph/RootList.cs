using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Graph;

/// <summary>What a generation of GC roots holds (<see cref="BoundaryInputs"/>).</summary>
/// <remarks>
/// A <see cref="StateFile"/>:
/// <code>
/// fields = texts wanted, list of link
/// link   = text path, text target
/// </code>
/// </remarks>
/// <param name="Wanted">What was to be held, in nix-store's words.</param>
/// <param name="Links">The roots, and the store paths that they lead to.</param>
internal sealed record RootList(string[] Wanted, (string Path, string Target)[] Links)
{
    private const int SmallestLink = 8;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit roots 1", 64 << 20);

    /// <summary>Null: there is none.</summary>
    internal static RootList? Read(string path)
    {
        if (StateFile.Open(path, s_format) is not { } reader)
            return null;
        RootList list = new(reader.Texts(), reader.List(SmallestLink, static reader => (reader.Text(), reader.Text())));
        return reader.IsComplete ? list : null;
    }

    /// <summary>Where this fails, Nix is asked again.</summary>
    internal void Save(UnitDirectories directories, string path)
    {
        StateWriter writer = new(s_format);
        writer.Texts(Wanted);
        writer.List(Links, static (writer, link) =>
        {
            writer.Text(link.Path);
            writer.Text(link.Target);
        });
        _ = StateFile.TrySave(directories, path, writer);
    }
}
