using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Workers;

/// <summary>Builds, failed builds and selections of a few versions of two units, without an end.</summary>
internal static class ArtifactWork
{
    internal const int Versions = 6;

    internal static readonly string[] Units = ["liba", "libb"];

    internal static UnitDirectories DirectoriesOf(string root) => new(root + "/src", root + "/cache");

    internal static UnitNode NodeOf(string unit) => TestNodes.Make(unit, "out", "dev");

    internal static Digest KeyOf(string unit, int version) => TestNodes.Key(unit + version);

    /// <summary>What a version installs, by path in the view; null: an empty directory.</summary>
    internal static SortedDictionary<string, string?> FilesOf(string unit, int version)
    {
        SortedDictionary<string, string?> files = new(StringComparer.Ordinal) { [$"out/empty{version % 2}"] = null };
        for (int i = 0; i < 8; i++)
        {
            string directory = i < 4 ? "include" : $"lib{version % 3}/deep";
            files[$"{(i == 0 ? "dev" : "out")}/{directory}/f{i}"] = $"{unit} {i} {version / (i + 1)}" + new string('x', i * 3000);
        }

        return files;
    }

    internal static void Install(UnitDirectories directories, string unit, int version)
    {
        foreach ((string path, string? content) in FilesOf(unit, version))
        {
            string full = $"{directories.Views(unit)}/{path}";
            Directory.CreateDirectory(content is null ? full : Path.GetDirectoryName(full)!);
            if (content is not null)
                File.WriteAllText(full, content);
        }
    }

    internal static void Run(string root, int seed)
    {
        UnitDirectories directories = DirectoriesOf(root);
        ArtifactStore store = new(directories);
        store.Recover();
        Random random = new(seed);
        while (true)
        {
            Console.WriteLine("next");
            string unit = Units[random.Next(Units.Length)];
            UnitNode node = NodeOf(unit);
            int version = random.Next(Versions);
            if (random.Next(2) == 0 && store.Find(KeyOf(unit, version)) is { } artifact)
            {
                if (!store.Select(node, artifact))
                    throw new InvalidOperationException("an artifact that was found can't be selected");
                continue;
            }

            store.Begin(node);
            Install(directories, unit, version);
            switch (random.Next(6))
            {
                case 0:
                    store.Rollback(node);
                    break;
                case 1:
                    store.CommitUnkeyed(node);
                    break;
                default:
                    store.Commit(node, KeyOf(unit, version));
                    break;
            }
        }
    }
}
