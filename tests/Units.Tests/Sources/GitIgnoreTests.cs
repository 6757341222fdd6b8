using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Sources;

/// <summary>What .gitignore files leave out, as git itself has it: its own "ls-files" is the oracle.</summary>
public sealed class GitIgnoreTests : IDisposable
{
    private static readonly string[] s_names = ["a", "b", "ab", "foo", "foo.o", "foo.c", "build", "Build", ".hid", "x y", "a[1]", "b!", "#c", "d\\e", "é", "trail "];

    private static readonly string[] s_patterns =
    [
        "a", "/a", "a/", "/a/", "!a", "!/a/", "a/b", "/a/b", "a/*", "a/**", "**/b", "**/a/", "a/**/b", "**", "*", "/*", "!*/", "*.o", "!foo.o", "foo*", "*foo", "f?o", "fo[ox]", "fo[!x].o", "[[:alpha:]]",
        "[[:upper:]]*", "[a-c]", "\\#c", "#c", "b\\!", "\\!a", "a\\[1\\]", "a[[]1]", "d\\\\e", "x y", "x\\ y", "trail\\ ", "trail ", "foo**", "foo**/b", "a**/b", "b/../a", "./a", "//a", "a//b", "*/b", "*/*/b", ".*", "!.hid",
        "build", "!build", "build/*", "!build/foo.c", "é", "?", "??", "[", "[a", "a\\", "*/", "/**/", "**/*.o", "!**/foo.*", "ab?", "*b", "/foo.[co]", "\r", "a\r", " a", "[^a]", "[]a]", "[]-a]", "[a-]", "a/*/", "/*/a",
        "**/a/**/b/**", "**/**/**/a", "a/**/**/b/**/foo.c", "**/*/**/a/**/*.o",
    ];

    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [ToolFact("git")]
    public void Random_trees_have_the_same_files_as_for_git()
    {
        int round = 0;
        Gen<string> name = Gen.Elements(s_names);
        Gen<string[]> path = from depth in Gen.Choose(1, 4) from names in Gen.ArrayOf(name, depth) select names;
        Gen<string> pattern = Gen.Frequency(
            (5, Gen.Elements(s_patterns)),
            (1, from left in Gen.Elements(s_patterns) from right in Gen.Elements(s_patterns) select left + "/" + right),
            (1, from left in Gen.Elements(s_patterns) from right in Gen.Elements(s_patterns) select left + right),
            (1, from letters in Gen.NonEmptyListOf(Gen.Elements("ab*?/![]\\-^: o.".ToCharArray())) select string.Concat(letters)));
        Gen<(string Directory, string Text)> file =
            from at in path
            from depth in Gen.Choose(0, 2)
            from lines in Gen.NonEmptyListOf(pattern)
            from end in Gen.Elements("\n", "", "\r\n")
            select (string.Join('/', at.Take(depth)), string.Join('\n', lines.Take(8)) + end);
        Gen<(string[] Paths, (string Directory, string Text)[] Ignores, string Exclude, int Tracked)> trees =
            from paths in Gen.ArrayOf(path, 30)
            from ignores in Gen.ArrayOf(file, 4)
            from exclude in Gen.ListOf(pattern)
            from tracked in Gen.Choose(0, 4)
            select (paths.Select(static names => string.Join('/', names)).ToArray(), ignores, string.Join('\n', exclude.Take(3)), tracked);

        foreach ((string[] paths, (string Directory, string Text)[] ignores, string exclude, int tracked) in trees.Sample(60, 60))
        {
            string root = $"{_tree.Source}/{round++}";
            Directory.CreateDirectory(root);
            Tool.Run(root, "git", "init", "--quiet");
            File.WriteAllText(root + "/.git/info/exclude", exclude);
            foreach (string text in paths)
                Try(root, text, text);
            foreach ((string directory, string text) in ignores)
                Try(root, $"{directory}/.gitignore", text);
            foreach (string text in paths.Where(text => File.Exists($"{root}/{text}")).Take(tracked))
                Tool.Run(root, "git", "add", "--force", "--", text);
            Compare(root, root, "");

            // From below, where the outer files count too.
            foreach (string directory in Directory.GetDirectories(root).Where(static directory => !directory.EndsWith("/.git", StringComparison.Ordinal)))
            {
                string inner = Path.GetFileName(directory);
                if (!IsIgnored(root, inner))
                    Compare(root, directory, inner + "/");
            }
        }
    }

    [ToolFact("git")]
    public void An_index_in_every_version_tells_what_is_tracked_all_the_same()
    {
        foreach (string format in (string[])["sha1", "sha256"])
        {
            foreach (string version in (string[])["2", "3", "4"])
            {
                string root = $"{_tree.Source}/{format}{version}";
                Directory.CreateDirectory(root);
                Tool.Run(root, "git", "init", "--quiet", "--object-format=" + format);
                File.WriteAllText(root + "/.gitignore", "*.o\ngen/\n");
                for (int i = 0; i < 30; i++)
                {
                    Try(root, $"obj/file{i:d2}.o", "");
                    Try(root, $"gen/deep{i % 3}/f{i}.c", "");
                }

                Tool.Run(root, "git", "add", "--force", "obj/file03.o", "obj/file17.o", "gen/deep1");
                Tool.Run(root, "git", "update-index", "--index-version", version);
                if (version == "3")
                    Tool.Run(root, "git", "add", "--force", "--intent-to-add", "obj/file05.o");
                Compare(root, root, "");
                Tool.Run(root, "git", "update-index", "--split-index");
                Tool.Run(root, "git", "add", "--force", "obj/file22.o");
                Compare(root, root, "");
            }
        }
    }

    [ToolFact("git")]
    public void A_further_work_tree_and_a_submodule_are_repositories_too()
    {
        string main = _tree.Root + "/main";
        Directory.CreateDirectory(main);
        Tool.Run(main, "git", "init", "--quiet");
        Try(main, "a.c", "");
        Commit(main);
        File.WriteAllText(main + "/.git/info/exclude", "*.tmp\n");
        Tool.Run(main, "git", "worktree", "add", "--quiet", _tree.Root + "/further");
        Try(_tree.Root + "/further", "x.tmp", "");
        Try(_tree.Root + "/further", "y.c", "");
        Compare(_tree.Root + "/further", _tree.Root + "/further", "");

        Try(main, ".gitignore", "*.log\n");
        string inner = _tree.Root + "/inner";
        Directory.CreateDirectory(inner);
        Tool.Run(inner, "git", "init", "--quiet");
        Try(inner, "b.c", "");
        Try(inner, ".gitignore", "*.o\n");
        Commit(inner);
        Tool.Run(main, "git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub");
        Try(main, "sub/n.o", "");
        Try(main, "sub/n.log", "");
        Try(main, "n.o", "");
        Try(main, "n.log", "");
        Assert.Equal([".gitignore", ".gitmodules", "a.c", "n.o", "sub/.gitignore", "sub/b.c", "sub/n.log"], Scan(main));
    }

    [ToolFact("git")]
    public void A_source_that_an_outer_file_ignores_as_a_whole_is_source_all_the_same()
    {
        Tool.Run(_tree.Source, "git", "init", "--quiet");
        _tree.Write(".gitignore", "/vendor/\n*.o\n");
        _tree.Write("vendor/lib/a.c", "");
        _tree.Write("vendor/lib/a.o", "");
        _tree.Write("vendor/lib/.gitignore", "*.log\n");
        _tree.Write("vendor/lib/a.log", "");
        Assert.Equal([".gitignore", "a.c", "a.o"], Scan(_tree.Source + "/vendor/lib"));
        Assert.Equal([".gitignore"], Scan(_tree.Source));
    }

    [Fact]
    public void Without_a_repository_the_trees_own_files_count()
    {
        _tree.Write(".gitignore", "*.o\n!keep.o\n/top/\n");
        foreach (string path in (string[])["a.c", "a.o", "sub/keep.o", "sub/b.o", "top/x.c", "sub/top/y.c"])
            _tree.Write(path, "");
        Assert.Equal([".gitignore", "a.c", "sub/keep.o", "sub/top/y.c"], _tree.Paths());
    }

    [Fact]
    public void What_is_ignored_may_come_and_go()
    {
        _tree.Write(".gitignore", "*.o\nout/\n");
        _tree.Write("a.c", "");
        _tree.Write("sub/a.o", "1");
        Larder.Storage.Digest before = _tree.Scan().Digest;
        _tree.Write("sub/b.o", "2");
        _tree.Write("out/x/y", "3");
        _tree.Write("more/c.o", "3");
        Assert.Equal(before, _tree.Scan().Digest);
    }

    private static void Commit(string directory)
    {
        Tool.Run(directory, "git", "add", "--all");
        Tool.Run(directory, "git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "x");
    }

    /// <summary>Writes a file where nothing is in its way.</summary>
    private static void Try(string root, string path, string content)
    {
        string full = $"{root}/{path}";
        for (string? at = Path.GetDirectoryName(full); at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at))
                return;
        }

        if (Directory.Exists(full))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    private static bool IsIgnored(string root, string path) =>
        Tool.Run(root, "sh", "-c", "git check-ignore --no-index --quiet -- \"$1\" && echo yes || true", "sh", path).Length > 0;

    private string[] Scan(string directory) =>
        [.. _tree.ScanAt(directory).Files.Where(static file => file.Kind != Larder.Units.Sources.SourceFileKind.Directory).Select(static file => file.Path)];

    private void Compare(string root, string directory, string prefix)
    {
        string listed = Tool.Run(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", prefix.Length == 0 ? "." : ":(literal)" + prefix);
        string[] expected = [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => path[prefix.Length..]).Distinct().OrderBy(static path => path, Comparer<string>.Create(static (x, y) =>
            Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))))];
        string rules = string.Join("\n", Directory.GetFiles(root, ".gitignore", SearchOption.AllDirectories).Select(static file => $"{file}: {File.ReadAllText(file)}"));
        Assert.True(expected.SequenceEqual(Scan(directory)), $"{directory}\ngit: {string.Join(", ", expected)}\nlarder: {string.Join(", ", Scan(directory))}\n{rules}");
    }
}
