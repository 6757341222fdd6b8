using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay.Trees;

namespace Larder.Units.Scheduling;

/// <summary>
/// What crates see that link nothing: units' outputs with nothing in the Rust libraries but their metadata (<see cref="UnitDirectories.Stub"/>). So what they make can
/// hang on nothing else, and it is there before the code is. For one invocation; whatever stands there belongs to nobody after it.
/// </summary>
/// <remarks>
/// Before a unit has ended it is a forecast: what was there before, or what buildRustCrate's install phase would put there, with the new metadata. Who is built by it has
/// that forecast's digest in its key, and isn't done before the real one has come out the same.
/// </remarks>
internal sealed class MetadataViews(UnitDirectories directories)
{
    private const uint AllBits = 0xFFF;

    private readonly Dictionary<string, Digest> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Artifact> _foretold = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    /// <summary>What a unit that is being built will come to, as far as can be told: of its digests only <see cref="Artifact.Metadata"/>, the others are zero. Null: nothing can be told.</summary>
    internal Artifact? Foretold(string unit)
    {
        lock (_gate)
            return _foretold.GetValueOrDefault(unit);
    }

    /// <summary>Makes a forecast of a unit whose view is put aside while it is built, and shows it. Once in an invocation.</summary>
    /// <param name="node">The unit.</param>
    /// <param name="crate">The library's file name.</param>
    /// <param name="metadata">What is in it.</param>
    /// <param name="target">The directory that rustc writes it to; null: not known.</param>
    /// <returns>False where nothing can be told. Then nothing is shown.</returns>
    /// <exception cref="UnitFault">It can't be read or written.</exception>
    internal bool Foretell(UnitNode node, string crate, byte[] metadata, string? target)
    {
        lock (_gate)
        {
            if (_foretold.ContainsKey(node.Name) || _shown.ContainsKey(node.Name))
                return false;
            string aside = directories.Aside(node.Name);
            List<ViewFile> before = ViewWalk.List(aside);
            string[] crates = [.. before.Where(file => CrateMetadata.IsCrate(file.Path)).Select(file => file.Path)];
            if (before.Count > 0 && (crates.Length != 1 || Path.GetFileName(crates[0]) != crate))
                return false;
            string place = NewPlace();
            try
            {
                if (before.Count == 0)
                    CrateLayout.Write(place, [.. node.Outputs.Keys], crate, target);
                else
                    Copy(before, aside, place);
                return Foretell(node, place, metadata);
            }
            finally
            {
                Tree.Remove(place);
            }
        }
    }

    /// <summary>Shows what a unit's view holds, where it isn't shown already.</summary>
    /// <exception cref="UnitFault">It can't be read or written.</exception>
    internal void Show(UnitNode node, Artifact artifact)
    {
        lock (_gate)
        {
            if (_shown.TryGetValue(node.Name, out Digest shown) && shown == artifact.Metadata)
                return;
            string view = directories.Views(node.Name);
            string place = NewPlace();
            List<ViewFile> files = ViewWalk.List(view);
            Copy(files, view, place);
            foreach (ViewFile file in files.Where(file => CrateMetadata.IsCrate(file.Path)))
            {
                // What isn't understood counts with all of its content.
                if (MetadataOf($"{view}/{file.Path}") is { } metadata)
                    WriteStub(node, place, file, metadata);
            }

            Put(node.Name, place, artifact.Metadata);
        }
    }

    private bool Foretell(UnitNode node, string place, byte[] metadata)
    {
        foreach (ViewFile file in ViewWalk.List(place).Where(file => CrateMetadata.IsCrate(file.Path)))
            WriteStub(node, place, file, metadata);
        OutputCapture capture = new(place, new ReferenceSearch(directories, node.Name), objects: null);
        Artifact artifact = capture.Run(node.Outputs.Keys, default, before: null, directories.Aside(node.Name)).Artifact;
        if (!artifact.HasMetadata)
            return false;
        Put(node.Name, place, artifact.Metadata);
        _foretold[node.Name] = artifact with { Content = default, Interface = default, Link = default };
        return true;
    }

    private static byte[]? MetadataOf(string path)
    {
        if (FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadOnly, out FileDescriptor file) != Errno.None)
            return null;
        using (file)
            return CrateMetadata.Read(file);
    }

    private string NewPlace()
    {
        string place = ByteText.Decode(FilePlacement.NewTemporary(directories));
        Tree.Make(place);
        return place;
    }

    private void Put(string unit, string place, Digest shown)
    {
        string final = directories.Stubs(unit);
        Tree.Make(Path.GetDirectoryName(final)!);
        _shown.Remove(unit);
        Tree.Remove(final);
        int error = FileSystem.Rename(ByteText.Encode(place), ByteText.Encode(final));
        if (error != Errno.None)
            throw new UnitFault($"{final} can't be made: {Errno.Describe(error)}");
        _shown[unit] = shown;
    }

    private void WriteStub(UnitNode node, string place, ViewFile file, byte[] metadata)
    {
        Tree.Write($"{place}/{file.Path}", CrateMetadata.Stub($"{directories.Stubs(node.Name)}/{file.Path}", metadata));
        SetMode($"{place}/{file.Path}", file);
    }

    private static void Copy(List<ViewFile> files, string from, string to)
    {
        foreach (ViewFile file in files)
        {
            string path = $"{to}/{file.Path}";
            if (file.Status.IsDirectory)
            {
                Tree.Make(path);
                continue;
            }

            if (file.Target is { } target)
                Check(FileSystem.SymbolicLink(target, ByteText.Encode(path)), path);
            else
                Tree.Write(path, FileSystem.ReadAll(ByteText.Encode($"{from}/{file.Path}"), out int error) ?? throw new UnitFault($"{from}/{file.Path} can't be read: {Errno.Describe(error)}"));
            if (file.Target is null)
                SetMode(path, file);
        }

        // In the end: one may be read-only. Of those with something in them the mode is no part of an artifact.
        foreach (ViewFile file in files.Where(file => file.Status.IsDirectory && file.IsEmpty))
            SetMode($"{to}/{file.Path}", file);
    }

    private static void SetMode(string path, ViewFile file) => Check(FileSystem.ChangeMode(ByteText.Encode(path), file.Status.Permissions & AllBits), path);

    private static void Check(int error, string path)
    {
        if (error != Errno.None)
            throw new UnitFault($"{path} can't be written: {Errno.Describe(error)}");
    }
}
