using System.Xml.Linq;

namespace Larder.Architecture.Tests;

/// <summary>Time, the console, processes and lossy strings each have one home, and the build refuses them elsewhere.</summary>
public sealed class BannedSymbolTests
{
    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("T:System.Console")]
    [InlineData("M:System.Diagnostics.Process.Start(System.Diagnostics.ProcessStartInfo)")]
    [InlineData("M:System.Environment.GetEnvironmentVariable(System.String)")]
    [InlineData("M:System.Environment.GetCommandLineArgs")]
    [InlineData("P:System.Environment.CommandLine")]
    public void The_list_has_the_symbol(string symbol)
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "BannedSymbols.txt"));
        Assert.Contains(lines, line => line.StartsWith(symbol + ";", StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_is_in_force_for_all_sources_and_breaks_the_build()
    {
        XDocument targets = XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Build.targets"));
        Assert.Contains(targets.Descendants("PackageReference"), p => p.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(targets.Descendants("AdditionalFiles"), f => f.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));

        XDocument properties = XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Build.props"));
        Assert.Equal("true", properties.Descendants("TreatWarningsAsErrors").Single().Value);
        foreach (XElement excepted in properties.Descendants("WarningsNotAsErrors").Concat(properties.Descendants("NoWarn")))
            Assert.DoesNotContain("RS0030", excepted.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_on_the_shims_path_suppresses_it()
    {
        foreach (string project in (string[])["src/Client", "src/Caching", "src/Storage", "src/Compilers", "src/Posix"])
        {
            foreach (string source in SourceTree.Sources(project))
                Assert.False(File.ReadAllText(source).Contains("RS0030", StringComparison.Ordinal), source);
        }

        Assert.DoesNotContain("RS0030", File.ReadAllText(Path.Combine(SourceTree.Root, ".editorconfig")), StringComparison.Ordinal);
    }
}
