using System.Text;
using Larder.Caching.Drivers;

namespace Larder.Caching.Tests.Drivers;

/// <summary>Where a launcher's sidecar is looked for.</summary>
public sealed class LauncherSidecarTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("larder-sidecar-").FullName;

    public LauncherSidecarTests()
    {
        foreach (string directory in (string[])["real", "bin/.larder", "link"])
            Directory.CreateDirectory(Path.Combine(_root, directory));
        File.WriteAllText(PathOf("real/larder"), "the program");
        File.WriteAllText(PathOf("bin/.larder/gcc"), "compiler = /usr/bin/gcc\n");
        File.CreateSymbolicLink(PathOf("bin/gcc"), PathOf("real/larder"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string PathOf(string name) => Path.Combine(_root, name);

    private static LauncherSidecar? Find(string executed) => LauncherSidecar.Find(Encoding.UTF8.GetBytes(executed));

    private void AssertFinds(string executed)
    {
        LauncherSidecar? found = Find(executed);
        Assert.NotNull(found);
        Assert.Equal("/usr/bin/gcc", Encoding.UTF8.GetString(found.Compiler!));
    }

    [Fact]
    public void Beside_a_link_a_hard_link_and_a_copy()
    {
        AssertFinds(PathOf("bin/gcc"));
        File.Delete(PathOf("bin/gcc"));
        File.Copy(PathOf("real/larder"), PathOf("bin/gcc"));
        AssertFinds(PathOf("bin/gcc"));
    }

    [Fact]
    public void Beside_each_link_on_the_way_absolute_or_relative()
    {
        File.CreateSymbolicLink(PathOf("link/cc"), PathOf("bin/gcc"));
        File.CreateSymbolicLink(PathOf("link/c89"), "cc");
        File.CreateSymbolicLink(PathOf("link/x86_64-linux-gnu-gcc"), "../link/../bin/gcc");
        AssertFinds(PathOf("link/cc"));
        AssertFinds(PathOf("link/c89"));
        AssertFinds(PathOf("link/x86_64-linux-gnu-gcc"));
    }

    [Fact]
    public void The_nearest_one_counts()
    {
        File.CreateSymbolicLink(PathOf("link/cc"), PathOf("bin/gcc"));
        Directory.CreateDirectory(PathOf("link/.larder"));
        File.WriteAllText(PathOf("link/.larder/cc"), "compiler = /usr/bin/clang\n");
        Assert.Equal("/usr/bin/clang", Encoding.UTF8.GetString(Find(PathOf("link/cc"))!.Compiler!));
    }

    [Theory]
    [InlineData("real/larder")]
    [InlineData("bin/g++")]
    [InlineData("link/gcc")]
    [InlineData("nowhere/gcc")]
    [InlineData("loop/a")]
    [InlineData("bin/")]
    [InlineData("")]
    public void None_is_found_for_larder_itself_for_links_without_one_and_for_what_is_not_there(string executed)
    {
        File.CreateSymbolicLink(PathOf("bin/g++"), PathOf("real/larder"));
        File.CreateSymbolicLink(PathOf("link/gcc"), PathOf("real/larder"));
        Directory.CreateDirectory(PathOf("loop"));
        File.CreateSymbolicLink(PathOf("loop/a"), "b");
        File.CreateSymbolicLink(PathOf("loop/b"), "a");
        Directory.CreateDirectory(PathOf("real/.larder"));
        File.WriteAllText(PathOf("real/.larder/larder"), "compiler = /usr/bin/gcc\n");
        Assert.Null(Find(executed.Length == 0 ? executed : PathOf(executed)));
    }

    [Fact]
    public void A_file_named_as_the_directory_is_no_sidecar()
    {
        File.WriteAllText(PathOf("link/.larder"), "text");
        File.CreateSymbolicLink(PathOf("link/gcc"), PathOf("real/larder"));
        Assert.Null(Find(PathOf("link/gcc")));
    }

    [Fact]
    public void The_last_of_several_compilers_counts_and_blanks_and_comments_do_not()
    {
        File.WriteAllText(PathOf("bin/.larder/gcc"), "# c\ncompiler = /usr/bin/clang\r\n  compiler  =  /usr/bin/gcc   # why\n");
        AssertFinds(PathOf("bin/gcc"));
        Assert.Equal(PathOf("bin/.larder/gcc") + ":3", Encoding.UTF8.GetString(Find(PathOf("bin/gcc"))!.CompilerPosition));
    }
}
