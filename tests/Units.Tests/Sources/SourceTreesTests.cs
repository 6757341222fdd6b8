using Larder.Posix;
using Larder.Storage;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Sources;

/// <summary>What of a tree counts, and what doesn't.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SourceTreesTests : IDisposable
{
    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Content_names_and_the_executable_bit_count_and_time_stamps_only_for_the_stamp()
    {
        string file = _tree.Write("a.c", "int a;");
        SourceScan first = _tree.Scan();
        Assert.Equal(first, _tree.Scan(), Same.Scan);

        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        SourceScan touched = _tree.Scan();
        Assert.Equal(first.Digest, touched.Digest);
        Assert.NotEqual(first.Stamp, touched.Stamp);

        File.WriteAllText(file, "int b;");
        SourceScan edited = _tree.Scan();
        Assert.NotEqual(first.Digest, edited.Digest);

        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
        SourceScan executable = _tree.Scan();
        Assert.NotEqual(edited.Digest, executable.Digest);
        Assert.Equal(SourceFileKind.Executable, executable.Files.Single().Kind);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "int a;");
        Assert.Equal(first.Digest, _tree.Scan().Digest);
        File.Move(file, _tree.Source + "/b.c");
        Assert.NotEqual(first.Digest, _tree.Scan().Digest);
    }

    [Fact]
    public void An_edit_that_is_taken_back_leaves_another_stamp()
    {
        string file = _tree.Write("a.c", "int a;");
        for (int i = 0; i < 20; i++)
        {
            SourceScan before = _tree.Scan();
            File.WriteAllText(file, "int b;");
            File.WriteAllText(file, "int a;");
            SourceScan after = _tree.Scan();
            Assert.Equal(before.Digest, after.Digest);
            Assert.NotEqual(before.Stamp, after.Stamp);
        }
    }

    [Fact]
    public void Directories_called_build_or_target_are_source_as_any_other()
    {
        // The peer's sixth defect.
        _tree.Write("build/gen.c", "");
        _tree.Write("target/x.rs", "");
        _tree.Write("src/build/target/y.c", "");
        Assert.Equal(["build/gen.c", "src/build/target/y.c", "target/x.rs"], _tree.Paths());
    }

    [Fact]
    public void Files_are_in_the_order_of_their_paths_bytes()
    {
        foreach (string path in (string[])["b/a", "b.c", "b-x", "a", "B", "bä", "b/.h"])
            _tree.Write(path, path);
        Assert.Equal(["B", "a", "b-x", "b.c", "b/.h", "b/a", "bä"], _tree.Paths());
    }

    [Fact]
    public void A_name_that_is_no_utf8_is_kept()
    {
        Tool.Run(_tree.Source, "sh", "-c", "printf x > \"$(printf 'n\\377m')\"");
        Assert.Equal("n\uDCFFm", Assert.Single(_tree.Paths()));
    }

    [Fact]
    public void An_empty_directory_counts_until_something_is_in_it()
    {
        _tree.Write("a.c", "");
        Digest without = _tree.Scan().Digest;
        Directory.CreateDirectory(_tree.Source + "/empty");
        SourceScan scan = _tree.Scan();
        Assert.NotEqual(without, scan.Digest);
        Assert.Contains(scan.Files, static file => file is { Path: "empty", Kind: SourceFileKind.Directory });
        _tree.Write("empty/b.c", "");
        Assert.Equal(["a.c", "empty/b.c"], _tree.Paths());
    }

    [Fact]
    public void What_has_no_content_doesnt_count_and_doesnt_block()
    {
        _tree.Write("a.c", "");
        Tool.Run(_tree.Source, "mkfifo", "pipe");
        using System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_tree.Source + "/socket"));
        Assert.Equal(["a.c"], _tree.Paths());
    }

    [Fact]
    public void Declared_filters_leave_out_what_they_name_and_all_below()
    {
        foreach (string path in (string[])["a.c", "a.md", "docs/x.md", "docs/deep/y.c", "sub/docs/z.c", "sub/t.md", "gen", "sub/gen/q.c"])
            _tree.Write(path, "");
        Assert.Equal(["a.c", "gen", "sub/docs/z.c", "sub/gen/q.c"], _tree.Paths("docs", "**/*.md"));
        Assert.Equal(["a.c", "docs/deep/y.c", "docs/x.md", "gen", "sub/docs/z.c", "sub/gen/q.c", "sub/t.md"], _tree.Paths("*.md"));
        Assert.Equal(["a.c", "a.md", "docs/deep/y.c", "docs/x.md", "gen", "sub/docs/z.c", "sub/t.md"], _tree.Paths("**/gen/"));
    }

    [Fact]
    public void The_digest_is_the_same_wherever_the_tree_stands_and_whatever_is_left_out_holds()
    {
        _tree.Write("a.c", "x");
        Digest digest = _tree.Scan("out").Digest;
        _tree.Write("out/big", "y");
        Assert.Equal(digest, _tree.Scan("out").Digest);
        Directory.Move(_tree.Source, _tree.Root + "/elsewhere");
        Assert.Equal(digest, _tree.ScanAt(_tree.Root + "/elsewhere", "out").Digest);
    }

    [Fact]
    public void A_missing_directory_is_said()
    {
        UnitFault fault = Assert.Throws<UnitFault>(() => _tree.ScanAt(_tree.Root + "/nowhere"));
        Assert.Contains("/nowhere can't be read: No such file or directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_trees_are_scanned_at_once()
    {
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 5; j++)
                _tree.Write($"u{i}/src/f{j}.c", $"{i} {j}");
        }

        SourceTrees trees = new(_tree.Directories);
        Digest[] digests = new Digest[40];
        Parallel.For(0, 40, i => digests[i] = trees.Scan($"{_tree.Source}/u{i}", []).Digest);
        trees.Save();
        Assert.Equal(40, digests.Distinct().Count());
        for (int i = 0; i < 40; i++)
            Assert.Equal(digests[i], _tree.ScanAt($"{_tree.Source}/u{i}").Digest);
    }
}
