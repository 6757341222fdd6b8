using Larder.Posix;
using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Sources;

/// <summary>What is remembered of whole trees is believed only while it is true: against scans that remember nothing.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class TreeSnapshotTests : IDisposable
{
    private readonly ScratchTree _tree = new();
    private int _oracles;

    public void Dispose() => _tree.Dispose();

    [ToolFact("git")]
    public void Whatever_is_done_to_a_tree_is_seen()
    {
        Tool.Run(_tree.Source, "git", "init", "--quiet");
        Directory.CreateDirectory(_tree.Root + "/outside");
        Random random = new(11);
        int remembered = 0;
        for (int step = 0; step < 400; step++)
        {
            Change(random);
            SourceScan expected = new SourceTrees(new UnitDirectories(_tree.Source, $"{_tree.Root}/oracle{_oracles++}")).Scan(_tree.Source + "/unit", ["left/**"]);
            for (int i = 0; i < 2; i++)
                Assert.Equal(expected, Scan(), Same.Scan);
            remembered += IsRemembered() ? 1 : 0;
        }

        Assert.InRange(remembered, 50, 399);
    }

    [Fact]
    public void A_tree_that_is_known_isnt_listed_again()
    {
        _tree.Write("unit/a.c", "a");
        _tree.Write("unit/sub/b.c", "b");
        SourceScan scan = Scan();
        Assert.True(IsRemembered());

        // A memo of files that are all gone says it, too: nothing else was read.
        File.Delete(_tree.Directories.Sources);
        SourceScan again = Scan();
        Assert.Equal(scan, again, Same.Scan);
        Assert.False(File.Exists(_tree.Directories.Sources));
    }

    [Fact]
    public void What_is_too_young_is_not_remembered()
    {
        _tree.Write("unit/a.c", "a");
        _tree.ScanAt(_tree.Source + "/unit", "left/**");
        Assert.False(IsRemembered());
    }

    [Fact]
    public void What_is_damaged_is_as_nothing()
    {
        _tree.Write("unit/a.c", "a");
        SourceScan scan = Scan();
        byte[] whole = File.ReadAllBytes(_tree.Directories.Trees);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 4;
            File.WriteAllBytes(_tree.Directories.Trees, i % 2 == 0 ? damaged : whole[..i]);
            Assert.Equal(scan, Scan(), Same.Scan);
        }
    }

    private static TimeSpec Ahead() => new(Clock.Now.Seconds + 10, 0);

    /// <summary>As an invocation of its own would, ten seconds later: all is old enough by then.</summary>
    private SourceScan Scan()
    {
        SourceTrees trees = new(_tree.Directories, Ahead);
        SourceScan scan = trees.Scan(_tree.Source + "/unit", ["left/**"]);
        trees.Save();
        return scan;
    }

    private bool IsRemembered()
    {
        TreeMemo memo = new(_tree.Directories, new SourceMemo(_tree.Directories, Ahead).Boot);
        return memo.Find(TreeMemo.NameOf(_tree.Source + "/unit", ["left/**"])) is { } snapshot && snapshot.Holds(ByteText.Encode(_tree.Source + "/unit"), new WalkRoom());
    }

    private void Change(Random random)
    {
        string[] names = ["a.c", "b.o", "sub", "left", "deep", "x.h"];
        string directory = "unit" + string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => "/" + names[random.Next(2, 5)]));
        string path = $"{_tree.Source}/{directory}/{names[random.Next(names.Length)]}";
        Directory.CreateDirectory(_tree.Source + "/unit");
        try
        {
            switch (random.Next(16))
            {
                case 0 or 1 or 2 or 3:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, random.Next(3).ToString());
                    break;
                case 4:
                    DateTime time = File.GetLastWriteTimeUtc(path);
                    File.WriteAllText(path, random.Next(3).ToString());
                    File.SetLastWriteTimeUtc(path, time);
                    break;
                case 5:
                    File.Delete(path);
                    break;
                case 6:
                    Directory.Delete(path, recursive: true);
                    break;
                case 7:
                    Directory.CreateDirectory(path);
                    break;
                case 8:
                    File.SetUnixFileMode(path, random.Next(2) == 0 ? (UnixFileMode)0x1ED : (UnixFileMode)0x1A4);
                    break;
                case 9:
                    File.WriteAllText($"{_tree.Source}/{directory}/.gitignore", random.Next(3) == 0 ? "" : "*.o\n/sub\n");
                    break;
                case 10:
                    File.WriteAllText(_tree.Source + "/.gitignore", random.Next(2) == 0 ? "deep/\n" : "*.h\n");
                    break;
                case 11:
                    Tool.Run(_tree.Source, "sh", "-c", "git add --force -- \"$1\" 2>/dev/null || true", "sh", path);
                    break;
                case 12:
                    Tool.Run(_tree.Source, "sh", "-c", "git rm --quiet -r --cached . 2>/dev/null || true");
                    break;
                case 13:
                    File.CreateSymbolicLink(path, random.Next(2) == 0 ? _tree.Root + "/outside" : "a.c");
                    break;
                case 14:
                    File.WriteAllText(_tree.Root + "/outside/f", random.Next(3).ToString());
                    break;
                default:
                    Directory.Move($"{_tree.Source}/unit/{names[random.Next(2, 5)]}", path);
                    break;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Something else stands there, or nothing: then this step changes nothing, or half of it.
        }
    }
}
