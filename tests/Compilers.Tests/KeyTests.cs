namespace Larder.Compilers.Tests;

public sealed class KeyTests
{
    [Theory]
    [InlineData("-c x.c -I a -D B -isystem c", "-c x.c -Ia -DB -isystemc")]
    [InlineData("-c x.c -o a.o", "-c x.c -ob/c.o")]
    [InlineData("-c x.c -pipe", "-c x.c")]
    [InlineData("-c x.c -fdiagnostics-color=always", "-c x.c -fno-diagnostics-color")]
    [InlineData("-c x.c -O2", "-O2 y.c -c")]
    [InlineData("-c -x c y.z", "-c y.c")]
    [InlineData("-c x.c -frandom-seed=1", "-c x.c -frandom-seed=2")]
    [InlineData("-c x.c -MD -MT t -MF a.d -o a.o", "-c x.c -MD -MT t -MF b.d -o b.o")]
    [InlineData("-c x.c -Wp,-MMD,a.d -o x.o", "-c x.c -Wp,-MMD,b.d -o x.o")]
    public void Spellings_that_mean_the_same_have_one_key(string one, string other)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.Equal(Line.Key(family, one), Line.Key(family, other));
    }

    [Theory]
    [InlineData("-c x.c -I -O2", "-c x.c -I-O2 -O2")]
    [InlineData("-c x.c -DA -DB", "-c x.c -DB -DA")]
    [InlineData("-c x.c", "-S x.c")]
    [InlineData("-c x.c", "-c x.cc")]
    [InlineData("-c x.c", "-c x.i")]
    [InlineData("-c x.c -MD", "-c x.c")]
    [InlineData("-c x.c -MD", "-c x.c -MMD")]
    [InlineData("-c x.c -MD -MP", "-c x.c -MD")]
    [InlineData("-c x.c -MD -MT a", "-c x.c -MD -MT b")]
    [InlineData("-c x.c -MD -MT a", "-c x.c -MD -MQ a")]
    [InlineData("-c x.c -MD -o a.o", "-c x.c -MD -o b.o")]
    [InlineData("-c x.c -Wp,-MMD,a.d", "-c x.c -Wp,-MD,a.d")]
    [InlineData("-c x.c --coverage -o a.o", "-c x.c --coverage -o b.o")]
    [InlineData("-c x.c --coverage", "-c y.c --coverage")]
    [InlineData("-c x.c -g -gsplit-dwarf -o a.o", "-c x.c -g -gsplit-dwarf -o b.o")]
    [InlineData("-c x.c -fprofile-generate -o a.o", "-c x.c -fprofile-generate -o b.o")]
    [InlineData("-c x.c --coverage -frandom-seed=1", "-c x.c --coverage -frandom-seed=2")]
    [InlineData("-c x.c -fmacro-prefix-map=a=b", "-c x.c -fmacro-prefix-map=a=c")]
    [InlineData("-c x.c -fdebug-prefix-map=a=b", "-c x.c -fdebug-prefix-map=a=c")]
    [InlineData("-c x.c -H", "-c x.c")]
    [InlineData("-c x.c -Wa,-mrelax-relocations=no", "-c x.c")]
    [InlineData("-c x.c -qnew-a", "-c x.c -qnew-b")]
    [InlineData("-c x.c -Wall", "-c x.c -Wextra")]
    public void What_can_reach_the_output_is_in_the_key(string one, string other)
    {
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            Assert.NotEqual(Line.Key(family, one), Line.Key(family, other));
    }

    [Fact]
    public void What_only_the_linker_gets_is_left_out_for_gcc_and_kept_for_clang_which_warns()
    {
        const string with = "-c x.c -L/lib -lm -Wl,-O1 -Xlinker y";
        Assert.Equal(Line.Key(CompilerFamily.Gcc, "-c x.c"), Line.Key(CompilerFamily.Gcc, with));
        Assert.NotEqual(Line.Key(CompilerFamily.Clang, "-c x.c"), Line.Key(CompilerFamily.Clang, with));
    }

    [Fact]
    public void The_probe_gets_what_changes_the_search_and_nothing_else()
    {
        Compilation compilation = Line.Compile(
            CompilerFamily.Clang,
            "-DA -UB -include x.h -I a -isystem b -cxx-isystem c --sysroot=/s -target t -m32 -nostdinc++ -Wall -O2 -MD -MF x.d -c x.c -o y.o -qnew");
        Assert.Equal(
            "-I a -isystem b -cxx-isystem c --sysroot=/s -target t -m32 -nostdinc++ -qnew",
            string.Join(' ', compilation.ProbeArguments().Select(w => Line.Text(w)!)));
    }
}
