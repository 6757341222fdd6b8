using System.Text;
using Larder.Caching.Direct;

namespace Larder.Caching.Tests.Direct;

/// <summary>gcc's -H lines among diagnostics.</summary>
public sealed class HeaderTraceTests
{
    private static HeaderTrace Read(string text, Func<string?, string, bool>? fits = null)
    {
        HeaderTrace trace = new(
            (parent, path) => fits is null || fits(parent is null ? null : Encoding.UTF8.GetString(parent), Encoding.UTF8.GetString(path)),
            "x.c"u8.ToArray());
        trace.Read(Encoding.UTF8.GetBytes(text));
        return trace;
    }

    private static string Headers(HeaderTrace trace) => string.Join('|', trace.Headers.ConvertAll(Encoding.UTF8.GetString));

    private static string Diagnostics(HeaderTrace trace) => Encoding.UTF8.GetString([.. trace.Diagnostics]);

    [Fact]
    public void Header_lines_are_taken_out_and_diagnostics_stay()
    {
        HeaderTrace trace = Read(". a.h\n.. b.h\nx.c:1:2: warning: w\n    1 | int\n. c.h\n");
        Assert.True(trace.IsCertain);
        Assert.Equal("a.h|b.h|c.h", Headers(trace));
        Assert.Equal("x.c:1:2: warning: w\n    1 | int\n", Diagnostics(trace));
    }

    [Fact]
    public void The_trailer_goes_with_the_headers_it_names()
    {
        // b.h came by -include, which -H lists in the trailer alone.
        const string Text = ". a.h\nMultiple include guards may be useful for:\na.h\nb.h\nx.c: warning after\n";
        HeaderTrace trace = Read(Text, static (_, path) => path.EndsWith(".h", StringComparison.Ordinal));
        Assert.True(trace.IsCertain);
        Assert.Equal("x.c: warning after\n", Diagnostics(trace));
    }

    [Theory]
    [InlineData("... deep.h\n")]
    [InlineData(". a.h\n... skips a level.h\n")]
    public void A_depth_that_no_tree_has_makes_it_uncertain_and_is_shown(string text)
    {
        HeaderTrace trace = Read(text);
        Assert.False(trace.IsCertain);
        Assert.Contains(text.Split('\n')[^2], Diagnostics(trace), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_its_parent_cannot_include_makes_it_uncertain_and_is_shown()
    {
        HeaderTrace trace = Read(". a.h\n.. fake.h\n", (parent, path) => parent is null || path != "fake.h");
        Assert.False(trace.IsCertain);
        Assert.Equal(".. fake.h\n", Diagnostics(trace));
    }

    [Theory]
    [InlineData("! a.h.gch\n x.c\n. b.h\n", "b.h")]
    [InlineData("! a.h.gch\n. b.h\n", "b.h")]
    [InlineData("x a.h.gch\n. a.h\n", "a.h")]
    public void Lines_about_precompiled_headers_are_taken_out(string text, string headers)
    {
        HeaderTrace trace = Read(text);
        Assert.True(trace.IsCertain);
        Assert.Equal(headers, Headers(trace));
        Assert.Empty(trace.Diagnostics);
    }

    [Theory]
    [InlineData("! a.h.gch\n")]
    [InlineData("x a.h.gch\n")]
    [InlineData(".! a.h.gch\n")]
    [InlineData("x marks the spot\n")]
    [InlineData("! look\n")]
    public void What_only_looks_like_a_line_about_one_makes_it_uncertain(string text) =>
        Assert.False(Read(text, (_, path) => path != "a.h").IsCertain);

    [Fact]
    public void A_message_with_dots_of_its_own_is_a_diagnostic()
    {
        HeaderTrace trace = Read("...\n...done\n.\n");
        Assert.True(trace.IsCertain);
        Assert.Equal("...\n...done\n.\n", Diagnostics(trace));
    }
}
