using FsCheck;
using FsCheck.Fluent;

namespace Larder.Compilers.Tests;

public sealed class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "-c", "-S", "x.c", "y.cc", "-o", "a.o", "-I", "dir", "-Idir", "-MD", "-MF", "x.d", "-MT", "-g", "-g0", "-gsplit-dwarf", "--coverage",
        "-x", "c++", "none", "-Wp,-MD,x", "-Wp,", "-Wa,", "-Wa,-a", "-Xclang", "-mllvm", "-Xassembler", "-flto", "-frandom-seed=1", "-", "--",
        "@r", "@loop", "@none", "", "-unknown", "-D", "--param", "-include", "-f", "-fno-", "-W", "-O3", "-march=native", "-sectcreate",
        "--driver-mode=g++", "-arch", "-fdiagnostics-color=", "-E", "-v", "\u00e9", "-\u00e9", "=",
    ];

    private static readonly FakeFiles Files = new FakeFiles().With("r", "-DA 'x y' @s").With("s", "-O2").With("loop", "@loop");

    [Fact]
    public void Any_words_at_all_are_judged_without_an_exception()
    {
        Gen<string> word = Gen.OneOf(Gen.Elements(Pieces), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get));
        Prop.ForAll(Arb.From(Gen.ListOf(word)), words =>
        {
            foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            {
                ParseOutcome outcome = Line.Parse(family, words, files: Files);
                if (outcome is not Compilation compilation) continue;
                Assert.NotEmpty(Line.Key(compilation));
                _ = compilation.ProbeArguments();
                int at = 0;
                foreach (ParsedArgument argument in compilation.Parsed)
                {
                    Assert.Equal(at, argument.First);
                    at += argument.Count;
                }

                Assert.Equal(compilation.Arguments.Count, at);
                Assert.Equal(compilation.Source, compilation.Arguments[compilation.SourceIndex]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Any_bytes_are_a_response_file_without_an_exception()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            ResponseFileTokenizer.Split(CompilerFamily.Gcc, bytes, []);
            ResponseFileTokenizer.Split(CompilerFamily.Clang, bytes, []);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Joined_and_separate_spellings_have_one_key()
    {
        string[] options = ["-I", "-D", "-U", "-isystem", "-idirafter", "-iquote", "-include", "-imacros", "-MT", "-B", "-A", "-F"];
        var value = Gen.Elements("a", "dir/x", "A=1", "a,b", "x y", "-O2", "c");
        var list = Gen.ListOf(Gen.Elements(options).SelectMany(o => value.Select(v => (o, v))));
        Prop.ForAll(Arb.From(list), pairs =>
        {
            string[] joined = ["-c", "x.c", "-MD", .. pairs.Select(p => p.o + p.v)];
            string[] separate = ["-c", "x.c", "-MD", .. pairs.SelectMany(p => (string[])[p.o, p.v])];
            foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            {
                var one = Assert.IsType<Compilation>(Line.Parse(family, joined));
                var other = Assert.IsType<Compilation>(Line.Parse(family, separate));
                Assert.Equal(Line.Key(one), Line.Key(other));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
