using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>
/// Plugins are keyed by their content, and cached where their imports show that this is all they depend on. They are made here without the compilers'
/// headers: a plugin of gcc's is any library with a licence and a start, and what clang loads may do all its work in a constructor.
/// </summary>
public sealed class PluginsSuite : SideBySideSuite
{
    public PluginsSuite()
    {
        Write("x.c", "int f(void) { return 1; }\n");
        Write("gcc.c", """
            #include <stdio.h>
            extern FILE *asm_out_file;
            extern int register_callback(const char *, int, void (*)(void *, void *), void *);
            int plugin_is_GPL_compatible;
            struct plugin_name_args { char *base_name, *full_name; int argc; struct { char *key, *value; } *argv; };
            static void finish(void *nothing, void *name) { fprintf(asm_out_file, "%sf:\n", (const char *)name); }
            int plugin_init(struct plugin_name_args *name, void *version)
            {
                register_callback(name->base_name, 5, finish, name->argc ? name->argv[0].value : PREFIX);
                return 0;
            }

            """);
        Write("pass.c", """
            struct info { unsigned version; const char *name, *text; void (*pass)(void *); };
            static void nothing(void *builder) {}
            struct info llvmGetPassPluginInfo(void) { return (struct info){1, NAME, "1", nothing}; }

            """);
        Shell("gcc -shared -fPIC -DPREFIX='\"one_\"' gcc.c -o one.so; gcc -shared -fPIC -DPREFIX='\"two_\"' gcc.c -o two.so; gcc -shared -fPIC -DNAME='\"one\"' pass.c -o pass-one.so; gcc -shared -fPIC -DNAME='\"two\"' pass.c -o pass-two.so");
    }

    [Fact]
    public void Of_gccs()
    {
        string script = "L gcc -fplugin=./plugin.so -c x.c -o x.o";
        Shell("cp one.so plugin.so");
        MissThenHit(script);
        Assert.Contains("one_f", Symbols(), StringComparison.Ordinal);
        Shell("cp two.so plugin.so");
        MissThenHit(script);
        Assert.Contains("two_f", Symbols(), StringComparison.Ordinal);
        Shell("cp one.so plugin.so");
        Step("direct_hit", script);
        MissThenHit("L gcc -fplugin=./plugin.so -fplugin-arg-plugin-prefix=three_ -c x.c -o x.o");
        Assert.Contains("three_f", Symbols(), StringComparison.Ordinal);
        MissThenHit("L gcc -fplugin=./plugin.so -fplugin-arg-plugin-prefix=four_ -c x.c -o x.o");
        Step("missing_input", "L gcc -fplugin=./none.so -c x.c -o x.o");
        Work.Write("text.so", "no library");
        Step("unsupported_compiler_option", "L gcc -fplugin=./text.so -c x.c -o x.o");
    }

    [Theory]
    [InlineData("-fpass-plugin=./plugin.so")]
    [InlineData("-Xclang -load -Xclang ./plugin.so")]
    [InlineData("-fplugin=./plugin.so")]
    public void Of_clangs(string options)
    {
        string script = $"L clang {options} -O1 -c x.c -o x.o";
        Shell("cp pass-one.so plugin.so");
        MissThenHit(script);
        Shell("cp pass-two.so plugin.so");
        MissThenHit(script);
        Shell("cp pass-one.so plugin.so");
        Step("direct_hit", script);
    }

    /// <summary>It reads what no list has, or is another one each time.</summary>
    [Theory]
    [InlineData("fopen(\"h.h\", \"r\") != 0")]
    [InlineData("getenv(\"HOME\") != 0")]
    [InlineData("time(0) != 0")]
    [InlineData("system(\"true\") == 0")]
    [InlineData("open(\"h.h\", 0) > 0")]
    public void What_looks_around_is_refused(string condition)
    {
        Write("curious.c", $$"""
            #include <stdio.h>
            #include <stdlib.h>
            #include <time.h>
            #include <fcntl.h>
            int plugin_is_GPL_compatible;
            int plugin_init(void *name, void *version) { return ({{condition}}) * 0; }

            """);
        Shell("gcc -shared -fPIC curious.c -o curious.so");
        Step("unsupported_compiler_option", "L gcc -fplugin=./curious.so -c x.c -o x.o");
        Step("unsupported_compiler_option", "L clang -fplugin=./curious.so -c x.c -o x.o");
    }

    [Fact]
    public void What_brings_a_library_of_its_own_is_refused()
    {
        Shell("echo 'int helper(void) { return 0; }' > helper.c; gcc -shared -fPIC helper.c -o libhelper.so; gcc -shared -fPIC -DPREFIX='\"one_\"' -Wl,--no-as-needed gcc.c -L. -lhelper -Wl,-rpath,$PWD -o plugin.so");
        Step("unsupported_compiler_option", "L gcc -fplugin=./plugin.so -c x.c -o x.o");
    }

    private string Symbols()
    {
        ProcessResult symbols = Work.Run("nm", ["x.o"]);
        return System.Text.Encoding.Latin1.GetString(symbols.Output);
    }
}
