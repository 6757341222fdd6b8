using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>larder.links, built by Nix and run: what is in it, and that its launchers need nothing from outside.</summary>
public sealed class LinksBuildTests(PrivateStore store) : IClassFixture<PrivateStore>
{
    [NixFact]
    public void Drivers_are_launchers_and_everything_else_is_a_link()
    {
        string links = store.Build("gcc");
        string bare = store.Build("bare");
        Assert.Equal("c++ cc g++ gcc x86_64-unknown-linux-gnu-g++ x86_64-unknown-linux-gnu-gcc", List(links + "/bin/.larder"));
        Assert.Equal("c++ cc cpp g++ gcc gcc-ar gfortran x86_64-unknown-linux-gnu-g++ x86_64-unknown-linux-gnu-gcc x86_64-unknown-linux-gnu-gcc-14.3.0", List(links + "/bin"));
        Assert.Equal(bare + "/bin/gfortran", Target(links + "/bin/gfortran"));
        Assert.EndsWith("/bin/larder", Target(links + "/bin/gcc"), StringComparison.Ordinal);
        foreach (string file in (string[])["include", "nix-support", "libexec", ".hidden"])
            Assert.Equal($"{bare}/{file}", Target($"{links}/{file}"));
        Assert.Equal($"compiler = {bare}/bin/g++\ndir = {store.Cache}\nno_daemon = true\n", File.ReadAllText(links + "/bin/.larder/g++"));
    }

    [NixTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    [InlineData("cross")]
    [InlineData("join")]
    public void Nothing_of_a_compiler_is_copied(string attribute)
    {
        string links = store.Build(attribute);
        Assert.Equal(string.Empty, store.Shell($"find {links} -type f ! -path '*/bin/.larder/*'"));
        Assert.Equal(string.Empty, store.Shell($"find {links} -xtype l"));
    }

    [NixTheory]
    [InlineData("gcc", "gcc", "gcc")]
    [InlineData("gcc", "x86_64-unknown-linux-gnu-gcc", "x86_64-unknown-linux-gnu-gcc")]
    [InlineData("clang", "clang++", "clang++")]
    [InlineData("cross", "aarch64-unknown-linux-gnu-g++", "aarch64-unknown-linux-gnu-g++")]
    [InlineData("join", "clang", "clang")]
    [InlineData("wrapper", "clang", "clang")]
    public void A_launcher_runs_its_compiler_by_the_compilers_own_path(string attribute, string program, string compiler)
    {
        string path = store.Build(attribute);
        string said = store.Shell($"PATH= {path}/bin/{program} --version 'a b'");
        Assert.Matches($"^/.*/store/[a-z0-9]+-[^/]+/bin/{System.Text.RegularExpressions.Regex.Escape(compiler)} --version a b\n$", said);
        Assert.DoesNotContain("larder-links", said, StringComparison.Ordinal);
    }

    [NixFact]
    public void Clangs_other_programs_stay_what_they_are()
    {
        string links = store.Build("clang");
        Assert.Equal("clang clang++", List(links + "/bin/.larder"));
        Assert.Equal("clang clang++ clang-19 clang-cpp clang-format", List(links + "/bin"));
    }

    [NixFact]
    public void With_an_empty_environment_the_second_compile_is_a_hit_in_the_cache_of_the_sidecar()
    {
        string links = store.Build("host");
        store.Shell("echo 'int x(void) { return 1; }' > x.c; touch -d '1 hour ago' x.c; /usr/bin/gcc -O1 -c x.c -o reference.o");
        for (int i = 0; i < 2; i++)
            store.Shell($"rm -f x.o; {links}/bin/gcc -O1 -c x.c -o x.o; cmp x.o reference.o");
        string stats = store.Shell($"{LarderCli()} stats --json");
        Assert.Contains("\"direct_hit\": 1", stats, StringComparison.Ordinal);
        Assert.Contains("\"miss\": 1", stats, StringComparison.Ordinal);
        string config = store.Shell($"LARDER_LAUNCHER={links}/bin/.larder/gcc {LarderCli()} config");
        Assert.Contains($"# {links}/bin/.larder/gcc:4", config, StringComparison.Ordinal);
    }

    [NixFact]
    public void A_compiler_without_any_driver_is_an_error_and_no_empty_success()
    {
        (int status, _, string error) = store.TryBuild("none");
        Assert.NotEqual(0, status);
        Assert.Contains("nothing of this compiler would be cached", error, StringComparison.Ordinal);
    }

    private string LarderCli() => $"env LARDER_DIR={store.Cache} {PrivateStore.Larder}";

    private static string List(string directory) => string.Join(
        ' ', Directory.GetFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)).Where(name => name != ".larder").Order(StringComparer.Ordinal));

    private static string? Target(string link) => new FileInfo(link).LinkTarget;
}
