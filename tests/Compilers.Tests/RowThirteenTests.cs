namespace Larder.Compilers.Tests;

/// <summary>
/// Options whose separate value other caches take for a second input file ("multiple input files"), or for another option
/// (<c>-objc-isystem D</c> for <c>-o bjc-isystem</c>).
/// </summary>
public sealed class RowThirteenTests
{
    [Theory]
    [InlineData("-cxx-isystem", CompilerFamily.Clang)]
    [InlineData("-isystem-after", CompilerFamily.Clang)]
    [InlineData("-iwithsysroot", CompilerFamily.Clang)]
    [InlineData("-iframework", CompilerFamily.Clang)]
    [InlineData("-iframeworkwithsysroot", CompilerFamily.Clang)]
    [InlineData("-stdlib++-isystem", CompilerFamily.Clang)]
    [InlineData("-resource-dir", CompilerFamily.Clang)]
    [InlineData("-target", CompilerFamily.Clang)]
    [InlineData("-iwithprefix", CompilerFamily.Gcc)]
    [InlineData("-iwithprefixbefore", CompilerFamily.Gcc)]
    [InlineData("-iprefix", CompilerFamily.Gcc)]
    [InlineData("-imultilib", CompilerFamily.Gcc)]
    [InlineData("-idirafter", CompilerFamily.Gcc)]
    [InlineData("-isysroot", CompilerFamily.Gcc)]
    [InlineData("-T", CompilerFamily.Gcc)]
    [InlineData("-u", CompilerFamily.Gcc)]
    [InlineData("-z", CompilerFamily.Gcc)]
    [InlineData("-L", CompilerFamily.Gcc)]
    [InlineData("-e", CompilerFamily.Gcc)]
    [InlineData("-A", CompilerFamily.Gcc)]
    [InlineData("-Xlinker", CompilerFamily.Gcc)]
    [InlineData("--param", CompilerFamily.Gcc)]
    [InlineData("--sysroot", CompilerFamily.Gcc)]
    [InlineData("--include-directory", CompilerFamily.Gcc)]
    [InlineData("--define-macro", CompilerFamily.Gcc)]
    [InlineData("-Tbss", CompilerFamily.Gcc)]
    [InlineData("-dumpbase", CompilerFamily.Gcc)]
    [InlineData("-dumpdir", CompilerFamily.Gcc)]
    [InlineData("-dumpbase-ext", CompilerFamily.Gcc)]
    [InlineData("--dumpbase", CompilerFamily.Gcc)]
    [InlineData("-aux-info", CompilerFamily.Gcc)]
    [InlineData("-specs", CompilerFamily.Gcc)]
    [InlineData("--config", CompilerFamily.Clang)]
    [InlineData("--serialize-diagnostics", CompilerFamily.Clang)]
    public void The_value_is_a_value(string option, CompilerFamily family)
    {
        Compilation compilation = Line.Compile(family, $"{option} VALUE -c x.c");
        ParsedArgument first = compilation.Parsed[0];
        Assert.Equal(option, Line.Text(first.Name));
        Assert.Equal("VALUE", Line.Text(first.Value));
        Assert.Equal(2, first.Count);
        Assert.Equal("x.c", Line.Text(compilation.Source));
        Assert.Equal(3, compilation.SourceIndex);
    }

    [Theory]
    [InlineData("-wrapper", CompilerFamily.Gcc)]
    [InlineData("-imultiarch", CompilerFamily.Gcc)]
    [InlineData("-c-isystem", CompilerFamily.Clang)]
    [InlineData("-objc-isystem", CompilerFamily.Clang)]
    [InlineData("-objcxx-isystem", CompilerFamily.Clang)]
    [InlineData("-working-directory", CompilerFamily.Clang)]
    [InlineData("-index-store-path", CompilerFamily.Clang)]
    [InlineData("-MJ", CompilerFamily.Clang)]
    [InlineData("-ivfsoverlay", CompilerFamily.Clang)]
    public void What_is_not_served_yet_is_refused_by_its_name(string option, CompilerFamily family)
    {
        var refusal = Assert.IsType<Refusal>(Line.Parse(family, $"{option} VALUE -c x.c"));
        Assert.Equal(RefusalReason.UnsupportedCompilerOption, refusal.Reason);
        Assert.Equal(option, Line.Text(refusal.Detail));
    }

    [Theory]
    [InlineData("-new-option value -c x.c")]
    [InlineData("-c x.c -new-option value")]
    [InlineData("-c x.c -new-option value -Wall y.c")]
    public void An_unknown_option_before_a_bare_word_is_reported_by_name(string line)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
        {
            var refusal = Assert.IsType<Refusal>(Line.Parse(family, line));
            Assert.Equal(RefusalReason.UnknownOptionWithSeparateWord, refusal.Reason);
            Assert.Equal("-new-option", Line.Text(refusal.Detail));
        }
    }

    [Fact]
    public void An_unknown_option_alone_is_kept_and_keyed_and_assumed_to_matter()
    {
        Compilation compilation = Line.Compile(CompilerFamily.Gcc, "-c -new-option x.c -frandom-seed=1 -o y.o");
        Assert.Equal("-new-option", Line.Text(compilation.UnknownOption));
        Assert.Contains("[Unknown -new-option]", Line.Key(compilation), StringComparison.Ordinal);
        Assert.True(compilation.WorkingDirectoryMatters);
        Assert.True(compilation.SeedMatters);
        Assert.True(compilation.OutputMatters);
        Assert.Contains("-new-option", compilation.ProbeArguments().Select(w => Line.Text(w)!), StringComparer.Ordinal);
    }
}
