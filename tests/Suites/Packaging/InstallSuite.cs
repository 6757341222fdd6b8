using Larder.Suites.Harness;

namespace Larder.Suites.Packaging;

/// <summary>"./dev install" and "./dev deb": what they put where, and that it works from there.</summary>
public sealed class InstallSuite : IDisposable
{
    private static readonly string Tree = SourceRoot.Directory;

    private readonly Workspace _work = new();

    public InstallSuite()
    {
        _work.Variables["LARDER_NO_DAEMON"] = "1";
        _work.Write("x.c", "int x(void) { return 1; }\n");
    }

    public void Dispose() => _work.Dispose();

    [ProgramFact("/usr/bin/groff", "/usr/bin/man")]
    public void Everything_stands_in_its_place_and_works_from_there()
    {
        string prefix = Path.Combine(_work.Root, "opt");
        Dev("install", "--no-build", "--prefix", prefix);

        foreach (string link in (string[])["gcc", "g++", "cc", "c++", "clang", "clang++"])
            Assert.Equal("../../bin/larder", new FileInfo(Path.Combine(prefix, "lib/larder", link)).LinkTarget);
        for (int i = 0; i < 2; i++)
            _work.Shell($"PATH={prefix}/lib/larder:$PATH gcc -c x.c").Succeeded();
        _work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));
        Assert.Contains($"ExecStart={prefix}/bin/larderd --foreground", File.ReadAllText(Path.Combine(prefix, "lib/systemd/user/larder.service")), StringComparison.Ordinal);
        foreach (string unit in (string[])["user/larder.socket", "system/larder.service", "system/larder.socket"])
            Assert.DoesNotContain("/usr/bin/", File.ReadAllText(Path.Combine(prefix, "lib/systemd", unit)), StringComparison.Ordinal);

        Assert.Equal(File.ReadAllText(Path.Combine(Tree, "lib/units.nix")), File.ReadAllText(Path.Combine(prefix, "share/larder/units.nix")));
        CheckManualPages(Path.Combine(prefix, "share/man"));
        CheckCompletions(Path.Combine(prefix, "share"));
    }

    [ProgramFact("/usr/bin/zsh")]
    public void Completion_for_zsh_offers_commands()
    {
        // _describe and its kin are zsh's completion system's; here they print what they are given.
        Generate("zsh", "_larder");
        const string Stubs = "_describe() { print -l -- ${(P)2} }; _command_names() { print commands }; _files() { print files }; _normal() { print normal $words }; ";
        Assert.Contains("stats:Show hits", Zsh("words=(larder st); CURRENT=2"), StringComparison.Ordinal);
        Assert.Contains("\nrestart\n", Zsh("words=(larder daemon re); CURRENT=3"), StringComparison.Ordinal);
        Assert.Contains("files\n", Zsh("words=(larder inspect x); CURRENT=3"), StringComparison.Ordinal);
        Assert.Equal("normal gcc -c\n", Zsh("words=(larder gcc -c); CURRENT=3"));

        string Zsh(string words) => _work.Shell($"zsh -fc '{Stubs}{words}; f() {{ source ./_larder }}; f'").Succeeded().OutputText;
    }

    [ProgramFact("/usr/bin/fish")]
    public void Completion_for_fish_offers_commands()
    {
        Generate("fish", "larder.fish");
        foreach ((string line, string offered) in ((string, string)[])[("larder sta", "stats\t"), ("larder daemon re", "restart"), ("larder help in", "inspect"), ("larder stats --j", "--json")])
            Assert.Contains(offered, _work.Shell($"fish -c 'source larder.fish; complete -C \"{line}\"'").Succeeded().OutputText, StringComparison.Ordinal);
    }

    [ProgramFact("/usr/bin/mandoc")]
    public void Manual_pages_are_understood_by_mandoc_too()
    {
        foreach (string page in (string[])["larder.1", "larder.conf.5", "larderd.8"])
        {
            Generate(page, page);

            // A page that is made anew with each build has no date of its own.
            Assert.Equal("", _work.Shell($"mandoc -T lint -W warning {page} | grep -v 'missing date' || true").OutputText);
        }
    }

    [ProgramFact("/usr/bin/dpkg-deb")]
    public void The_package_is_installed_follows_the_compilers_and_goes()
    {
        Dev("deb", "--no-build");
        string package = Directory.GetFiles(Path.Combine(Tree, "out/deb"), "larder_*.deb").Single();
        string root = Path.Combine(_work.Root, "root");
        _work.Shell($"mkdir -p {root}/var/lib/dpkg/info {root}/var/lib/dpkg/updates {root}/var/lib/dpkg/triggers {root}/usr/bin && touch {root}/var/lib/dpkg/status").Succeeded();
        foreach (string compiler in (string[])["gcc", "gcc-12", "clang"])
            _work.Shell($"ln -s /usr/bin/{compiler} {root}/usr/bin/{compiler}").Succeeded();

        Dpkg(root, $"--install {package}");
        string links = Path.Combine(root, "usr/lib/larder");
        Assert.Equal(["clang", "gcc", "gcc-12"], Names(links));
        _work.Shell($"PATH={links}:$PATH gcc -c x.c && {root}/usr/bin/larder gcc -c x.c").Succeeded();
        _work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));

        File.Delete(Path.Combine(root, "usr/bin/gcc-12"));
        _work.Shell($"ln -s /usr/bin/g++ {root}/usr/bin/x86_64-linux-gnu-g++-13").Succeeded();
        _work.Shell($"DPKG_ROOT={root} {root}/var/lib/dpkg/info/larder.postinst triggered /usr/lib/gcc").Succeeded();
        Assert.Equal(["clang", "gcc", "x86_64-linux-gnu-g++-13"], Names(links));

        Assert.Equal("", _work.Shell($"cd {root} && md5sum --quiet -c var/lib/dpkg/info/larder.md5sums").Succeeded().OutputText);
        Dpkg(root, "--purge larder");
        Assert.False(Directory.Exists(links) || File.Exists(Path.Combine(root, "usr/bin/larder")));
    }

    [Fact]
    public void Links_are_brought_up_to_date_and_nothing_else_is_touched()
    {
        _work.Shell("mkdir a b links && ln -s /usr/bin/gcc a/gcc && ln -s /usr/bin/g++ b/g++-12 && ln -s /usr/bin/gcc a/gcc-ar && ln -s \"$LARDER\" a/clang && printf x >links/g++-12 && ln -s /elsewhere/larder links/cc").Succeeded();
        ProcessResult made = _work.Run(LarderBinary.Path, ["links", "links", "--from", "a:b:/nonexistent"]).Succeeded();
        Assert.Equal("links: 1 link, 1 new, 1 removed: g++-12 gcc\n", made.OutputText);
        Assert.Equal("larder: links: links/g++-12 is no link to larder, and stays\n", made.ErrorText);
        Assert.Equal(["g++-12", "gcc"], Names(_work.PathOf("links")));
        Assert.Equal(LarderBinary.Path, new FileInfo(_work.PathOf("links/gcc")).LinkTarget);

        Assert.Equal("links: 1 link, 0 new, 0 removed: g++-12 gcc\n", _work.Run(LarderBinary.Path, ["links", "links", "--from", "a:b"]).Succeeded().OutputText);
        _work.Run(LarderBinary.Path, ["links", "links", "--from", "a", "--target", "../larder"]).Succeeded();
        Assert.Equal("../larder", new FileInfo(_work.PathOf("links/gcc")).LinkTarget);
        Assert.Equal(1, _work.Run(LarderBinary.Path, ["links", "a/gcc/x", "--from", "a"]).ExitCode);
    }

    /// <summary>Each is understood without a word by groff, and by mandoc where it is; and says what the help says.</summary>
    private void CheckManualPages(string directory)
    {
        foreach (string page in (string[])["man1/larder.1", "man5/larder.conf.5", "man8/larderd.8"])
        {
            string path = Path.Combine(directory, page);
            Assert.Equal("", _work.Shell($"groff -man -Tutf8 -ww -z {path} 2>&1").Succeeded().OutputText);
            Assert.Equal("", _work.Shell($"LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 {path} 2>&1 >/dev/null").Succeeded().OutputText);
        }

        string shown = _work.Shell($"MANWIDTH=4000 man -l {directory}/man5/larder.conf.5 | cat; MANWIDTH=4000 man -l {directory}/man1/larder.1 | cat").Succeeded().OutputText;
        foreach (string said in (string[])["How much disk space the cache may take. 0 is no limit.", "larder inspect FILE-OR-DIGEST", "ACTION: start, stop (waits until it has ended)"])
            Assert.Contains(said, System.Text.RegularExpressions.Regex.Replace(shown, " +", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }

    private void CheckCompletions(string share)
    {
        const string Complete = "; _larder; printf '%s ' \"${COMPREPLY[@]}\"";
        string source = $"source {share}/bash-completion/completions/larder; ";
        Assert.StartsWith("stats ", Completed("COMP_WORDS=(larder stats); COMP_CWORD=1"), StringComparison.Ordinal);
        Assert.Equal("start status stop ", Completed("COMP_WORDS=(larder daemon st); COMP_CWORD=2"));
        Assert.Equal("--json ", Completed("COMP_WORDS=(larder stats --j); COMP_CWORD=2"));
        Assert.Equal("x.c ", Completed("COMP_WORDS=(larder inspect x.c); COMP_CWORD=2"));

        string Completed(string words) => _work.Shell(source + words + Complete).Succeeded().OutputText;
    }

    private void Generate(string what, string file) =>
        _work.Write(file, _work.Run(Path.Combine(Path.GetDirectoryName(LarderBinary.Path)!, "larder-cli"), ["generate", what]).Succeeded().Output);

    private void Dev(params string[] words) => _work.Run("env", ["-u", "DESTDIR", Path.Combine(Tree, "dev"), .. words]).Succeeded();

    private void Dpkg(string root, string command) =>
        _work.Shell($"dpkg --root={root} --force-script-chrootless --force-not-root --force-depends --log=/dev/null {command} </dev/null 2>&1").Succeeded();

    private static string[] Names(string directory) =>
        [.. Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
