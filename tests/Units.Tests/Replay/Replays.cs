using System.Text.Json;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>
/// The projects with all that a replay needs of larder's other parts, at its simplest: nodes from .drv files, the source digested anew each time, and views in
/// which what has the same content keeps its time.
/// </summary>
public sealed class Replays : Projects
{
    private readonly Dictionary<string, (string Name, string Source)> _units = [];
    private readonly Dictionary<string, UnitNode> _nodes = [];

    public Replays()
    {
        Directories = new UnitDirectories(Repository, Store.Root + "/cache");
        if (NixFactAttribute.Obstacle != null)
            return;
        (int status, string output, string error) = Store.Run(
            "nix-instantiate", "--eval", "--strict", "--json", "--read-write-mode", "-E", $"builtins.mapAttrs (_: u: [ u.drvPath u.larderSource ]) (import {Repository}/units.nix).cc");
        Assert.True(status == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        foreach (JsonProperty unit in document.RootElement.EnumerateObject())
            _units[unit.Value[0].GetString()!] = (unit.Name, unit.Value[1].GetString()!);
    }

    internal UnitDirectories Directories { get; }

    internal string View(string unit, string output = "out") => Directories.View(unit, output);

    /// <summary>The node of a unit.</summary>
    internal UnitNode Node(string unit) => NodeOf(_units.Single(pair => pair.Value.Name == unit).Key)!;

    /// <summary>Replays what a unit depends on, and the unit, and expects that all pass.</summary>
    /// <returns>The log of the unit itself.</returns>
    internal string Build(string unit)
    {
        UnitNode node = Node(unit);
        foreach (UnitNode dependency in All(node).SkipLast(1))
            BuildAlone(dependency);
        return BuildAlone(node);
    }

    /// <summary>Replays only the unit.</summary>
    internal string BuildAlone(UnitNode node, UnitOptions? options = null, string? launcher = null)
    {
        (ReplayOutcome outcome, string log) = Replay(node, options, launcher);
        Assert.True(outcome.Succeeded, $"{node}: {outcome}\n{log}");
        return log;
    }

    /// <summary>Replays only the unit, whatever becomes of it.</summary>
    internal (ReplayOutcome Outcome, string Log) Replay(
        UnitNode node, UnitOptions? options = null, string? launcher = null, Action<string>? line = null, FileDescriptor? held = null, CancellationToken stop = default)
    {
        string log = Directories.Log(node.Name);
        string old = Store.Root + "/old-views";
        if (Directory.Exists(Directories.Views(node.Name)))
            Directory.Move(Directories.Views(node.Name), old);
        Directory.CreateDirectory(Directories.Views(node.Name));
        ReplayOutcome outcome;
        try
        {
            using ReplayLog writer = new(log, line);
            outcome = new Replayer(Store.Environment, held ?? FileDescriptor.None).Run(Request(node, options, launcher), writer, stop);
        }
        finally
        {
            if (Directory.Exists(old))
            {
                KeepTimes(old, Directories.Views(node.Name));
                Directory.Delete(old, recursive: true);
            }
        }

        return (outcome, File.ReadAllText(log));
    }

    internal ReplayRequest Request(UnitNode node, UnitOptions? options = null, string? launcher = null) => new()
    {
        Node = options == null ? node : With(node, options),
        Directories = Directories,
        Scan = node.Source == null ? null : Scan(node.Source),
        Views = new[] { node }.Concat(node.Dependencies)
            .SelectMany(each => each.Derivation.Outputs.Select(output => KeyValuePair.Create(output.Value.Path, View(each.Name, output.Key))))
            .DistinctBy(pair => pair.Key)
            .ToDictionary(StringComparer.Ordinal),
        Cores = 2,
        Launcher = launcher,
        ExtraEnvironment = ["LARDER_UNIT_BUILD=" + Path.GetFileName(Store.Root)],
    };

    internal static SourceScan Scan(string directory)
    {
        SourceFile[] files =
        [
            .. new DirectoryInfo(directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(info => (info is FileInfo || info.LinkTarget != null) && info.Name != "CMakeCache.txt") // As .gitignore would have it.
                .Select(info => new SourceFile(
                    Path.GetRelativePath(directory, info.FullName),
                    info.LinkTarget != null ? SourceFileKind.Link : (info.UnixFileMode & UnixFileMode.UserExecute) != 0 ? SourceFileKind.Executable : SourceFileKind.File,
                    info.LinkTarget is { } target ? Digest.Of(ByteText.Encode(target)) : Digest.Of(File.ReadAllBytes(info.FullName))))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        return new SourceScan(default, default, files);
    }

    /// <summary>The .drv file of an expression.</summary>
    internal string Instantiate(string expression)
    {
        (int status, string output, string error) = Store.Run("nix-instantiate", "-E", expression);
        Assert.True(status == 0, error);
        return output.Trim();
    }

    /// <summary>A node that is no unit, without dependencies.</summary>
    internal static UnitNode Between(string path)
    {
        Derivation derivation = DerivationReader.Read(path);
        return new UnitNode
        {
            Name = derivation.Name,
            Kind = NodeKind.Between,
            Derivation = derivation,
            Source = null,
            Options = UnitOptions.Default,
            Dependencies = [],
            Boundary = [],
            Identity = Digest.Of(ByteText.Encode(path)),
            SourcePath = null,
        };
    }

    // What has the same content as before keeps its time; all else has a new one.
    private static void KeepTimes(string old, string now)
    {
        foreach (string file in Directory.GetFiles(now, "*", SearchOption.AllDirectories))
        {
            string before = old + file[now.Length..];
            if (new FileInfo(file).LinkTarget != null)
                continue;
            bool same = File.Exists(before) && File.ReadAllBytes(before).AsSpan().SequenceEqual(File.ReadAllBytes(file));
            File.SetLastWriteTimeUtc(file, same ? File.GetLastWriteTimeUtc(before) : DateTime.UtcNow);
        }
    }

    private static List<UnitNode> All(UnitNode node)
    {
        List<UnitNode> all = [];
        foreach (UnitNode dependency in node.Dependencies)
            all.AddRange(All(dependency));
        all.Add(node);
        return [.. all.Distinct()];
    }

    private static UnitNode With(UnitNode node, UnitOptions options) => new()
    {
        Name = node.Name,
        Kind = node.Kind,
        Derivation = node.Derivation,
        Source = node.Source,
        Options = options,
        Dependencies = node.Dependencies,
        Boundary = node.Boundary,
        Identity = node.Identity,
        SourcePath = node.SourcePath,
    };

    private UnitNode? NodeOf(string path)
    {
        if (_nodes.TryGetValue(path, out UnitNode? known))
            return known;
        Derivation derivation = DerivationReader.Read(path);
        List<UnitNode> dependencies = [];
        List<string> boundary = [];
        foreach (string input in derivation.InputDerivations.Keys)
        {
            if (NodeOf(input) is { } dependency)
                dependencies.Add(dependency);
            else
                boundary.Add(input);
        }

        bool isUnit = _units.TryGetValue(path, out (string Name, string Source) unit);
        if (!isUnit && dependencies.Count == 0)
            return null;
        if (boundary.Count > 0)
            Assert.Equal(0, Store.Run("nix-store", ["--realise", .. boundary]).Status);
        string tools = derivation.Attribute("nativeBuildInputs") ?? "";
        return _nodes[path] = new UnitNode
        {
            Name = isUnit ? unit.Name : derivation.Name,
            Kind = !isUnit ? NodeKind.Between : tools.Contains("-cmake-", StringComparison.Ordinal) ? NodeKind.Cmake : tools.Contains("-meson-", StringComparison.Ordinal) ? NodeKind.Meson : NodeKind.Plain,
            Derivation = derivation,
            Source = isUnit ? $"{Repository}/{unit.Source}" : null,
            Options = UnitOptions.Default,
            Dependencies = [.. dependencies],
            Boundary = [.. boundary],
            Identity = Digest.Of(ByteText.Encode(path)),
            SourcePath = isUnit ? derivation.Attribute("src") : null,
        };
    }
}
