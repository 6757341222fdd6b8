using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>What one build used goes into an archive, and with it an empty cache makes the same build all hits.</summary>
public sealed class ArchiveSuite : SideBySideSuite
{
    private string Used => Path.Combine(Work.Root, "used");

    private string Archive => Path.Combine(Work.Root, "archive");

    [Fact]
    public void A_build_machine_that_starts_with_the_archive_of_another_hits()
    {
        Write("h.h", "#define V 1\n");
        Write("a.c", "#include \"h.h\"\nint a(void) { return V; }\n");
        Write("b.c", "#include \"h.h\"\nint b(void) { return V + 1; }\n");
        Write("other.c", "int other(void) { return 7; }\n");
        const string Build = "L gcc -O1 -c a.c -o a.o && L gcc -O1 -c b.c -o b.o";
        Step("miss stored", "L gcc -c other.c -o other.o");
        Step("miss stored miss stored", Build);

        // One was in the cache already and the other wasn't: both were used.
        Shell("rm -f a.o");
        Work.Variables["LARDER_USED_LIST"] = Used;
        Step("direct_hit direct_hit", Build);
        Work.Variables.Remove("LARDER_USED_LIST");
        Assert.Contains(".r\n", File.ReadAllText(Used), StringComparison.Ordinal);
        Work.Run(LarderBinary.Path, ["export", "-o", Archive, "--used", Used]).Succeeded();
        Work.Run(LarderBinary.Path, ["clear"]).Succeeded();
        Work.Run(LarderBinary.Path, ["import", Archive]).Succeeded();

        Step(null, "true");
        Step("direct_hit direct_hit", Build);
        Step("miss stored", "L gcc -c other.c -o other.o");
    }
}
