using System.Diagnostics;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.Tests.Harness;
using Larder.Units.Tests.Workers;

namespace Larder.Units.Tests.Artifacts;

/// <summary>A process is killed anywhere between the beginning of a build and the end of a selection; what it leaves is whole, or made whole.</summary>
public sealed class KilledTests : IDisposable
{
    private const int Rounds = 12;

    private readonly ScratchTree _tree = new();
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_view_shows_one_version_whole_whenever_its_process_is_killed()
    {
        Random random = new(7);
        UnitDirectories directories = ArtifactWork.DirectoriesOf(_tree.Root);
        int shown = 0;
        for (int round = 0; round < Rounds; round++)
        {
            RunAndKill(round, 1 + random.Next(25), TimeSpan.FromMilliseconds(random.NextDouble() * 4));
            ArtifactStore store = new(directories);
            store.Recover();
            Assert.Empty(Directory.GetFileSystemEntries(directories.Temporary));
            Assert.Empty(DirectoryNames.InReadable(directories.Asides));
            foreach (string unit in ArtifactWork.Units)
            {
                if (store.Selected(unit) is { } selected)
                {
                    Assert.Contains(Enumerable.Range(0, ArtifactWork.Versions), version => Shows(directories, unit, version)
                        && (selected.Key == default || selected.Key == ArtifactWork.KeyOf(unit, version)));
                    shown++;
                }

                SelectEach(store, directories, unit);
            }
        }

        Assert.True(shown > 0, "no view was whole after a kill");
    }

    private void SelectEach(ArtifactStore store, UnitDirectories directories, string unit)
    {
        for (int version = 0; version < ArtifactWork.Versions; version++)
        {
            if (store.Find(ArtifactWork.KeyOf(unit, version)) is not { } artifact)
                continue;
            Assert.True(store.IsSound(artifact));
            Dictionary<string, (string Content, long Time)> before = Times(directories, unit);
            Assert.True(store.Select(ArtifactWork.NodeOf(unit), artifact));
            Assert.True(Shows(directories, unit, version));
            foreach ((string path, (string content, long time)) in Times(directories, unit))
            {
                if (before.TryGetValue(path, out (string Content, long Time) old) && old.Content == content)
                    Assert.Equal(old.Time, time);
                else
                    Assert.True(time > _newest.GetValueOrDefault(unit), $"{path} of {unit} is not newer than what was there before");
            }

            _newest[unit] = Math.Max(_newest.GetValueOrDefault(unit), Times(directories, unit).Values.Max(static file => file.Time));
        }
    }

    private static Dictionary<string, (string Content, long Time)> Times(UnitDirectories directories, string unit) =>
        ViewWalk.List(directories.Views(unit)).Where(static file => file.Status.IsRegular).ToDictionary(
            static file => file.Path, file => (File.ReadAllText($"{directories.Views(unit)}/{file.Path}"), file.Status.Modified.TotalNanoseconds), StringComparer.Ordinal);

    /// <summary>Whether a view has all of a version, and nothing else.</summary>
    private static bool Shows(UnitDirectories directories, string unit, int version)
    {
        SortedDictionary<string, string?> found = new(StringComparer.Ordinal);
        foreach (ViewFile file in ViewWalk.List(directories.Views(unit)))
        {
            if (file.Status.IsRegular)
                found[file.Path] = File.ReadAllText($"{directories.Views(unit)}/{file.Path}");
            else if (file.IsEmpty)
                found[file.Path] = null;
        }

        return found.SequenceEqual(ArtifactWork.FilesOf(unit, version));
    }

    private void RunAndKill(int seed, int steps, TimeSpan after)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host, ["exec", typeof(ArtifactWork).Assembly.Location, "artifacts", _tree.Root, seed.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        for (int i = 0; i < steps; i++)
            Assert.Equal("next", process.StandardOutput.ReadLine());

        // Any moment of the step will do: none is waited for.
        process.WaitForExit(after);
        process.Kill();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", error.Result);
    }
}
